"""A property is no longer accepted."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="property-refused",
    title="A property is no longer accepted",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §10.3.2.3 additionalProperties",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(
            before=sends({"type": "object", "properties": {"tag": {}}}),
            after=sends({"type": "object", "additionalProperties": False}),
        ),
        Case(
            before=sends({"type": "object", "additionalProperties": False}),
            after=sends({"type": "object", "properties": {"tag": {}}}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
