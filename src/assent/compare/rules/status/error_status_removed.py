"""A documented error does not come any more."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import responds
from assent.compare.change import Change, Extent, found
from assent.compare.statuses import errors_missing
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="error-status-removed",
    title="A documented error does not come any more",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.16 Responses Object",
    since="0.1",
    why="Clients that handle it have nothing to handle.",
    instead="Nothing.",
    cases=(
        Case(before=responds({"200": {}, "404": {}}), after=responds({"200": {}}), breaks=False),
        Case(
            before=responds({"200": {}, "404": {}}),
            after=responds({"200": {}, "4XX": {}}),
            breaks=False,
            shows="the class takes it in",
        ),
    ),
)


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            for status in errors_missing(old, new):
                at = Extent(subject=status, old=old.responses[status].at)
                yield found(
                    RULE, change, f"Status {status} is no longer described.", at, place=f"status {status}"
                )
        case _:
            return
