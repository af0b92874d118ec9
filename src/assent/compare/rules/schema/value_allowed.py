"""A value may come where none was allowed."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="value-allowed",
    title="A value may come where none was allowed",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §4.3.2 boolean schemas",
    since="0.1",
    why="A client that was promised less may meet what it was promised never to meet.",
    instead="Keep to the old promise, or offer the wider form as something new.",
    cases=(
        Case(before=answers(False), after=answers({})),
        Case(before=answers({}), after=answers(False), breaks=False, shows="the other way round"),
    ),
)
