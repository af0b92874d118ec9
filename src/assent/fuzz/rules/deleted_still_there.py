"""A removed thing is still there."""

from __future__ import annotations

from assent.findings import Breaks, Rule, Severity

RULE = Rule(
    id="deleted-still-there",
    title="What was removed can still be read",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="RFC 9110 §9.3.5: DELETE removes the association between the resource and its functionality",
    since="0.1",
    why="Clients believe that it is gone; often it is something that had to go.",
    instead="Answer 404 or 410 afterwards, or 202 while the removal is pending.",
    engine="fuzz",
)
