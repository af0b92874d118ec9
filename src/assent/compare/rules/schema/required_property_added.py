"""A new property is required."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="required-property-added",
    title="A new property is required",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.5.3 required",
    since="0.1",
    why="No client that follows the old description sends it; the provider may refuse each of their requests.",
    instead="Make it optional and let the provider fall back to a default.",
    cases=(
        Case(
            before=sends({"type": "object"}),
            after=sends({"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}),
        ),
        Case(
            before=sends({"type": "object"}),
            after=sends({"type": "object", "properties": {"name": {"type": "string"}}}),
            breaks=False,
            shows="an optional one",
        ),
        Case(
            before=sends({"type": "object"}),
            after=sends({"type": "object", "required": ["id"], "properties": {"id": {"readOnly": True}}}),
            breaks=False,
            shows="a read-only one",
        ),
    ),
)
