"""Values may come that a condition refused."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="condition-widened",
    title="Values may come that a condition refused",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §10.2.2 if, then, else",
    since="0.1",
    why="A client that was promised less may meet what it was promised never to meet.",
    instead="Keep to the old promise, or offer the wider form as something new.",
    cases=(
        Case(
            before=answers(
                {"type": "object", "properties": {"a": {}}, "if": {"required": ["a"]}, "then": False}
            ),
            after=answers({"type": "object", "properties": {"a": {}}}),
        ),
        Case(
            before=answers({"type": "object", "properties": {"a": {}}}),
            after=answers(
                {"type": "object", "properties": {"a": {}}, "if": {"required": ["a"]}, "then": False}
            ),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
