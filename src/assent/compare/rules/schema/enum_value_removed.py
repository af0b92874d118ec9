"""A listed value is no longer accepted."""

from __future__ import annotations

from assent.compare.case import sends
from assent.findings import Breaks, Case, Rule, Severity

RULE = Rule(
    id="enum-value-removed",
    title="A listed value is no longer accepted",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.1.2 enum",
    since="0.1",
    why="A client that follows the old description may send what the provider now refuses.",
    instead="Keep accepting it, and answer as if it meant its successor.",
    cases=(
        Case(before=sends({"enum": ["cat", "dog"]}), after=sends({"enum": ["dog"]})),
        Case(
            before=sends({"enum": ["cat", "dog"]}),
            after=sends({"enum": ["dog", "cat", "cow"]}),
            breaks=False,
            shows="order has no meaning",
        ),
        Case(
            before=sends({"enum": ["cat"]}),
            after=sends({"const": "cat"}),
            breaks=False,
            shows="another way of writing",
        ),
    ),
)
