"""A property may come without another."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="dependency-widened",
    title="A property may come without another",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.5.4 dependentRequired",
    since="0.1",
    why="A client that was promised less may meet what it was promised never to meet.",
    instead="Keep to the old promise, or offer the wider form as something new.",
    cases=(
        Case(
            before=answers(
                {"type": "object", "properties": {"a": {}, "b": {}}, "dependentRequired": {"a": ["b"]}}
            ),
            after=answers({"type": "object", "properties": {"a": {}, "b": {}}}),
        ),
        Case(
            before=answers({"type": "object", "properties": {"a": {}, "b": {}}}),
            after=answers(
                {"type": "object", "properties": {"a": {}, "b": {}}, "dependentRequired": {"a": ["b"]}}
            ),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
