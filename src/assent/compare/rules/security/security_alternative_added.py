"""There is another way to authenticate."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import secured
from assent.compare.change import Change, Extent, found
from assent.compare.credentials import alternatives_added
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="security-alternative-added",
    title="There is another way to authenticate",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.30 Security Requirement Object",
    since="0.1",
    why="The old ways are as good as before.",
    instead="Nothing.",
    cases=(
        Case(before=secured({"key": []}), after=secured({"key": []}, {"basic": []}), breaks=False),
        Case(before=secured({"key": []}), after=secured({"key": []}), breaks=False, shows="nothing changed"),
    ),
)


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new if not change.within.swapped:
            for step in alternatives_added(old, new):
                at = Extent(subject=step.subject, old=step.old, new=step.new)
                yield found(RULE, change, f"{step.words} is enough now.", at, place="security")
        case _:
            return
