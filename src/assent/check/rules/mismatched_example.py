"""An example does not fit its schema."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import found
from assent.check.survey import Survey
from assent.check.values import examples, refusals, told
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="mismatched-example",
    title="An example does not fit its schema",
    severity=Severity.WARNING,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.12 Parameter Object, example",
    since="0.1",
    why="Readers copy examples, and mocks and tests are made from them: this one would be refused.",
    instead="Correct the example, or the schema.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Age:
      type: integer
      example: old
""",
            shows="a word for a number",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Age:
      type: integer
      example: 7
""",
            breaks=False,
            shows="a number for a number",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    for given in examples(survey):
        for violation, more in refusals(survey, given):
            at, message = told(given, violation, more, "example")
            yield found(RULE, given.place, message, at=at, subject=violation.keyword)
