"""Whatever happens, a command ends with one of the documented statuses and never with a traceback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import click
import pytest

from assent import __version__, cli
from assent.cli import exits, run
from assent.cli.app import app
from assent.cli.exits import Exit
from assent.errors import (
    DefectInAssent,
    LimitExceeded,
    NotOpenApi,
    ParseError,
    RefusedSource,
    SourceError,
    UnreachableProvider,
    UsageError,
)

Raising = Callable[[BaseException], None]


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch) -> Raising:
    """Makes every command raise the given error."""

    def install(error: BaseException) -> None:
        def callback() -> None:
            raise error

        command = click.Command("fail", callback=callback)
        monkeypatch.setattr(app, "resolve_command", lambda _ctx, args: ("fail", command, args[1:]))

    return install


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("no"), 2),
        (SourceError("a.yaml", "is not there"), 3),
        (RefusedSource("a.yaml", "is elsewhere"), 3),
        (ParseError("a.yaml", 1, 2, "no"), 3),
        (LimitExceeded("a.yaml", "bytes", 5, "--max-bytes"), 3),
        (NotOpenApi("a.yaml", "is a shopping list"), 3),
        (UnreachableProvider("http://localhost", "nobody answers"), 4),
        (DefectInAssent("two answers"), 5),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (ValueError("unforeseen"), 5),
        (RecursionError("deep"), 5),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else str(value),
)
def test_every_error_has_its_exit_status(
    raising: Raising, error: BaseException, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(error)
    assert run(["fail"]) == status
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err
    assert str(error) in printed.err


def test_a_defect_says_where_it_happened_and_what_to_do(
    raising: Raising, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(ValueError("unforeseen"))
    run(["fail"])
    printed = capsys.readouterr().err
    assert "ValueError: unforeseen" in printed
    assert "ASSENT_DEBUG=1" in printed


def test_debugging_shows_the_traceback(raising: Raising, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSENT_DEBUG", "1")
    raising(ValueError("unforeseen"))
    with pytest.raises(ValueError, match="unforeseen"):
        run(["fail"])


def test_the_table_of_meanings_has_every_status() -> None:
    assert [status for status, _ in exits.MEANINGS] == list(Exit)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"assent {__version__}\n"


def test_a_misspelt_command_is_answered_with_the_one_that_was_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["chek"]) == Exit.USAGE
    assert "Did you mean 'check'?" in capsys.readouterr().err


def test_an_unknown_option_is_wrong_usage() -> None:
    assert run(["--frobnicate"]) == Exit.USAGE


def test_the_process_ends_with_the_status() -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code in (Exit.USAGE, Exit.FINE)


def test_a_reader_that_goes_away_is_no_error() -> None:
    code = "import sys; from assent.cli import run; sys.exit(run(['--help']))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait() == Exit.FINE
    assert errors == ""
