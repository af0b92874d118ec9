"""Further items are no longer accepted."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="items-refused",
    title="Further items are no longer accepted",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §10.3.1.2 items",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, or offer the stricter form as something new.",
    cases=(
        Case(
            before=sends({"type": "array"}),
            after=sends({"type": "array", "prefixItems": [{}], "items": False}),
        ),
        Case(
            before=sends({"type": "array", "prefixItems": [{}], "items": False}),
            after=sends({"type": "array"}),
            breaks=False,
            shows="the other way round",
        ),
    ),
)
