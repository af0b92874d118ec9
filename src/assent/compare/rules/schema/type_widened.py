"""Values of another type may come."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="type-widened",
    title="Values of another type may come",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.1.1 type",
    since="0.1",
    why="A client that was promised less may meet what it was promised never to meet.",
    instead="Keep to the old promise, or offer the wider form as something new.",
    cases=(
        Case(before=answers({"type": "string"}), after=answers({"type": ["string", "integer"]})),
        Case(
            before=answers({"type": ["string", "integer"]}),
            after=answers({"type": "string"}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
