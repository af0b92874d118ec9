"""Two operations have the same id."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import below, found
from assent.check.survey import Kind, Place, Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="duplicate-operation-id",
    title="Two operations have the same id",
    severity=Severity.ERROR,
    breaks=Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.10 Operation Object, operationId",
    since="0.1",
    why="Code generators name functions after it and links refer to it, so one of the two operations is out of reach.",
    instead="Give each operation an id of its own.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: list
      responses: {"200": {description: All pets.}}
  /owners:
    get:
      operationId: list
      responses: {"200": {description: All owners.}}
""",
            shows="one id for two operations",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses: {"200": {description: All pets.}}
  /owners:
    get:
      operationId: listOwners
      responses: {"200": {description: All owners.}}
""",
            breaks=False,
            shows="an id for each",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    for place in survey.of(Kind.OPERATION):
        name = place.node.get("operationId")
        if name is None or not isinstance(name.value, str):
            continue
        other = first.setdefault(name.value, place)
        if other is not place:
            message = f"The id {name.value!r} is that of {other.operation or 'another operation'} already."
            yield found(RULE, place, message, at=below(place.node, "operationId"))
