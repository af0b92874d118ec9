"""A default does not fit its schema."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import found
from assent.check.survey import Survey
from assent.check.values import defaults, refusals, told
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="mismatched-default",
    title="A default does not fit its schema",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.24 Schema Object, default",
    since="0.1",
    why="What happens when the value is left out is not what the schema allows, and some tools refuse the schema.",
    instead="Correct the default, or the schema.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Age:
      type: integer
      default: old
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
      default: 7
""",
            breaks=False,
            shows="a number for a number",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    for given in defaults(survey):
        for violation, more in refusals(survey, given):
            at, message = told(given, violation, more, "default")
            yield found(RULE, given.place, message, at=at, subject=violation.keyword)
