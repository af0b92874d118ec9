"""No value is accepted any more."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="value-refused",
    title="No value is accepted any more",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §4.3.2 boolean schemas",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(before=sends({}), after=sends(False)),
        Case(before=sends(False), after=sends({}), breaks=False, shows="the other way round"),
    ),
)
