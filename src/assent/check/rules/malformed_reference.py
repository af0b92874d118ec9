"""A reference is not a string."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import told_by_loader
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="malformed-reference",
    title="A reference is not a string",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.23 Reference Object",
    since="0.1",
    why="Nothing can be found by it, so nothing is described there.",
    instead="Write the reference as a string; if a property of that name is meant, put it under `properties`.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Pet: {$ref: 7}
""",
            shows="a number",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Pet:
      properties:
        $ref: {type: integer}
""",
            breaks=False,
            shows="a property with that name",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    return told_by_loader(RULE, survey)
