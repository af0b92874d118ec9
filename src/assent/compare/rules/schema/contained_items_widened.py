"""Arrays may lack certain items."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="contained-items-widened",
    title="Arrays may lack certain items",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §10.3.1.3 contains",
    since="0.1",
    why="A client that was promised less may meet what it was promised never to meet.",
    instead="Keep to the old promise, or offer the wider form as something new.",
    cases=(
        Case(before=answers({"type": "array", "contains": {"const": 1}}), after=answers({"type": "array"})),
        Case(
            before=answers({"type": "array"}),
            after=answers({"type": "array", "contains": {"const": 1}}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
