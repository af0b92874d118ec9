"""It is open whether a change breaks anybody."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="schema-undecided",
    title="It is open whether a change breaks anybody",
    severity=Severity.WARNING,
    breaks=Breaks.NOBODY,
    source="docs/compatibility.md, anything assent cannot decide",
    since="0.1",
    why="assent found neither a value that breaks nor a proof that there is none.",
    instead="Look at the change, or write the construct that the message names in a simpler way.",
    cases=(
        Case(
            before=sends({"type": "string", "pattern": "^(a+)\\1$"}),
            after=sends({"type": "string", "pattern": "^(a*)\\1$"}),
            breaks=False,
        ),
        Case(
            before=sends({"type": "string"}),
            after=sends({"type": "string"}),
            breaks=False,
            shows="nothing changed",
        ),
    ),
)
