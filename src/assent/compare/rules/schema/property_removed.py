"""A property is no longer described."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="property-removed",
    title="A property is no longer described",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.24 Schema Object; JSON Schema 2020-12 core §10.3.2.1 properties",
    since="0.1",
    why="What clients send under the name is no longer understood; what they read under it had to be optional already.",
    instead="Keep it, marked `deprecated`, until nobody uses it.",
    cases=(
        Case(
            before=sends({"type": "object", "properties": {"name": {"type": "string"}}}),
            after=sends({"type": "object"}),
            breaks=False,
        ),
        Case(
            before=sends({"type": "object", "properties": {"name": {"type": "string"}}}),
            after=sends({"allOf": [{"type": "object", "properties": {"name": {"type": "string"}}}]}),
            breaks=False,
            shows="it has moved into a part",
        ),
    ),
)
