"""A parameter is declared twice."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import found
from assent.check.parameters import listed_parameters
from assent.check.survey import Kind, Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="duplicate-parameter",
    title="A parameter is declared twice",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.10 Operation Object, parameters",
    since="0.1",
    why="Only one of the two can travel, and which of them counts depends on the tool.",
    instead="Remove one of them, or give it another name.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: limit, in: query, schema: {type: string}}
      responses: {"200": {description: All pets.}}
""",
            shows="the same name in the same place",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    parameters:
      - {name: limit, in: query, schema: {type: integer}}
    get:
      parameters:
        - {name: limit, in: query, schema: {type: string}}
        - {name: limit, in: header, schema: {type: string}}
      responses: {"200": {description: All pets.}}
""",
            breaks=False,
            shows="the operation's own in place of the path's, and one elsewhere",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    for place in (*survey.of(Kind.PATH_ITEM), *survey.of(Kind.OPERATION)):
        seen: set[tuple[str, str]] = set()
        for parameter in listed_parameters(survey, place.node):
            if parameter.key in seen:
                message = (
                    f"The {parameter.location} parameter {parameter.name!r} is declared in this list already."
                )
                yield found(RULE, place, message, at=parameter.written)
            seen.add(parameter.key)
