"""Two paths are the same but for the names in them."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import found
from assent.check.parameters import path_operations, without_names
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="duplicate-path",
    title="Two paths are the same but for the names in them",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.8 Paths Object",
    since="0.1",
    why="The names of path parameters do not travel, so nobody can tell which of the two is asked for.",
    instead="Merge the two, with one set of names.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      responses: {"200": {description: A pet.}}
  /pets/{name}:
    parameters:
      - {name: name, in: path, required: true, schema: {type: string}}
    delete:
      responses: {"204": {description: Gone.}}
""",
            shows="two names for the same part",
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
  /pets/mine:
    get:
      responses: {"200": {description: My pets.}}
""",
            breaks=False,
            shows="a fixed part beside a variable one",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for path in path_operations(survey):
        other = first.setdefault(without_names(path.template), path.template)
        if other != path.template:
            yield found(RULE, path.place, f"{path.template!r} is {other!r} with other names.")
