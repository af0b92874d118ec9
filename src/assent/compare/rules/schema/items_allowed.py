"""Further items may come."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="items-allowed",
    title="Further items may come",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §10.3.1.2 items",
    since="0.1",
    why="A client that was promised less may meet what it was promised never to meet.",
    instead="Keep to the old promise, or offer the wider form as something new.",
    cases=(
        Case(
            before=answers({"type": "array", "prefixItems": [{}], "items": False}),
            after=answers({"type": "array"}),
        ),
        Case(
            before=answers({"type": "array"}),
            after=answers({"type": "array", "prefixItems": [{}], "items": False}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
