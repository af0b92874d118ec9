"""A property demands another."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="dependency-narrowed",
    title="A property demands another",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.5.4 dependentRequired",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(
            before=sends({"type": "object", "properties": {"a": {}, "b": {}}}),
            after=sends(
                {"type": "object", "properties": {"a": {}, "b": {}}, "dependentRequired": {"a": ["b"]}}
            ),
        ),
        Case(
            before=sends(
                {"type": "object", "properties": {"a": {}, "b": {}}, "dependentRequired": {"a": ["b"]}}
            ),
            after=sends({"type": "object", "properties": {"a": {}, "b": {}}}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
