"""Numbers are accepted in a smaller range."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="range-narrowed",
    title="Numbers are accepted in a smaller range",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.2 minimum, maximum",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(
            before=sends({"type": "integer", "maximum": 100}), after=sends({"type": "integer", "maximum": 50})
        ),
        Case(
            before=sends({"type": "integer", "maximum": 50}),
            after=sends({"type": "integer", "maximum": 100}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
