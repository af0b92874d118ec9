"""A parameter is now required."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Parameter
from assent.compare.case import parameter, takes
from assent.compare.change import Change, Extent, found
from assent.compare.exhibit import minimal_request
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="parameter-became-required",
    title="A parameter is now required",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.12 Parameter Object, required",
    since="0.1",
    why="A client built for the old description may leave it out; the provider may now refuse that request.",
    instead="Keep it optional and let the provider fall back to a default.",
    cases=(
        Case(before=takes(parameter()), after=takes(parameter(required=True))),
        Case(
            before=takes(parameter(required=True)),
            after=takes(parameter(required=True, description="How many")),
            breaks=False,
        ),
        Case(
            before=takes(parameter(required=False)),
            after=takes(parameter()),
            breaks=False,
            shows="the default written out",
        ),
    ),
)


EXHIBIT = minimal_request


def check(change: Change[Parameter]) -> Iterator[Finding]:
    match change.pair:
        case old, new if new.required and not old.required:
            severity = None if change.demanded else Severity.NOTE
            yield found(RULE, change, "The parameter is now required.", Extent(severity=severity))
        case _:
            return
