"""A parameter is written another way."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Parameter
from assent.compare.case import parameter, takes
from assent.compare.change import Change, found
from assent.compare.exhibit import request_with_parameter
from assent.compare.serialisation import differs
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="parameter-serialised-differently",
    title="A parameter is written another way",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.12.2, style, explode, allowReserved, content",
    since="0.1",
    why="The provider reads another value out of the text that clients send, or none.",
    instead="Keep the style; offer the new one as a new parameter.",
    cases=(
        Case(
            before=takes(parameter(schema={"type": "array", "items": {"type": "string"}})),
            after=takes(parameter(schema={"type": "array", "items": {"type": "string"}}, explode=False)),
        ),
        Case(
            before=takes(parameter()),
            after=takes(parameter(style="form", explode=True)),
            breaks=False,
            shows="the defaults written out",
        ),
        Case(
            before=takes(parameter(explode=False)),
            after=takes(parameter(explode=True)),
            breaks=False,
            shows="a single value looks the same",
        ),
    ),
)


EXHIBIT = request_with_parameter


def check(change: Change[Parameter]) -> Iterator[Finding]:
    match change.pair:
        case old, new if old.location is new.location:
            said = differs(old, new)
            if said:
                yield found(RULE, change, said)
        case _:
            return
