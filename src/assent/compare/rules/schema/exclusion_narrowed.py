"""More values are excluded."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="exclusion-narrowed",
    title="More values are excluded",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §10.2.1.4 not",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(before=sends({"type": "string"}), after=sends({"type": "string", "not": {"const": "x"}})),
        Case(
            before=sends({"type": "string", "not": {"const": "x"}}),
            after=sends({"type": "string"}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
