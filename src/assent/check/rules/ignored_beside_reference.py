"""What stands beside a reference is ignored."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import told_by_loader
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="ignored-beside-reference",
    title="What stands beside a reference is ignored",
    severity=Severity.WARNING,
    breaks=Breaks.NOBODY,
    source="OAS 3.0.4 §4.7.23 Reference Object",
    since="0.1",
    why="Until OpenAPI 3.1 a reference stands for the whole object, so what is written beside it says nothing.",
    instead="Wrap the reference in `allOf`, or remove what stands beside it.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.0.3
info: {title: Pets, version: "1"}
paths: {}
components:
  schemas:
    Pet: {type: object}
    Cat:
      $ref: "#/components/schemas/Pet"
      nullable: true
""",
            shows="a keyword that says nothing",
        ),
        Case(
            before="""openapi: 3.0.3
info: {title: Pets, version: "1"}
paths: {}
components:
  schemas:
    Pet: {type: object}
    Cat:
      nullable: true
      allOf:
        - $ref: "#/components/schemas/Pet"
""",
            breaks=False,
            shows="the same within allOf",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    return told_by_loader(RULE, survey)
