"""Arrays are accepted in fewer lengths."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="item-count-narrowed",
    title="Arrays are accepted in fewer lengths",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.4 minItems, maxItems",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(before=sends({"type": "array", "maxItems": 10}), after=sends({"type": "array", "maxItems": 5})),
        Case(
            before=sends({"type": "array", "maxItems": 5}),
            after=sends({"type": "array", "maxItems": 10}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
