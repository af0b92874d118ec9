"""Strings have to follow a format."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="format-narrowed",
    title="Strings have to follow a format",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §7 format",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(before=sends({"type": "string"}), after=sends({"type": "string", "format": "date"})),
        Case(
            before=sends({"type": "string", "format": "date"}),
            after=sends({"type": "string"}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
