"""Strings may come that did not match the pattern."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="pattern-widened",
    title="Strings may come that did not match the pattern",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.3.3 pattern",
    since="0.1",
    why="A client that was promised less may meet what it was promised never to meet.",
    instead="Keep to the old promise, or offer the wider form as something new.",
    cases=(
        Case(
            before=answers({"type": "string", "pattern": "^[a-z]+$"}),
            after=answers({"type": "string", "pattern": "^[a-z0-9]+$"}),
        ),
        Case(
            before=answers({"type": "string", "pattern": "^[a-z0-9]+$"}),
            after=answers({"type": "string", "pattern": "^[a-z]+$"}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
