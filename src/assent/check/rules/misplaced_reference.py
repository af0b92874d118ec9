"""A reference names an object of another kind."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import told_by_loader
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="misplaced-reference",
    title="A reference names an object of another kind",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.23 Reference Object",
    since="0.1",
    why="What stands there cannot be used as what is needed here, so tools refuse it or read nonsense.",
    instead="Correct the reference, or move the object into the section of its kind.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      responses:
        "200": {$ref: "#/components/schemas/Pet"}
components:
  schemas:
    Pet: {type: object}
""",
            shows="a schema in place of a response",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      responses:
        "200": {$ref: "#/components/responses/Pet"}
components:
  responses:
    Pet: {description: A pet.}
""",
            breaks=False,
            shows="a response",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    return told_by_loader(RULE, survey)
