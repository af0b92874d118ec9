"""Another error may come."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import responds
from assent.compare.change import Change, Extent, found
from assent.compare.statuses import errors_missing
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="error-status-added",
    title="Another error may come",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.16 Responses Object",
    since="0.1",
    why="Clients have to cope with errors anyway; this one has a description now.",
    instead="Nothing.",
    cases=(
        Case(before=responds({"200": {}}), after=responds({"200": {}, "404": {}}), breaks=False),
        Case(
            before=responds({"200": {}, "404": {}}),
            after=responds({"200": {}, "404": {}}),
            breaks=False,
            shows="nothing changed",
        ),
    ),
)


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            for status in errors_missing(new, old):
                at = Extent(subject=status, new=new.responses[status].at)
                yield found(RULE, change, f"Status {status} may come now.", at, place=f"status {status}")
        case _:
            return
