"""Runs are remembered: what is new, what is known since when, what is gone."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.fuzz.library.app import KEY, Library
from tests.fuzz.library.description import DESCRIPTION

from assent.api import read_api
from assent.cli import run
from assent.document import load
from assent.errors import SourceError
from assent.findings import Finding, Status
from assent.fuzz import history
from assent.fuzz.asgi import AppTransport
from assent.fuzz.credentials import Credentials
from assent.fuzz.history import _TABLES, FIXED_AFTER, remember
from assent.fuzz.reporting import with_commands
from assent.fuzz.running import Settings, fuzz
from assent.fuzz.sending import Sender, SendOptions
from assent.records import replace

DAYS = [datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3)]
healthy, ill = Library().app(), Library(["health-false"]).app()


@pytest.fixture(scope="module")
def findings() -> tuple[Finding, ...]:
    library = Library(["health-false", "no-allow", "deleted-stays", "no-key-accepted"])
    api = read_api(load("-", stdin=io.BytesIO(DESCRIPTION.encode())))
    settings = Settings(requests=250, credentials=Credentials(by_scheme={"key": KEY}))
    with Sender("http://library.example", AppTransport(library.app()), SendOptions()) as send:
        return tuple(map(with_commands, fuzz(api, send, settings).findings))


def test_a_finding_is_new_then_known_then_gone(tmp_path: Path, findings: tuple[Finding, ...]) -> None:
    first = remember(tmp_path, findings, started=DAYS[0], requests=1, seed=0)
    assert {it.status for it in first.findings} == {Status.NEW}
    second = remember(tmp_path, findings[1:], started=DAYS[1], requests=1, seed=0)
    assert {it.status for it in second.findings} == {Status.KNOWN}
    assert second.findings[0].extra["since"] == DAYS[0].isoformat()
    assert [gone.rule for gone in second.gone] == [findings[0].rule.id]
    third = remember(tmp_path, findings, started=DAYS[2], requests=1, seed=0)
    assert not third.gone
    beat = json.loads((tmp_path / "heartbeat.json").read_text())
    assert beat["run"] == 3
    assert beat["new"] == 0


def nights(
    folder: Path, found: list[list[Finding]], *, plans: str = "", whole: bool = True
) -> list[list[Status | None]]:
    """The statuses of the findings of runs on as many days."""
    told = []
    for number, findings in enumerate(found):
        day = datetime(2026, 2, number + 1, tzinfo=UTC)
        plan = plans[number] if plans else ""
        compared = remember(folder, findings, started=day, requests=1, seed=number, plan=plan, whole=whole)
        told.append([it.status for it in compared.findings])
    return told


def test_what_was_mended_and_comes_back_is_new(tmp_path: Path, findings: tuple[Finding, ...]) -> None:
    one = findings[0]
    told = nights(tmp_path / "short", [[one], *[[]] * (FIXED_AFTER - 1), [one]])
    assert told[-1] == [Status.KNOWN]
    told = nights(tmp_path / "long", [[one], *[[]] * FIXED_AFTER, [one], [one]])
    assert told[-2:] == [[Status.NEW], [Status.KNOWN]]


def test_runs_that_were_stopped_mend_nothing(tmp_path: Path, findings: tuple[Finding, ...]) -> None:
    one = findings[0]
    told = nights(tmp_path, [[one], *[[]] * FIXED_AFTER, [one]], whole=False)
    assert told[-1] == [Status.KNOWN]


def test_what_was_flaky_is_new_once_it_shows_twice(tmp_path: Path, findings: tuple[Finding, ...]) -> None:
    sure, flaky = findings[0], replace(findings[0], status=Status.FLAKY)
    told = nights(tmp_path, [[flaky], [flaky], [sure], [flaky], [sure]])
    assert told == [[Status.FLAKY], [Status.FLAKY], [Status.NEW], [Status.FLAKY], [Status.KNOWN]]


def test_only_a_run_with_the_same_plan_that_was_not_stopped_tells_what_is_gone(
    tmp_path: Path, findings: tuple[Finding, ...]
) -> None:
    def gone(plan: str, found: tuple[Finding, ...], *, whole: bool = True) -> int:
        kept = remember(tmp_path, found, started=DAYS[0], requests=1, seed=0, plan=plan, whole=whole)
        return len(kept.gone)

    assert gone("all", findings) == 0
    assert gone("safe", ()) == 0
    assert gone("all", (), whole=False) == 0
    assert gone("all", findings[1:]) == 1


def test_a_history_of_the_first_form_goes_on(tmp_path: Path, findings: tuple[Finding, ...]) -> None:
    with closing(sqlite3.connect(tmp_path / "history.sqlite")) as store, store:
        store.executescript(_TABLES)
        store.execute("INSERT INTO runs VALUES (1, ?, 1, 0, 1)", (DAYS[0].isoformat(),))
        first = findings[0]
        row = (first.fingerprint, first.rule.id, first.message, 1, 1, 1, False)
        store.execute("INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    compared = remember(tmp_path, findings[1:], started=DAYS[1], requests=1, seed=0)
    assert [it.rule for it in compared.gone] == [first.rule.id]
    assert [it.new for it in compared.trend] == [1, len(findings) - 1]


def test_a_history_whose_change_of_form_was_cut_off_goes_on(
    tmp_path: Path, findings: tuple[Finding, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut_off:
        cut_off.setattr(history, "_LATER", history._LATER.replace("PRAGMA", "KILLED; PRAGMA"))
        with pytest.raises(SourceError):
            remember(tmp_path, findings, started=DAYS[0], requests=1, seed=0)
    assert remember(tmp_path, findings, started=DAYS[1], requests=1, seed=0).runs == 1


def test_a_history_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceError):
        remember(tmp_path / "file", (), started=DAYS[0], requests=1, seed=0)


def test_the_command_fails_on_what_is_new_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "library.yaml"
    spec.write_text(DESCRIPTION)
    words = ["fuzz", str(spec), "--app", "tests.fuzz.test_history:ill", "--operation", "health"]
    words += ["--requests", "5", "--history", str(tmp_path / "runs"), "--fail-on-new", "-f", "json"]
    assert run(words) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["run"]["operations"] == {"total": 18, "reached": 1}
    assert report["findings"][0]["status"] == "new"
    assert report["findings"][0]["curl"].startswith("curl ")
    assert run(words) == 0
    assert json.loads(capsys.readouterr().out)["findings"][0]["status"] == "known"
    words[3] = "tests.fuzz.test_history:healthy"
    assert run([*words, "--write-tests", str(tmp_path / "test_it.py"), "--record", str(tmp_path / "r")]) == 0
    assert "gone since the last run" in capsys.readouterr().err
    assert len((tmp_path / "r").read_text().splitlines()) == 5


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--url", "http://127.0.0.1:9", "--app", "a:b"],
        ["--url", "127.0.0.1"],
        ["--url", "http://127.0.0.1:9", "--auth", "key"],
        ["--url", "http://127.0.0.1:9", "--auth", "key=plain"],
        ["--url", "http://127.0.0.1:9", "--auth", "key=env:ASSENT_NO_SUCH_VARIABLE"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told(tmp_path: Path, words: list[str]) -> None:
    spec = tmp_path / "library.yaml"
    spec.write_text(DESCRIPTION)
    assert run(["fuzz", str(spec), *words]) == 2


def test_nobody_at_the_address_ends_with_four(tmp_path: Path) -> None:
    spec = tmp_path / "library.yaml"
    spec.write_text(DESCRIPTION)
    assert run(["fuzz", str(spec), "--url", "http://127.0.0.1:9"]) == 4
