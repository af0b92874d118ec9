"""An alternative is no longer accepted."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="alternative-removed",
    title="An alternative is no longer accepted",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §10.2.1 anyOf, oneOf",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it.",
    cases=(
        Case(
            before=sends(
                {
                    "oneOf": [
                        {"type": "string"},
                        {"type": "object", "required": ["id"], "properties": {"id": {}}},
                    ]
                }
            ),
            after=sends(
                {
                    "oneOf": [
                        {"type": "object", "required": ["id"], "properties": {"id": {}}},
                        {"type": "object", "required": ["key"], "properties": {"key": {}}},
                    ]
                }
            ),
        ),
        Case(
            before=sends({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
            after=sends({"anyOf": [{"type": "integer"}, {"type": "string"}]}),
            breaks=False,
            shows="order has no meaning",
        ),
    ),
)
