"""Properties may come under other names."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="property-names-widened",
    title="Properties may come under other names",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §10.3.2.4 propertyNames",
    since="0.1",
    why="A client that was promised less may meet what it was promised never to meet.",
    instead="Keep to the old promise, or offer the wider form as something new.",
    cases=(
        Case(
            before=answers({"type": "object", "propertyNames": {"maxLength": 5}}),
            after=answers({"type": "object"}),
        ),
        Case(
            before=answers({"type": "object"}),
            after=answers({"type": "object", "propertyNames": {"maxLength": 5}}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
