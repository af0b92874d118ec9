"""The answers of an unfinished run, kept line by line, so that the next run goes on where it was.

A run is the same for the same answers. So what has to be kept is the answers alone: the next run makes its plan
anew, takes from the journal what was answered, and sends the rest.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TextIO

from assent.errors import SourceError
from assent.fuzz.sending import Failure
from assent.json import Json, digest
from assent.records import dataclass, field
from assent.wire import Exchange, Request
from assent.wire.message import exchange_json, read_exchange

STRAY: Final = 200
"""Requests in a row without a kept answer after which the kept ones belong to another plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One answer: the exchange as it may be shown, or why none came, and the run's seconds until then."""

    exchange: Exchange
    failure: Failure | None
    elapsed: float


@dataclass(slots=True, kw_only=True)
class Journal:
    """The kept answers by their requests, and the file that new ones are added to."""

    path: Path
    out: TextIO
    kept: dict[str, deque[Kept]] = field(default_factory=dict)
    elapsed: float = 0.0
    used: int = 0
    missed: int = 0

    def answer(self, request: Request, kind: str) -> Kept | None:
        """The answer that was kept for the next request like this, with credentials of that kind."""
        if not self.kept:
            return None
        name = key(request, kind)
        found = self.kept.get(name)
        if not found:
            self.missed += 1
            if self.missed > STRAY:
                self.kept.clear()
            return None
        self.missed = 0
        self.used += 1
        taken = found.popleft()
        if not found:
            del self.kept[name]
        return taken

    def keep(self, lines: Iterable[bytes]) -> None:
        """Take in what was kept; a line that cannot be read is passed over."""
        for line in lines:
            if (found := _read(line)) is not None:
                name, entry = found
                self.kept.setdefault(name, deque()).append(entry)
                self.elapsed = max(self.elapsed, entry.elapsed)

    def add(self, request: Request, kind: str, kept: Kept) -> None:
        """Write one answer so that it outlives this process, however that ends."""
        tree: dict[str, Json] = {
            "key": key(request, kind),
            "elapsed": round(kept.elapsed, 3),
            "exchange": exchange_json(kept.exchange),
        }
        if kept.failure is not None:
            tree["failure"] = [kept.failure.kind, kept.failure.why]
        self.out.write(json.dumps(tree, separators=(",", ":")) + "\n")
        self.out.flush()

    def close(self, *, finished: bool) -> None:
        """Close the file; a finished run needs none."""
        self.out.close()
        if finished:
            self.path.unlink(missing_ok=True)


def key(request: Request, kind: str) -> str:
    """A name of the request as it was before credentials were put into it."""
    return digest(
        [request.method, request.url, [[*pair] for pair in request.headers], request.body.hex(), kind]
    )


def open_journal(path: Path, plan: str) -> Journal:
    """The journal in the file, or a new one if there is none, or it belongs to another plan.

    What was being written when the process ended is left out, and so is the silence of a provider that was gone.
    Raises: SourceError if the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        whole, _, _ = path.read_bytes().rpartition(b"\n") if path.is_file() else (b"", b"", b"")
        head = json.dumps({"assent": "state", "plan": plan}).encode()
        lines = whole.split(b"\n")
        lines = without_silence(lines) if lines[0] == head else [head]
        flags = os.O_WRONLY | os.O_CREAT
        out = os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8")
        if lines == [head]:
            out.write(head.decode() + "\n")
        else:
            out.seek(sum(len(line) + 1 for line in lines))
        out.truncate()
        out.flush()
        journal = Journal(path=path, out=out)
        journal.keep(lines[1:])
    except OSError as error:
        raise SourceError(str(path), f"the state cannot be written: {error.strerror}") from error
    return journal


def without_silence(lines: list[bytes]) -> list[bytes]:
    """The lines without requests at the end that nobody answered: they are to be sent again."""
    kept = list(lines)
    while len(kept) > 1:
        found = _read(kept[-1])
        if found is not None and found[1].failure is None:
            break
        kept.pop()
    return kept


def _read(line: bytes) -> tuple[str, Kept] | None:
    match _tree(line):
        case {"key": str(name), "elapsed": int() | float() as elapsed, "exchange": exchange, **more}:
            try:
                read = read_exchange(exchange)
            except ValueError:
                return None
            failure = None
            match more.get("failure"):
                case [str(kind), str(why)]:
                    failure = Failure(kind=kind, why=why)
            return name, Kept(exchange=read, failure=failure, elapsed=elapsed)
    return None


def _tree(line: bytes) -> Json:
    try:
        tree: Json = json.loads(line)
    except ValueError:
        return None
    return tree
