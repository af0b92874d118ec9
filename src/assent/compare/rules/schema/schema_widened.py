"""More values are accepted."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="schema-widened",
    title="More values are accepted",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="docs/compatibility.md, request: widening",
    since="0.1",
    why="What was accepted still is.",
    instead="Nothing.",
    cases=(
        Case(
            before=sends({"type": "integer", "maximum": 5}),
            after=sends({"type": "integer", "maximum": 9}),
            breaks=False,
        ),
        Case(
            before=sends({"type": "integer", "minimum": 1}),
            after=sends({"type": "integer", "exclusiveMinimum": 0}),
            breaks=False,
            shows="another way of writing",
        ),
    ),
)
