"""A scope is demanded."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import secured
from assent.compare.change import Change, Extent, found
from assent.compare.credentials import scopes_added
from assent.compare.exhibit import request_with_credentials
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="security-scope-added",
    title="A scope is demanded",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.30 Security Requirement Object",
    since="0.1",
    why="A token with the old scopes may be answered 403.",
    instead="Demand it only for what is new.",
    cases=(
        Case(before=secured({"oauth": ["read"]}), after=secured({"oauth": ["read", "write"]})),
        Case(
            before=secured({"oauth": ["read", "write"]}),
            after=secured({"oauth": ["write", "read"]}),
            breaks=False,
            shows="order has no meaning",
        ),
    ),
)


EXHIBIT = request_with_credentials


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new if not change.within.swapped:
            for step in scopes_added(old, new):
                at = Extent(subject=step.subject, old=step.old, new=step.new)
                yield found(RULE, change, f"{step.words}.", at, place="security")
        case _:
            return
