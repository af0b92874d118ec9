"""A parameter is now optional."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Parameter
from assent.compare.case import event, parameter, takes
from assent.compare.change import Change, Extent, found
from assent.compare.exhibit import minimal_request
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="parameter-became-optional",
    title="A parameter is now optional",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.12 Parameter Object, required",
    since="0.1",
    why="Requests that carry it are fine as before. A listener of a webhook, though, may meet a request without it.",
    instead="Nothing; for a webhook, keep sending it.",
    cases=(
        Case(before=takes(parameter(required=True)), after=takes(parameter()), breaks=False),
        Case(
            before=event({"parameters": [parameter(required=True)]}),
            after=event({"parameters": [parameter()]}),
            shows="a webhook's parameter",
        ),
    ),
)


EXHIBIT = minimal_request


def check(change: Change[Parameter]) -> Iterator[Finding]:
    match change.pair:
        case old, new if old.required and not new.required:
            severity = None if change.demanded else Severity.ERROR
            yield found(RULE, change, "The parameter is now optional.", Extent(severity=severity))
        case _:
            return
