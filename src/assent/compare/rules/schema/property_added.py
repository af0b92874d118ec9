"""An optional property is new."""

from __future__ import annotations

from assent.compare.case import answers, sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="property-added",
    title="An optional property is new",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.24 Schema Object; JSON Schema 2020-12 core §10.3.2.1 properties",
    since="0.1",
    why="Nobody has to send it, and tolerant readers ignore it.",
    instead="Nothing.",
    cases=(
        Case(
            before=sends({"type": "object"}),
            after=sends({"type": "object", "properties": {"name": {"type": "string"}}}),
            breaks=False,
        ),
        Case(
            before=answers({"type": "object"}),
            after=answers({"type": "object", "properties": {"name": {"type": "string"}}}),
            breaks=False,
        ),
    ),
)
