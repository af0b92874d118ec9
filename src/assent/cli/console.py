"""Standard output for reports, standard error for talk, and who may see colour and progress."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, TextIO

Progress = Callable[[str, int, int], None]
"""Told what is being done, how far it is, and how far it has to go."""


UNKNOWN_WIDTH: Final = 100
"""Columns where no terminal says how many it has."""


def wants_color(choice: str, stream: TextIO, env: Mapping[str, str]) -> bool:
    """Whether text on that stream is coloured: the option first, then NO_COLOR, FORCE_COLOR, then the terminal.

    Source: https://no-color.org, https://force-color.org.
    """
    if choice != "auto":
        return choice == "always"
    if env.get("NO_COLOR"):
        return False
    if env.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and env.get("TERM") != "dumb"


def width(env: Mapping[str, str]) -> int:
    """Columns that text may fill: the terminal's, or COLUMNS, within bounds that stay readable."""
    columns = env.get("COLUMNS", "")
    found = int(columns) if columns.isdigit() else _columns()
    return min(max(found, 40), 140)


def _columns() -> int:
    """The terminal's, without the standard library's helper, which brings all of its compressors along."""
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or UNKNOWN_WIDTH  # type: ignore[union-attr]  # None is caught
    except (AttributeError, OSError, ValueError):  # no standard output, closed, or no terminal
        return UNKNOWN_WIDTH


def emit(text: str, stream: TextIO | None = None) -> None:
    """Write a report to standard output. A reader that has gone away (`| head`) does not change the verdict."""
    stream = stream or sys.stdout
    try:
        stream.write(text if text.endswith("\n") or not text else text + "\n")
        stream.flush()
    except BrokenPipeError:
        from assent.cli import stop_writing

        stop_writing()


def say(text: str) -> None:
    """Talk to the person at the terminal; never part of the report."""
    print(text, file=sys.stderr)


@contextmanager
def progress(env: Mapping[str, str], stream: TextIO | None = None) -> Iterator[Progress]:
    """A line on standard error that says how far a long job is: only on a terminal, and not in CI."""
    stream = stream or sys.stderr
    if not stream.isatty() or env.get("CI") or env.get("TERM") == "dumb":
        yield _nothing
        return
    last = 0.0

    def show(what: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= 0.1:
            last = now
            share = f" {done:,} of {total:,}" if total else ""
            stream.write(f"\r\x1b[K{what}{share}")
            stream.flush()

    try:
        yield show
    finally:
        if last:
            stream.write("\r\x1b[K")
            stream.flush()


def _nothing(_what: str, _done: int, _total: int, /) -> None: ...
