"""A name in the path is no parameter."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import found
from assent.check.parameters import path_operations
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity
from assent.records import replace

RULE = Rule(
    id="undeclared-path-parameter",
    title="A name in the path is no parameter",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.8.2 Path Templating",
    since="0.1",
    why="Nobody can know which values the path takes there, so no request can be made from the description.",
    instead="Declare a parameter with that name, `in: path` and `required: true`, or correct the path.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    get:
      responses: {"200": {description: A pet.}}
""",
            shows="a name without a parameter",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      responses: {"200": {description: A pet.}}
""",
            breaks=False,
            shows="the path's parameter",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    for path in path_operations(survey):
        for name in path.names:
            without = [each for each in path.operations if name not in each.declared]
            if without:
                finding = found(
                    RULE, path.place, f"{{{name}}} is declared by no path parameter.", subject=name
                )
                places = tuple(each.place.operation for each in without if each.place.operation)
                yield replace(finding, operations=places)
