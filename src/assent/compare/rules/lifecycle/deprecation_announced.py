"""Something is now deprecated."""

from __future__ import annotations

from collections.abc import Iterator

from assent.compare.case import described
from assent.compare.change import Change, Described, Extent, found
from assent.compare.lifecycle import Deprecable, called, lifecycle
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="deprecation-announced",
    title="Something is now deprecated",
    severity=Severity.NOTE,
    breaks=Breaks.SOURCE,
    source="OAS 3.1.1, deprecated (operations, parameters, headers, schemas)",
    since="0.1",
    why="It works as before, and may go one day.",
    instead="Say until when it stays, with `x-sunset`.",
    cases=(
        Case(before=described({}), after=described({"deprecated": True}), breaks=False),
        Case(before=described({}), after=described({}), breaks=False, shows="nothing changed"),
    ),
)


def check(change: Change[Deprecable]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            yield from told(change, before=old.deprecated, now=new.deprecated)
        case _:
            return


def told(
    change: Change[Described], *, before: bool, now: bool, extent: Extent | None = None
) -> Iterator[Finding]:
    """The finding for anything that can be deprecated; schemas are asked with what they say."""
    if now and not before:
        extent = extent or Extent(lifecycle=lifecycle(change))
        yield found(RULE, change, f"{called(change.new)} is deprecated now.", extent)
