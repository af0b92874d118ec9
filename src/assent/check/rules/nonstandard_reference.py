"""A reference stands where the standard allows none."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import below, found
from assent.check.structure import is_misplaced, structure_complaints
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="nonstandard-reference",
    title="A reference stands where the standard allows none",
    severity=Severity.WARNING,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.23 Reference Object",
    since="0.1",
    why="assent follows it, and so do some tools; others see an object without the parts it needs, and refuse it.",
    instead="Put the reference where the standard allows one, as in place of a whole path item, or bundle the description.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get: {$ref: "#/components/x-operations/list"}
components:
  x-operations:
    list:
      responses: {"200": {description: All pets.}}
""",
            shows="a reference in place of an operation",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets: {$ref: "#/components/pathItems/pets"}
components:
  pathItems:
    pets:
      get:
        responses: {"200": {description: All pets.}}
""",
            breaks=False,
            shows="a reference in place of a path item",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    told: set[tuple[str, ...]] = set()
    for place, complaint in survey.once(structure_complaints):
        where = is_misplaced(place, complaint)
        if where and where.pointer not in told:
            told.add(where.pointer)
            message = f"The standard allows no reference here, and this one leads to {where.value!r}."
            yield found(RULE, place, message, at=below(place.node, *where.pointer[len(place.node.pointer) :]))
