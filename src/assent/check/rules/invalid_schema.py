"""A schema is not what its dialect says it is."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import below, found
from assent.check.structure import dialect_complaints, is_misplaced
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="invalid-schema",
    title="A schema is not what its dialect says it is",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="JSON Schema 2020-12 Core §4.3; OAS 3.1.1 §4.8.24 Schema Object",
    since="0.1",
    why="Validators refuse the schema, or ignore the keyword, so it does not say what it seems to say.",
    instead="Write the keyword as the dialect describes it; in OpenAPI 3.1, `exclusiveMinimum` is a number and `nullable` is gone.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Age: {type: integer, exclusiveMinimum: true}
""",
            shows="a boolean where 3.1 has a number",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Age: {type: [integer, "null"], exclusiveMinimum: 0}
""",
            breaks=False,
            shows="3.1's own spelling",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    for place, complaint in dialect_complaints(survey):
        if is_misplaced(place, complaint):
            continue
        where = below(place.node, *complaint.pointer)
        subject = complaint.subject(where.pointer[len(place.node.pointer) :])
        yield found(RULE, place, complaint.message, at=where, subject=subject)
