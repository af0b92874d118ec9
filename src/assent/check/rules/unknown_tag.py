"""A YAML tag changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import told_by_loader
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="unknown-tag",
    title="A YAML tag changes nothing",
    severity=Severity.WARNING,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.3 Format",
    since="0.1",
    why="OpenAPI allows only YAML that means some JSON, so a tag for another type is ignored here and obeyed elsewhere.",
    instead="Remove the tag, and write the value as JSON would have it.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Pet:
      type: string
      default: !secret abc
""",
            shows="a tag of somebody's own",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Pet:
      type: string
      default: !!str abc
""",
            breaks=False,
            shows="a tag of YAML's JSON schema",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    return told_by_loader(RULE, survey)
