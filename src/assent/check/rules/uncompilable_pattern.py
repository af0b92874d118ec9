"""A pattern is no regular expression."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assent.check.found import found
from assent.check.survey import Kind, Survey
from assent.document import Node
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity
from assent.schema.checking import portable
from assent.schema.patterns import UnsupportedPattern
from assent.schema.patterns.parse import parse

RULE = Rule(
    id="uncompilable-pattern",
    title="A pattern is no regular expression",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="JSON Schema 2020-12 Core §6.4; ECMA-262 §22.2.1",
    since="0.1",
    why="Validators refuse the schema, or ignore the pattern and let every text pass.",
    instead="Write it as ECMA-262 has it: without inline flags such as `(?i)`, possessive quantifiers or `\\\\A` and `\\\\z`.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Code:
      type: string
      pattern: "[A-Z"
""",
            shows="a class that is never closed",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Code:
      type: string
      pattern: "^[A-Z]{3}$"
""",
            breaks=False,
            shows="three capitals",
        ),
    ),
)


LEGAL: Final = (
    "a back-reference",
    "a count is too large",
    "groups are nested",
    "a property of Unicode whose",
)
"""How the refusals begin that say what assent cannot do, where ECMA-262 can."""


def check(survey: Survey) -> Iterator[Finding]:
    for place in (*survey.of(Kind.SCHEMA), *survey.of(Kind.ITEMS), *survey.of(Kind.PARAMETER)):
        for node, text in _patterns(place.node):
            refused = _refused(text)
            if refused is not None:
                message = f"{text!r} is no regular expression of ECMA-262: {refused.why}"
                message += f" at {refused.construct!r}." if refused.construct else "."
                severity = Severity.ERROR if portable(text) is None else Severity.WARNING
                yield found(RULE, place, message, at=node, severity=severity)


def _patterns(schema: Node) -> Iterator[tuple[Node, str]]:
    own = schema.get("pattern")
    if own is not None and isinstance(own.value, str):
        yield own, own.value
    named = schema.get("patternProperties")
    for text, held in named.members() if named else ():
        yield held, text


@lru_cache(4096)
def _refused(text: str) -> UnsupportedPattern | None:
    """What is wrong with the pattern. Where validators at hand understand it all the same, it is a warning."""
    try:
        parse(text)
    except UnsupportedPattern as refused:
        return None if refused.why.startswith(LEGAL) else refused
    return None
