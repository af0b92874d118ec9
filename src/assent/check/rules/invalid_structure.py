"""A part is not what the standard says it is."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import below, found
from assent.check.structure import is_misplaced, structure_complaints
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="invalid-structure",
    title="A part is not what the standard says it is",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="the official JSON Schemas of OpenAPI 2.0 to 3.2",
    since="0.1",
    why="Tools that follow the standard refuse the description, or silently leave the part out.",
    instead="Write the part as the standard describes it.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      responses:
        "200": {summary: All pets.}
""",
            shows="a response without its description",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      responses:
        "200": {description: All pets., x-summary: All of them.}
""",
            breaks=False,
            shows="what is required, and an extension",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    for place, complaint in survey.once(structure_complaints):
        if not is_misplaced(place, complaint):
            where = below(place.node, *complaint.pointer)
            subject = complaint.subject(where.pointer[len(place.node.pointer) :])
            yield found(RULE, place, complaint.message, at=where, subject=subject)
