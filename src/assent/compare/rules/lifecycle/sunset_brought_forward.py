"""A last day comes earlier than announced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assent.compare.case import described
from assent.compare.change import Change, Described, Extent, found, sunset
from assent.compare.lifecycle import Deprecable, called, lifecycle
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="sunset-brought-forward",
    title="A last day comes earlier than announced",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="RFC 8594 The Sunset HTTP Header Field; the extension x-sunset",
    since="0.1",
    why="Clients planned with the announced day.",
    instead="Keep the announced day, or a later one.",
    cases=(
        Case(
            before=described({"x-sunset": "2031-01-31"}),
            after=described({"x-sunset": "2030-01-31"}),
            breaks=False,
        ),
        Case(
            before=described({"x-sunset": "2031-01-31"}),
            after=described({"x-sunset": "2031-01-31"}),
            breaks=False,
            shows="nothing changed",
        ),
    ),
)


def check(change: Change[Deprecable]) -> Iterator[Finding]:
    match change.pair:
        case before, after:
            yield from told(change, old=sunset(before.extensions), new=sunset(after.extensions))
        case _:
            return


def told(
    change: Change[Described], *, old: date | None, new: date | None, extent: Extent | None = None
) -> Iterator[Finding]:
    """The finding for anything that can announce its last day."""
    if old is not None and new is not None and new < old:
        yield found(
            RULE,
            change,
            f"{called(change.new)} goes after {new}; {old} was announced.",
            extent or Extent(lifecycle=lifecycle(change)),
        )
