"""A property is now required."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="property-became-required",
    title="A property is now required",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.5.3 required",
    since="0.1",
    why="A client built for the old description may leave it out; the provider may now refuse that request.",
    instead="Keep it optional and let the provider fall back to a default.",
    cases=(
        Case(
            before=sends({"type": "object", "properties": {"name": {"type": "string"}}}),
            after=sends({"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}),
        ),
        Case(
            before=sends(
                {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
            ),
            after=sends({"type": "object", "properties": {"name": {"type": "string"}}}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
