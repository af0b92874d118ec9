"""A successful write did not last."""

from __future__ import annotations

from assent.findings import Breaks, Rule, Severity

RULE = Rule(
    id="not-stored",
    title="What was written does not come back",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="RFC 9110 §9.3.4: a successful PUT suggests that a subsequent GET will answer an equivalent representation",
    since="0.1",
    why="Clients lose what they believe is saved.",
    instead="Store all that is accepted, or refuse what is not stored.",
    engine="fuzz",
)
