"""A reference names nothing."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import told_by_loader
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="dangling-reference",
    title="A reference names nothing",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.23 Reference Object",
    since="0.1",
    why="Whoever reads the description cannot know what belongs there, and most tools stop at it.",
    instead="Define what it names, or correct the reference. References are relative to the file that holds them.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      responses:
        "200": {$ref: "#/components/responses/Pets"}
""",
            shows="a response that is defined nowhere",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      responses:
        "200": {$ref: "#/components/responses/Pets"}
components:
  responses:
    Pets: {description: All pets.}
""",
            breaks=False,
            shows="a response that is defined",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    return told_by_loader(RULE, survey)
