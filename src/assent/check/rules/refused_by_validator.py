"""openapi-spec-validator refuses a part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assent.check.complaints import shortened
from assent.check.found import found
from assent.check.second_opinion import Opinion, second_opinion
from assent.check.survey import Kind, Place, Survey, is_reference
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="refused-by-validator",
    title="openapi-spec-validator refuses a part",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="openapi-spec-validator, https://github.com/python-openapi/openapi-spec-validator",
    since="0.1",
    why="It checks more than the official schemas say, and tools that build on it will not take the description.",
    instead="Mend what it complains of.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.2.0
info: {title: Pets, version: "1"}
tags:
  - {name: cats, parent: pets}
paths: {}
""",
            shows="a tag below one that is not there",
        ),
        Case(
            before="""openapi: 3.2.0
info: {title: Pets, version: "1"}
tags:
  - {name: pets}
  - {name: cats, parent: pets}
paths: {}
""",
            breaks=False,
            shows="a tag below another",
        ),
    ),
)


OURS: Final = {
    "DuplicateOperationIDError": "duplicate-operation-id",
    "ExtraParametersError": "undefined-required-property",
    "ParameterDuplicateError": "duplicate-parameter",
    "UnresolvableParameterError": "undeclared-path-parameter",
}
"""Its errors that rules of our own tell with a better place."""


MOST: Final = 200
"""How many characters of its words a message keeps; it likes to print whole objects."""


def check(survey: Survey) -> Iterator[Finding]:
    for opinion in second_opinion(survey):
        if opinion.error in OURS or opinion.message.startswith("Duplicate tag name") or _is_file(opinion):
            continue
        if is_reference(opinion.node):  # where none may stand, which nonstandard-reference tells
            continue
        message = f"{shortened(opinion.message.rstrip('.'), MOST)}."
        yield found(RULE, Place(Kind.OPENAPI, opinion.node), message, subject=opinion.error)


def _is_file(opinion: Opinion) -> bool:
    """Whether it refuses the type `file`, which Swagger 2.0 has and JSON Schema has not.

    Source: Swagger 2.0, Response Object, schema.
    """
    return opinion.node.value == "file" and opinion.node.pointer[-1:] == ("type",)
