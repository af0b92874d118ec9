"""An object has the same key twice."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import told_by_loader
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="duplicate-key",
    title="An object has the same key twice",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="RFC 8259 §4; YAML 1.2.2 §3.2.1.1",
    since="0.1",
    why="Only one of the two counts, and which one depends on the reader: tools disagree about what is described.",
    instead="Remove one of them, or merge their contents.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Pet:
      type: object
      type: string
""",
            shows="a schema with two types",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Pet:
      type: [object, string]
""",
            breaks=False,
            shows="one key that holds both types",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    return told_by_loader(RULE, survey)
