"""Fewer multiples are accepted."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="multiple-of-narrowed",
    title="Fewer multiples are accepted",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.2.1 multipleOf",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(
            before=sends({"type": "integer", "multipleOf": 5}),
            after=sends({"type": "integer", "multipleOf": 10}),
        ),
        Case(
            before=sends({"type": "integer", "multipleOf": 10}),
            after=sends({"type": "integer", "multipleOf": 5}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
