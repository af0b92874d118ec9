"""A reference stands where the standard allows none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from assent.check.found import below, found
from assent.check.structure import dialect_complaints, is_misplaced, structure_complaints
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
components:
  schemas:
    Pet: {type: object, properties: {$ref: "#/components/x-properties/pet"}}
  x-properties:
    pet: {name: {type: string}}
""",
            shows="a reference in place of a map of properties",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Links, version: "1"}
components:
  schemas:
    Link: {type: object, properties: {$ref: {type: string}}}
""",
            breaks=False,
            shows="a property that is named `$ref`",
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
    for place, complaint in chain(survey.once(structure_complaints), dialect_complaints(survey)):
        where = is_misplaced(place, complaint)
        if where and where.pointer not in told:
            told.add(where.pointer)
            at = below(place.node, *where.pointer[len(place.node.pointer) :])
            message = f"The standard allows no reference here, and this one leads to {where.value!r}."
            if complaint.pointer[-1:] == ("$ref",) and len(where.pointer) > 1:
                message += f" Read to the letter, `{where.pointer[-2]}` has a member that is named `$ref`."
            yield found(RULE, place, message, at=at)
