"""Only listed values are accepted."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="value-set-narrowed",
    title="Only listed values are accepted",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.1.2 enum",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(before=sends({"type": "string"}), after=sends({"type": "string", "enum": ["cat", "dog"]})),
        Case(
            before=sends({"type": "string", "enum": ["cat", "dog"]}),
            after=sends({"type": "string"}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
