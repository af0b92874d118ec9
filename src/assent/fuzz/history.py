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

FIXED_AFTER = 5
"""Runs, one after another, that did not meet a finding, after which it counts as mended: met again, it is new."""

_TABLES = """
CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, started TEXT NOT NULL, requests INTEGER NOT NULL,
    seed INTEGER NOT NULL, findings INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS findings (fingerprint TEXT PRIMARY KEY, rule TEXT NOT NULL, message TEXT NOT NULL,
    first_run INTEGER NOT NULL REFERENCES runs, last_run INTEGER NOT NULL REFERENCES runs,
    times INTEGER NOT NULL, flaky INTEGER NOT NULL);
"""
_LATER = """
BEGIN IMMEDIATE;
ALTER TABLE runs ADD COLUMN plan TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN whole INTEGER NOT NULL DEFAULT 1;
CREATE TABLE met (run INTEGER NOT NULL REFERENCES runs, fingerprint TEXT NOT NULL, new INTEGER NOT NULL,
    PRIMARY KEY (run, fingerprint));
INSERT OR IGNORE INTO met SELECT first_run, fingerprint, 1 FROM findings;
INSERT OR IGNORE INTO met SELECT last_run, fingerprint, 0 FROM findings;
PRAGMA user_version = 1;
COMMIT;
"""
"""What the first form of the file lacked; all of it or, where the run is killed, nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A finding that the last run before this one had and this one has not."""

    rule: str
    message: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One run of the history: when it began, how many findings it had, and how many of them were new."""

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
    folder: Path,
    findings: Iterable[Finding],
    *,
    started: datetime,
    requests: int,
    seed: int,
    plan: str = "",
    whole: bool = True,
) -> Compared:
    """Write a run into the folder's history, and say what is new in it.

    Known findings have `since` in their `extra`: when the run began that met them first. A finding that was flaky and
    now shows twice is new, and so is one that was mended. `plan` names what the run tests: what is gone is told by the
    last run with the same plan. A run that is not `whole`, since it was stopped, tells of nothing that it is gone. A
    file `heartbeat.json` tells when the last run ended, so that it is seen when none did.
    Raises: SourceError if the history cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(folder / "history.sqlite", timeout=30)) as store, store:
            store.executescript(_TABLES)
            if not store.execute("PRAGMA user_version").fetchone()[0]:
                store.executescript(_LATER)
            row = (started.isoformat(), requests, seed, plan, whole)
            compared = _remember(store, tuple(findings), row)
        _beat(folder, compared, started)
    except (OSError, sqlite3.Error) as error:
        raise SourceError(str(folder), f"the history cannot be written: {error}") from error
    return compared


def _remember(
    store: sqlite3.Connection, findings: tuple[Finding, ...], row: tuple[str, int, int, str, bool]
) -> Compared:
    *_, plan, whole = row
    before = [
        it[0]
        for it in store.execute(
            "SELECT id FROM runs WHERE plan = ? AND whole ORDER BY id DESC LIMIT ?", (plan, FIXED_AFTER)
        )
    ]
    added = store.execute(
        "INSERT INTO runs (started, requests, seed, plan, whole, findings) VALUES (?, ?, ?, ?, ?, ?)",
        (*row, len(findings)),
    )
    run = added.lastrowid or 0
    mended = before[-1] if len(before) == FIXED_AFTER else 0
    marked = [_mark(store, finding, run, mended=mended) for finding in findings]
    gone = store.execute(
        "SELECT rule, message, started FROM met JOIN findings USING (fingerprint) JOIN runs ON runs.id = first_run"
        " WHERE run = ? AND fingerprint NOT IN (SELECT fingerprint FROM met WHERE run = ?) ORDER BY rule, message",
        (before[0] if before and whole else None, run),
    ).fetchall()
    past = store.execute(
        "SELECT started, requests, findings, (SELECT total(new) FROM met WHERE run = runs.id)"
        " FROM runs ORDER BY id DESC LIMIT ?",
        (MOST_PAST,),
    ).fetchall()
    return Compared(
        findings=tuple(marked),
        gone=tuple(Gone(rule=rule, message=message, since=since) for rule, message, since in gone),
        runs=run,
        trend=tuple(
            Past(started=it[0], requests=it[1], findings=it[2], new=int(it[3])) for it in reversed(past)
        ),
    )


def _mark(store: sqlite3.Connection, finding: Finding, run: int, *, mended: int) -> Finding:
    """The finding with its status; one that was last met before the run `mended` was mended since."""
    row = store.execute(
        "SELECT started, last_run, flaky FROM findings JOIN runs ON runs.id = first_run"
        " WHERE fingerprint = ? AND first_run < ?",
        (finding.fingerprint, run),
    ).fetchone()
    flaky = finding.status is Status.FLAKY
    new = row is None or (row[1] < mended) or (bool(row[2]) and not flaky)
    store.execute(
        "INSERT INTO findings VALUES (?, ?, ?, ?, ?, 1, ?) ON CONFLICT (fingerprint) DO UPDATE"
        " SET last_run = excluded.last_run, message = excluded.message, times = times + 1,"
        " flaky = min(flaky, excluded.flaky)",
        (finding.fingerprint, finding.rule.id, finding.message, run, run, flaky),
    )
    store.execute("INSERT OR IGNORE INTO met VALUES (?, ?, ?)", (run, finding.fingerprint, new and not flaky))
    if row is None:
        return finding
    status = Status.FLAKY if flaky else Status.NEW if new else Status.KNOWN
    return replace(finding, status=status, extra={**finding.extra, "since": row[0]})


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
