"""Fewer credentials are demanded."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import secured
from assent.compare.change import Change, Extent, found
from assent.compare.credentials import demands_dropped
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="security-requirement-dropped",
    title="Fewer credentials are demanded",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.30 Security Requirement Object",
    since="0.1",
    why="What was enough is still enough.",
    instead="Make sure that this is meant.",
    cases=(
        Case(before=secured({"key": [], "basic": []}), after=secured({"key": []}), breaks=False),
        Case(before=secured({"key": []}), after=secured({"key": []}), breaks=False, shows="nothing changed"),
    ),
)


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new if not change.within.swapped:
            for step in demands_dropped(old, new):
                at = Extent(subject=step.subject, old=step.old, new=step.new)
                yield found(RULE, change, f"{step.words} is no longer demanded.", at, place="security")
        case _:
            return
