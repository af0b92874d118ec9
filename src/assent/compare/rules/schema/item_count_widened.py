"""Arrays may come longer or shorter."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="item-count-widened",
    title="Arrays may come longer or shorter",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.4 minItems, maxItems",
    since="0.1",
    why="A client that was promised less may meet what it was promised never to meet.",
    instead="Keep to the old promise, or offer the wider form as something new.",
    cases=(
        Case(
            before=answers({"type": "array", "maxItems": 5}), after=answers({"type": "array", "maxItems": 10})
        ),
        Case(
            before=answers({"type": "array", "maxItems": 10}),
            after=answers({"type": "array", "maxItems": 5}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
