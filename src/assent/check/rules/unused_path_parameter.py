"""A path parameter is not in the path."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import found
from assent.check.parameters import path_operations
from assent.check.survey import Survey, key_of
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity
from assent.records import replace

RULE = Rule(
    id="unused-path-parameter",
    title="A path parameter is not in the path",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.12 Parameter Object, in",
    since="0.1",
    why="It has no place to travel in, so a client that must send it cannot.",
    instead="Write its name into the path, between braces, or remove it.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses: {"200": {description: A pet.}}
""",
            shows="a name that the path lacks",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses: {"200": {description: A pet.}}
""",
            breaks=False,
            shows="a name that the path has",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    for path in path_operations(survey):
        unused = {
            key_of(written): (name, written)
            for each in path.operations
            for name, written in each.declared.items()
            if name not in path.names
        }
        for name, written in unused.values():
            using = tuple(
                each.place.operation
                for each in path.operations
                if name in each.declared and each.place.operation
            )
            message = f"The path {path.template!r} has no {{{name}}}."
            yield replace(found(RULE, path.place, message, at=written, subject=name), operations=using)
