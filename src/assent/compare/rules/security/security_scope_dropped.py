"""A scope is no longer demanded."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import secured
from assent.compare.change import Change, Extent, found
from assent.compare.credentials import scopes_dropped
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="security-scope-dropped",
    title="A scope is no longer demanded",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.30 Security Requirement Object",
    since="0.1",
    why="What was enough is still enough.",
    instead="Make sure that this is meant.",
    cases=(
        Case(before=secured({"oauth": ["read", "write"]}), after=secured({"oauth": ["read"]}), breaks=False),
        Case(
            before=secured({"oauth": ["read"]}),
            after=secured({"oauth": ["read"]}),
            breaks=False,
            shows="nothing changed",
        ),
    ),
)


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new if not change.within.swapped:
            for step in scopes_dropped(old, new):
                at = Extent(subject=step.subject, old=step.old, new=step.new)
                yield found(RULE, change, f"{step.words}.", at, place="security")
        case _:
            return
