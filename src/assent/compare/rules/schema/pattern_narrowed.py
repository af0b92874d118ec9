"""Fewer strings match the pattern."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="pattern-narrowed",
    title="Fewer strings match the pattern",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.3.3 pattern",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(
            before=sends({"type": "string", "pattern": "^[a-z0-9]+$"}),
            after=sends({"type": "string", "pattern": "^[a-z]+$"}),
        ),
        Case(
            before=sends({"type": "string", "pattern": "^[a-z]+$"}),
            after=sends({"type": "string", "pattern": "^[a-z0-9]+$"}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
