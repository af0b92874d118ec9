"""A parameter has another spelling."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import In, Parameter
from assent.compare.case import parameter, takes
from assent.compare.change import Change, found
from assent.compare.exhibit import request_with_parameter
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="parameter-renamed",
    title="A parameter has another spelling",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.12 Parameter Object, name",
    since="0.1",
    why="What clients send under the old name is no longer read.",
    instead="Read both names.",
    cases=(
        Case(before=takes(parameter(name="petId")), after=takes(parameter(name="pet_id"))),
        Case(
            before=takes(parameter(name="petId", place="path", required=True), path="/pets/{petId}"),
            after=takes(parameter(name="pet_id", place="path", required=True), path="/pets/{pet_id}"),
            breaks=False,
            shows="path parameters travel without a name",
        ),
    ),
)


EXHIBIT = request_with_parameter


def check(change: Change[Parameter]) -> Iterator[Finding]:
    match change.pair:
        case old, new if old.location is new.location and old.location is not In.PATH:
            if old.key.name != new.key.name:
                message = f"Its name was `{old.name}` and is `{new.name}`."
                yield found(RULE, change, message, place=f"{old.location} {old.name}")
        case _:
            return
