"""Values may come that were excluded."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="exclusion-widened",
    title="Values may come that were excluded",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §10.2.1.4 not",
    since="0.1",
    why="A client that was promised less may meet what it was promised never to meet.",
    instead="Keep to the old promise, or offer the wider form as something new.",
    cases=(
        Case(before=answers({"type": "string", "not": {"const": "x"}}), after=answers({"type": "string"})),
        Case(
            before=answers({"type": "string"}),
            after=answers({"type": "string", "not": {"const": "x"}}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
