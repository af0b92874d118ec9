"""Fewer values may come."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="schema-narrowed",
    title="Fewer values may come",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="docs/compatibility.md, response: narrowing",
    since="0.1",
    why="What may come was allowed before.",
    instead="Nothing.",
    cases=(
        Case(
            before=answers({"type": "integer", "maximum": 9}),
            after=answers({"type": "integer", "maximum": 5}),
            breaks=False,
        ),
        Case(
            before=answers({"type": "integer", "minimum": 1}),
            after=answers({"type": "integer", "exclusiveMinimum": 0}),
            breaks=False,
            shows="another way of writing",
        ),
    ),
)
