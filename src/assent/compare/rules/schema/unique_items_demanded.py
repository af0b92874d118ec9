"""Items have to be distinct."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="unique-items-demanded",
    title="Items have to be distinct",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.4.3 uniqueItems",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(before=sends({"type": "array"}), after=sends({"type": "array", "uniqueItems": True})),
        Case(
            before=sends({"type": "array", "uniqueItems": True}),
            after=sends({"type": "array"}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
