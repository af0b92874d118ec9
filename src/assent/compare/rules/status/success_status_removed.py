"""A documented success does not come any more."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import event, responds
from assent.compare.change import Change, Extent, found
from assent.compare.exhibit import response_with_status
from assent.compare.statuses import lost
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="success-status-removed",
    title="A documented success does not come any more",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.16 Responses Object",
    since="0.1",
    why="Others are left, which clients know. A listener of a webhook, though, may answer with it, and be misunderstood.",
    instead="Nothing; for a webhook, keep understanding it.",
    cases=(
        Case(before=responds({"200": {}, "201": {}}), after=responds({"200": {}}), breaks=False),
        Case(
            before=event({"responses": {"200": {"description": "Heard"}, "202": {"description": "Later"}}}),
            after=event({"responses": {"200": {"description": "Heard"}}}),
            shows="a listener's answer",
        ),
    ),
)


EXHIBIT = response_with_status


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            gone, kept = lost(old, new)
            swapped = change.within.receiver == "new"
            for status in gone if kept or swapped else ():
                severity = Severity.ERROR if swapped else None
                at = Extent(subject=status, severity=severity, old=old.responses[status].at)
                yield found(
                    RULE, change, f"Status {status} is no longer described.", at, place=f"status {status}"
                )
        case _:
            return
