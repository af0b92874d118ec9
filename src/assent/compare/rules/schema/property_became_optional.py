"""A promised property may be missing."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="property-became-optional",
    title="A promised property may be missing",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.5.3 required",
    since="0.1",
    why="Clients read it, since it was promised to be there.",
    instead="Keep sending it always.",
    cases=(
        Case(
            before=answers(
                {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
            ),
            after=answers({"type": "object", "properties": {"name": {"type": "string"}}}),
        ),
        Case(
            before=answers({"type": "object", "properties": {"name": {"type": "string"}}}),
            after=answers(
                {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
            ),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
