"""Another success may come."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import responds
from assent.compare.change import Change, Extent, found
from assent.compare.exhibit import response_with_status
from assent.compare.statuses import gained, lost
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="success-status-added",
    title="Another success may come",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.16 Responses Object",
    since="0.1",
    why="Clients that look for the documented status alone may take this one for a failure.",
    instead="Answer with it only where a client asks for what is new.",
    cases=(
        Case(before=responds({"200": {}}), after=responds({"200": {}, "202": {}}), breaks=False),
        Case(
            before=responds({"2XX": {}}),
            after=responds({"2XX": {}, "202": {}}),
            breaks=False,
            shows="the class promised it",
        ),
    ),
)


EXHIBIT = response_with_status


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            gone, kept = lost(old, new)
            for status in gained(old, new) if kept or not gone else ():
                severity = None if change.within.receiver == "old" else Severity.NOTE
                at = Extent(subject=status, severity=severity, new=new.responses[status].at)
                yield found(RULE, change, f"Status {status} may come now.", at, place=f"status {status}")
        case _:
            return
