"""What may exist once is created twice when requests overlap."""

from __future__ import annotations

from assent.findings import Breaks, Rule, Severity

RULE = Rule(
    id="created-twice",
    title="What may exist once is created twice when requests overlap",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="RFC 9110 §15.5.10: 409 is for a conflict with the current state",
    since="0.1",
    why="What is unique one by one is no longer unique, and neither client is told.",
    instead="Let a unique constraint decide, not a look before the insertion.",
    engine="fuzz",
)
