"""Values of a type are no longer accepted."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="type-narrowed",
    title="Values of a type are no longer accepted",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.1.1 type",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(before=sends({"type": ["string", "integer"]}), after=sends({"type": "string"})),
        Case(
            before=sends({"type": "string"}),
            after=sends({"type": ["string", "integer"]}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
