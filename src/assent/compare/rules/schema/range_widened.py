"""Numbers may come from a larger range."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="range-widened",
    title="Numbers may come from a larger range",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.2 minimum, maximum",
    since="0.1",
    why="A client that was promised less may meet what it was promised never to meet.",
    instead="Keep to the old promise, or offer the wider form as something new.",
    cases=(
        Case(
            before=answers({"type": "integer", "maximum": 50}),
            after=answers({"type": "integer", "maximum": 100}),
        ),
        Case(
            before=answers({"type": "integer", "maximum": 100}),
            after=answers({"type": "integer", "maximum": 50}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
