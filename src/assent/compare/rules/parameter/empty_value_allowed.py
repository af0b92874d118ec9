"""A parameter may now be empty."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import In, Parameter
from assent.compare.case import parameter, takes
from assent.compare.change import Change, found
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="empty-value-allowed",
    title="A parameter may now be empty",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.12 Parameter Object, allowEmptyValue",
    since="0.1",
    why="Nobody who follows the old description sends it empty.",
    instead="Nothing.",
    cases=(
        Case(before=takes(parameter()), after=takes(parameter(allowEmptyValue=True)), breaks=False),
        Case(
            before=takes(parameter()),
            after=takes(parameter(allowEmptyValue=False)),
            breaks=False,
            shows="the default written out",
        ),
    ),
)


def check(change: Change[Parameter]) -> Iterator[Finding]:
    match change.pair:
        case old, new if new.allow_empty_value and not old.allow_empty_value and new.location is In.QUERY:
            yield found(RULE, change, "It may be empty now.")
        case _:
            return
