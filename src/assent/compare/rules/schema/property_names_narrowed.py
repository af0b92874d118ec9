"""Properties are accepted under fewer names."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="property-names-narrowed",
    title="Properties are accepted under fewer names",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §10.3.2.4 propertyNames",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(
            before=sends({"type": "object"}),
            after=sends({"type": "object", "propertyNames": {"maxLength": 5}}),
        ),
        Case(
            before=sends({"type": "object", "propertyNames": {"maxLength": 5}}),
            after=sends({"type": "object"}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
