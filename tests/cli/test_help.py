"""Help is man-style: usage, examples first, then words, options and exit statuses."""

from __future__ import annotations

import click
import pytest

from assent.cli import run
from assent.cli.app import app
from assent.cli.commands import COMMANDS, Entry
from assent.cli.shape import Door, did_you_mean


def command(entry: Entry) -> click.Command:
    found = app.get_command(click.Context(app), entry.name)
    assert found is not None
    return found


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_the_table_says_what_the_command_says_of_itself(entry: Entry) -> None:
    assert (command(entry).help or "").splitlines()[0] == entry.summary
    assert command(entry).name == entry.name


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_a_commands_help_shows_examples_before_options(
    entry: Entry, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([entry.name, "--help"]) == 0
    text = capsys.readouterr().out
    headings = [line for line in text.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert headings[0] == "Examples:"
    assert headings[-2:] == ["Options:", "Exit status:"]


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_every_example_is_a_command_line_of_that_command(entry: Entry) -> None:
    found = command(entry)
    assert isinstance(found, Door)
    assert found.examples
    for line, purpose in found.examples:
        assert f"assent {entry.name}" in line
        assert purpose


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_every_option_says_what_it_is_for(entry: Entry) -> None:
    for parameter in command(entry).params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_the_help_of_all_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    text = capsys.readouterr().out
    assert text.index("Examples:") < text.index("Options:") < text.index("Exit status:")
    for entry in COMMANDS:
        assert entry.summary.split(".")[0][:40] in text


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("chek", " Did you mean 'check'?"),
        ("zzz", ""),
        ("compar", " Did you mean 'compart' or 'compare'?"),
    ],
)
def test_a_word_is_answered_with_those_close_to_it(word: str, said: str) -> None:
    assert did_you_mean(word, ["check", "compare", "compart"]) == said


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_completion_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    assert f"_ASSENT_COMPLETE={shell}_complete" in capsys.readouterr().out


def test_completion_offers_commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_ASSENT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "assent ch")
    monkeypatch.setenv("COMP_CWORD", "1")
    with pytest.raises(SystemExit):
        run([])
    assert "plain,check" in capsys.readouterr().out


def test_completion_offers_formats(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_ASSENT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "assent check --format sa")
    monkeypatch.setenv("COMP_CWORD", "3")
    with pytest.raises(SystemExit):
        run([])
    assert capsys.readouterr().out.split() == ["plain,sarif"]
