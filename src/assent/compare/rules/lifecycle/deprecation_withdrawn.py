"""Something is no longer deprecated."""

from __future__ import annotations

from collections.abc import Iterator

from assent.compare.case import described
from assent.compare.change import Change, Described, Extent, found
from assent.compare.lifecycle import Deprecable, called, lifecycle
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="deprecation-withdrawn",
    title="Something is no longer deprecated",
    severity=Severity.NOTE,
    breaks=Breaks.SOURCE,
    source="OAS 3.1.1, deprecated (operations, parameters, headers, schemas)",
    since="0.1",
    why="It works as before, and is here to stay.",
    instead="Nothing; tell those who have begun to move away.",
    cases=(
        Case(before=described({"deprecated": True}), after=described({}), breaks=False),
        Case(
            before=described({"deprecated": True}),
            after=described({"deprecated": True}),
            breaks=False,
            shows="nothing changed",
        ),
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
    if before and not now:
        extent = extent or Extent(lifecycle=lifecycle(change))
        yield found(RULE, change, f"{called(change.new)} is no longer deprecated.", extent)
