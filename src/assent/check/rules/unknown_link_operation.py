"""A link names an operation that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from assent.check.found import below, found
from assent.check.survey import Kind, Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="unknown-link-operation",
    title="A link names an operation that is not there",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.20 Link Object, operationId",
    since="0.1",
    why="A client that follows the link has nowhere to go.",
    instead="Correct the name, or give the operation that id.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    post:
      responses:
        "201":
          description: Created.
          links:
            pet: {operationId: readPet}
""",
            shows="an id that no operation has",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: readPet
      responses: {"200": {description: A pet.}}
    post:
      responses:
        "201":
          description: Created.
          links:
            pet: {operationId: readPet}
""",
            breaks=False,
            shows="an operation's id",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    known = {
        name.value
        for place in survey.of(Kind.OPERATION)
        if (name := place.node.get("operationId")) is not None
        if isinstance(name.value, str)
    }
    for place in survey.of(Kind.LINK):
        wanted = place.node.get("operationId")
        if wanted is not None and isinstance(wanted.value, str) and wanted.value not in known:
            close = get_close_matches(wanted.value, sorted(known), n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            yield found(
                RULE,
                place,
                f"No operation has the id {wanted.value!r}.{hint}",
                at=below(place.node, "operationId"),
            )
