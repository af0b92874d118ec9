"""Credentials travel elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import secured
from assent.compare.change import Change, Extent, found
from assent.compare.credentials import credentials_moved
from assent.compare.exhibit import request_with_credentials
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="credentials-moved",
    title="Credentials travel elsewhere",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.27 Security Scheme Object",
    since="0.1",
    why="What clients send in the old place is no longer read.",
    instead="Read both places.",
    cases=(
        Case(
            before=secured({"key": []}),
            after=secured({"key": []}, key={"type": "apiKey", "in": "query", "name": "X-Key"}),
        ),
        Case(
            before=secured({"key": []}),
            after=secured({"other": []}, other={"type": "apiKey", "in": "header", "name": "x-key"}),
            breaks=False,
            shows="a scheme's name does not travel",
        ),
    ),
)


EXHIBIT = request_with_credentials


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new if not change.within.swapped:
            for step in credentials_moved(old, new):
                at = Extent(subject=step.subject, old=step.old, new=step.new)
                yield found(RULE, change, f"{step.words}.", at, place="security")
        case _:
            return
