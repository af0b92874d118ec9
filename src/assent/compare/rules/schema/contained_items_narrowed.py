"""Arrays have to contain certain items."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="contained-items-narrowed",
    title="Arrays have to contain certain items",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §10.3.1.3 contains",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(before=sends({"type": "array"}), after=sends({"type": "array", "contains": {"const": 1}})),
        Case(
            before=sends({"type": "array", "contains": {"const": 1}}),
            after=sends({"type": "array"}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
