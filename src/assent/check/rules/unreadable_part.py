"""A part cannot be read as what it should be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assent.api import read_api
from assent.check.found import told_at
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="unreadable-part",
    title="A part cannot be read as what it should be",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="docs/architecture.md, one model for four versions",
    since="0.1",
    why="It is missing from what assent compares, judges and serves, so nothing can be said about it.",
    instead="Write it as the standard describes it.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
jsonSchemaDialect: https://schemas.example.com/our-own
paths: {}
""",
            shows="a dialect that nobody knows",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
jsonSchemaDialect: https://json-schema.org/draft/2020-12/schema
paths: {}
""",
            breaks=False,
            shows="a dialect that JSON Schema defines",
        ),
    ),
)


REFERENCES: Final = frozenset(
    {
        "dangling-reference",
        "reference-cycle",
        "refused-reference",
        "malformed-reference",
        "misplaced-reference",
    }
)
"""Problems that rules of their own tell, from the loader, who finds them everywhere."""


def check(survey: Survey) -> Iterator[Finding]:
    for problem in read_api(survey.description).problems():
        if problem.kind not in REFERENCES:
            yield told_at(RULE, survey, problem.at, problem.message)
