"""Objects are accepted with fewer numbers of properties."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="property-count-narrowed",
    title="Objects are accepted with fewer numbers of properties",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.5 minProperties, maxProperties",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(
            before=sends({"type": "object", "maxProperties": 10}),
            after=sends({"type": "object", "maxProperties": 5}),
        ),
        Case(
            before=sends({"type": "object", "maxProperties": 5}),
            after=sends({"type": "object", "maxProperties": 10}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
