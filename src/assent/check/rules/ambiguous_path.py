"""Two paths match the same request and neither is closer."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import found
from assent.check.parameters import path_operations
from assent.check.paths import ambiguous_pairs
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="ambiguous-path",
    title="Two paths match the same request and neither is closer",
    severity=Severity.WARNING,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.8.1 Path Templating Matching",
    since="0.1",
    why="Which of the two answers is left to the tool, so a client may reach the other operation.",
    instead="Make one of the parts fixed in both paths, or let the paths differ in length.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /{entity}/me:
    parameters:
      - {name: entity, in: path, required: true, schema: {type: string}}
    get:
      responses: {"200": {description: My entry.}}
  /books/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      responses: {"200": {description: A book.}}
""",
            shows="/books/me belongs to both",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /books/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      responses: {"200": {description: A book.}}
  /books/me:
    get:
      responses: {"200": {description: My books.}}
""",
            breaks=False,
            shows="the fixed path goes first",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    paths = list(path_operations(survey))
    methods = {path.template: {each.method for each in path.operations} for path in paths}
    places = {path.template: path.place for path in paths}
    for one, other, example in ambiguous_pairs(list(places)):
        shared = sorted(methods[one] & methods[other])
        if shared:
            message = f"A request to {example!r} matches {one!r} as well as {other!r} ({', '.join(shared)})."
            yield found(RULE, places[other], message, subject=one)
