"""A condition refuses more values."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="condition-narrowed",
    title="A condition refuses more values",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §10.2.2 if, then, else",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(
            before=sends({"type": "object", "properties": {"a": {}}}),
            after=sends(
                {"type": "object", "properties": {"a": {}}, "if": {"required": ["a"]}, "then": False}
            ),
        ),
        Case(
            before=sends(
                {"type": "object", "properties": {"a": {}}, "if": {"required": ["a"]}, "then": False}
            ),
            after=sends({"type": "object", "properties": {"a": {}}}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
