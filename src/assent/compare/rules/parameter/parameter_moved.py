"""A parameter travels elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Parameter
from assent.compare.case import parameter, takes
from assent.compare.change import Change, found
from assent.compare.exhibit import request_with_parameter
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="parameter-moved",
    title="A parameter travels elsewhere",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.12 Parameter Object, in",
    since="0.1",
    why="What clients send in the old place is no longer read.",
    instead="Read it in both places.",
    cases=(
        Case(before=takes(parameter(name="X-Limit")), after=takes(parameter(name="X-Limit", place="header"))),
        Case(
            before=takes(parameter(name="X-Limit", place="header")),
            after=takes(parameter(name="x-limit", place="header")),
            breaks=False,
            shows="header names have no case",
        ),
    ),
)


EXHIBIT = request_with_parameter


def check(change: Change[Parameter]) -> Iterator[Finding]:
    match change.pair:
        case old, new if old.location is not new.location:
            message = f"It was in the {old.location} and is in the {new.location}."
            yield found(RULE, change, message, place=f"{old.location} {old.name}")
        case _:
            return
