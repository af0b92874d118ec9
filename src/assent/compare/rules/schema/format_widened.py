"""Strings may come that do not follow the format."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="format-widened",
    title="Strings may come that do not follow the format",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §7 format",
    since="0.1",
    why="A client that was promised less may meet what it was promised never to meet.",
    instead="Keep to the old promise, or offer the wider form as something new.",
    cases=(
        Case(before=answers({"type": "string", "format": "date"}), after=answers({"type": "string"})),
        Case(
            before=answers({"type": "string"}),
            after=answers({"type": "string", "format": "date"}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
