"""Runs kept over time: which findings are new, known, or gone, and since when."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from assent.errors import SourceError
from assent.findings import Finding, Status
from assent.json import Json
from assent.records import dataclass, replace

MOST_PAST = 90
"""Runs that the trend goes back."""

_TABLES = """
CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, started TEXT NOT NULL, requests INTEGER NOT NULL,
    seed INTEGER NOT NULL, findings INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS findings (fingerprint TEXT PRIMARY KEY, rule TEXT NOT NULL, message TEXT NOT NULL,
    first_run INTEGER NOT NULL REFERENCES runs, last_run INTEGER NOT NULL REFERENCES runs,
    times INTEGER NOT NULL, flaky INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A finding that the last run before this one had and this one has not."""

    rule: str
    message: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One run of the history: when it began, how many findings it had, and how many of them no run had had before."""

    started: str
    requests: int
    findings: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A run beside the earlier ones: its findings with their status, and those that are gone.

    `trend` are the latest runs with this one, the oldest first.
    """

    findings: tuple[Finding, ...]
    gone: tuple[Gone, ...]
    runs: int
    trend: tuple[Past, ...] = ()


def remember(
    folder: Path, findings: Iterable[Finding], *, started: datetime, requests: int, seed: int
) -> Compared:
    """Write a run into the folder's history, and say what is new in it.

    Known findings have `since` in their `extra`: when the run began that met them first. A file `heartbeat.json`
    tells when the last run ended, so that it is seen when none did.
    Raises: SourceError if the history cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(folder / "history.sqlite", timeout=30)) as store, store:
            compared = _remember(store, tuple(findings), started.isoformat(), requests, seed)
        _beat(folder, compared, started)
    except (OSError, sqlite3.Error) as error:
        raise SourceError(str(folder), f"the history cannot be written: {error}") from error
    return compared


def _remember(
    store: sqlite3.Connection, findings: tuple[Finding, ...], started: str, requests: int, seed: int
) -> Compared:
    store.executescript(_TABLES)
    last = store.execute("SELECT max(id) FROM runs").fetchone()[0]
    run = store.execute(
        "INSERT INTO runs (started, requests, seed, findings) VALUES (?, ?, ?, ?)",
        (started, requests, seed, len(findings)),
    ).lastrowid
    marked = [_mark(store, finding, run or 0) for finding in findings]
    gone = store.execute(
        "SELECT rule, message, started FROM findings JOIN runs ON runs.id = first_run"
        " WHERE last_run = ? ORDER BY rule, message",
        (last,),
    ).fetchall()
    past = store.execute(
        "SELECT started, requests, findings, (SELECT count(*) FROM findings WHERE first_run = runs.id)"
        " FROM runs ORDER BY id DESC LIMIT ?",
        (MOST_PAST,),
    ).fetchall()
    return Compared(
        findings=tuple(marked),
        gone=tuple(Gone(rule=rule, message=message, since=since) for rule, message, since in gone),
        runs=run or 0,
        trend=tuple(Past(started=row[0], requests=row[1], findings=row[2], new=row[3]) for row in past[::-1]),
    )


def _mark(store: sqlite3.Connection, finding: Finding, run: int) -> Finding:
    row = store.execute(
        "SELECT started FROM findings JOIN runs ON runs.id = first_run WHERE fingerprint = ? AND first_run < ?",
        (finding.fingerprint, run),
    ).fetchone()
    flaky = finding.status is Status.FLAKY
    store.execute(
        "INSERT INTO findings VALUES (?, ?, ?, ?, ?, 1, ?) ON CONFLICT (fingerprint) DO UPDATE"
        " SET last_run = excluded.last_run, message = excluded.message, times = times + 1, flaky = excluded.flaky",
        (finding.fingerprint, finding.rule.id, finding.message, run, run, flaky),
    )
    if row is None:
        return finding
    return replace(
        finding,
        status=Status.FLAKY if flaky else Status.KNOWN,
        extra={**finding.extra, "since": row[0]},
    )


def _beat(folder: Path, compared: Compared, started: datetime) -> None:
    new = sum(finding.status is Status.NEW for finding in compared.findings)
    tree: Json = {
        "started": started.isoformat(),
        "run": compared.runs,
        "findings": len(compared.findings),
        "new": new,
        "gone": len(compared.gone),
    }
    (folder / "heartbeat.json").write_text(json.dumps(tree) + "\n", encoding="utf-8")
