"""No documented success is left."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.align import is_success
from assent.compare.case import responds
from assent.compare.change import Change, Extent, found
from assent.compare.exhibit import response_with_status
from assent.compare.statuses import listed, lost
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="success-status-replaced",
    title="No documented success is left",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.16 Responses Object",
    since="0.1",
    why="Clients look for the statuses they were promised; none of them comes any more.",
    instead="Keep answering with the old status.",
    cases=(
        Case(before=responds({"200": {}}), after=responds({"202": {}})),
        Case(
            before=responds({"200": {}}),
            after=responds({"2XX": {}}),
            breaks=False,
            shows="the class takes it in",
        ),
        Case(
            before=responds({"200": {}, "201": {}}),
            after=responds({"200": {}}),
            breaks=False,
            shows="one is left",
        ),
    ),
)


EXHIBIT = response_with_status


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            gone, kept = lost(old, new)
            if gone and not kept and change.within.receiver == "old":
                left = [status for status in new.responses if is_success(status)]
                message = f"Success was {listed(gone)} and is {listed(left)}."
                at = Extent(subject=" ".join(gone), old=old.responses[gone[0]].at)
                yield found(RULE, change, message, at, place=f"status {gone[0]}")
        case _:
            return
