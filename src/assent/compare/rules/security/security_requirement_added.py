"""More credentials are demanded."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import secured
from assent.compare.change import Change, Extent, found
from assent.compare.credentials import demands_added
from assent.compare.exhibit import request_with_credentials
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="security-requirement-added",
    title="More credentials are demanded",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.30 Security Requirement Object",
    since="0.1",
    why="A request with the credentials that were enough may be answered 401.",
    instead="Let the old alternative stand beside the new one.",
    cases=(
        Case(before=secured({}), after=secured({"key": []}), shows="anybody could call"),
        Case(before=secured({"key": []}), after=secured({"key": [], "basic": []}), shows="both are demanded"),
        Case(
            before=secured({"key": []}),
            after=secured({"key": []}, {"basic": []}),
            breaks=False,
            shows="one more way",
        ),
    ),
)


EXHIBIT = request_with_credentials


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new if not change.within.swapped:
            for step in demands_added(old, new):
                at = Extent(subject=step.subject, old=step.old, new=step.new)
                yield found(RULE, change, f"{step.words} is demanded now.", at, place="security")
        case _:
            return
