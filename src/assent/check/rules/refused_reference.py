"""A reference leads where it may not be followed."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import told_by_loader
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="refused-reference",
    title="A reference leads where it may not be followed",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="docs/architecture.md, what may be read",
    since="0.1",
    why="A description decides neither which hosts are asked nor which files are read, so this reference was not followed.",
    instead="Allow the host with `--allow-remote`, or the folder with `--allow-path`, or bring the file into the work tree.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Pet: {$ref: "https://schemas.example.com/pet.json"}
""",
            shows="a host that the command line did not name",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Pet: {$ref: "#/components/schemas/Animal"}
    Animal: {type: object}
""",
            breaks=False,
            shows="a reference within the file",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    return told_by_loader(RULE, survey)
