"""Two tags have the same name."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import found
from assent.check.survey import Kind, Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="duplicate-tag",
    title="Two tags have the same name",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.1 OpenAPI Object, tags",
    since="0.1",
    why="Tools that group operations by tag do not know which of the two descriptions to show.",
    instead="Keep one of them.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
tags:
  - {name: pets, description: Animals.}
  - {name: pets, description: Friends.}
paths: {}
""",
            shows="one name for two tags",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
tags:
  - {name: pets, description: Animals.}
  - {name: owners, description: People.}
paths: {}
""",
            breaks=False,
            shows="a name for each",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    for place in survey.of(Kind.OPENAPI):
        seen: set[str] = set()
        tags = place.node.get("tags")
        for tag in tags.elements() if tags else ():
            name = tag.get("name")
            if name is None or not isinstance(name.value, str):
                continue
            if name.value in seen:
                yield found(RULE, place, f"The tag {name.value!r} is declared already.", at=tag)
            seen.add(name.value)
