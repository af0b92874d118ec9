"""A new parameter is required."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Parameter
from assent.compare.case import event, parameter, takes
from assent.compare.change import Change, found
from assent.compare.exhibit import minimal_request
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="required-parameter-added",
    title="A new parameter is required",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.12 Parameter Object, required",
    since="0.1",
    why="No client that follows the old description sends it; the provider may refuse each of their requests.",
    instead="Make it optional and let the provider fall back to a default.",
    cases=(
        Case(before=takes(), after=takes(parameter(required=True))),
        Case(before=takes(), after=takes(parameter()), breaks=False),
        Case(
            before=event({}),
            after=event({"parameters": [parameter(required=True)]}),
            breaks=False,
            shows="the provider sends more than it promised",
        ),
    ),
)


EXHIBIT = minimal_request


def check(change: Change[Parameter]) -> Iterator[Finding]:
    new = change.added
    if new is not None and new.required and change.demanded:
        yield found(RULE, change, "The parameter is new, and required.")
