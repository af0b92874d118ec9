"""A property may come that was not allowed."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="property-allowed",
    title="A property may come that was not allowed",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="JSON Schema 2020-12 core §10.3.2.3 additionalProperties",
    since="0.1",
    why="A reader that was told that it knows every property may meet another; tolerant readers ignore it.",
    instead="Keep to the old promise.",
    cases=(
        Case(
            before=answers({"type": "object", "patternProperties": {"^x": False}}),
            after=answers({"type": "object", "properties": {"xs": {}}}),
        ),
        Case(
            before=answers({"type": "object", "additionalProperties": False}),
            after=answers({"type": "object", "properties": {"b": {}}}),
            breaks=False,
            shows="a tolerant reader ignores what it does not know",
        ),
    ),
)
