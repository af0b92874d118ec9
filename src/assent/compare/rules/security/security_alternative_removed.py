"""A way to authenticate is gone."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import secured
from assent.compare.change import Change, Extent, found
from assent.compare.credentials import alternatives_removed
from assent.compare.exhibit import request_with_credentials
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="security-alternative-removed",
    title="A way to authenticate is gone",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.30 Security Requirement Object",
    since="0.1",
    why="Clients that use it may be answered 401.",
    instead="Keep it until nobody uses it.",
    cases=(
        Case(before=secured({"key": []}, {"basic": []}), after=secured({"basic": []})),
        Case(
            before=secured({"key": []}, {"basic": []}),
            after=secured({"basic": []}, {"key": []}),
            breaks=False,
            shows="order has no meaning",
        ),
    ),
)


EXHIBIT = request_with_credentials


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new if not change.within.swapped:
            for step in alternatives_removed(old, new):
                at = Extent(subject=step.subject, old=step.old, new=step.new)
                yield found(RULE, change, f"{step.words} is no longer enough.", at, place="security")
        case _:
            return
