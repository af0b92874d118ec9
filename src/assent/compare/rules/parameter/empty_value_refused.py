"""A parameter may no longer be empty."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import In, Parameter
from assent.compare.case import parameter, takes
from assent.compare.change import Change, Extent, found
from assent.compare.exhibit import request_with_empty_value
from assent.compare.serialisation import takes_empty
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="empty-value-refused",
    title="A parameter may no longer be empty",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.12 Parameter Object, allowEmptyValue",
    since="0.1",
    why="Clients that send its bare name may be refused.",
    instead="Keep `allowEmptyValue`, or let the schema take the empty string.",
    cases=(
        Case(
            before=takes(parameter(schema={"type": "integer"}, allowEmptyValue=True)),
            after=takes(parameter(schema={"type": "integer"})),
        ),
        Case(
            before=takes(parameter(allowEmptyValue=True)),
            after=takes(parameter()),
            breaks=False,
            shows="the schema takes the empty string",
        ),
    ),
)


EXHIBIT = request_with_empty_value


def check(change: Change[Parameter]) -> Iterator[Finding]:
    match change.pair:
        case old, new if old.allow_empty_value and not new.allow_empty_value and new.location is In.QUERY:
            refused = change.demanded and not takes_empty(new)
            severity = None if refused else Severity.NOTE
            yield found(RULE, change, "It may no longer be empty.", Extent(severity=severity))
        case _:
            return
