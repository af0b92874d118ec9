"""Strings are accepted in fewer lengths."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="length-narrowed",
    title="Strings are accepted in fewer lengths",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.3 minLength, maxLength",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(
            before=sends({"type": "string", "maxLength": 100}),
            after=sends({"type": "string", "maxLength": 50}),
        ),
        Case(
            before=sends({"type": "string", "maxLength": 50}),
            after=sends({"type": "string", "maxLength": 100}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
