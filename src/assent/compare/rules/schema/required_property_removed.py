"""A promised property does not come any more."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="required-property-removed",
    title="A promised property does not come any more",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.5.3 required",
    since="0.1",
    why="Clients read it, since it was promised to be there.",
    instead="Keep sending it.",
    cases=(
        Case(
            before=answers(
                {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
            ),
            after=answers({"type": "object"}),
        ),
        Case(
            before=answers({"type": "object", "properties": {"name": {"type": "string"}}}),
            after=answers({"type": "object"}),
            breaks=False,
            shows="it was optional",
        ),
    ),
)
