"""Of two updates at once, an acknowledged one is lost."""

from __future__ import annotations

from assent.findings import Breaks, Rule, Severity

RULE = Rule(
    id="lost-update",
    title="Of two updates at once, an acknowledged one is lost",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="RFC 9110 §9.3.4 and §13.1.1: a successful PUT has set the state; conditional requests are there to prevent lost updates",
    since="0.1",
    why="A client that was told of success loses what it has written.",
    instead="Change in one transaction, or take only updates with If-Match and answer 409 or 412 to the later one.",
    engine="fuzz",
)
