"""Items may be repeated."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="unique-items-dropped",
    title="Items may be repeated",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.4.3 uniqueItems",
    since="0.1",
    why="A client that was promised less may meet what it was promised never to meet.",
    instead="Keep to the old promise, or offer the wider form as something new.",
    cases=(
        Case(before=answers({"type": "array", "uniqueItems": True}), after=answers({"type": "array"})),
        Case(
            before=answers({"type": "array"}),
            after=answers({"type": "array", "uniqueItems": True}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
