"""Other multiples may come."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="multiple-of-widened",
    title="Other multiples may come",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.2.1 multipleOf",
    since="0.1",
    why="A client that was promised less may meet what it was promised never to meet.",
    instead="Keep to the old promise, or offer the wider form as something new.",
    cases=(
        Case(
            before=answers({"type": "integer", "multipleOf": 10}),
            after=answers({"type": "integer", "multipleOf": 5}),
        ),
        Case(
            before=answers({"type": "integer", "multipleOf": 5}),
            after=answers({"type": "integer", "multipleOf": 10}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
