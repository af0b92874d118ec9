"""A merge key does not hold a mapping."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import told_by_loader
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="malformed-merge",
    title="A merge key does not hold a mapping",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="https://yaml.org/type/merge.html",
    since="0.1",
    why="`<<` takes over the members of another mapping; anything else cannot be taken over and is ignored.",
    instead="Let `<<` name an anchor of a mapping, or a list of such anchors.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Pet:
      <<: cat
      type: object
""",
            shows="a merge of a string",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Cat: &cat
      type: object
    Pet:
      <<: *cat
      description: A pet.
""",
            breaks=False,
            shows="a merge of an anchored mapping",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    return told_by_loader(RULE, survey)
