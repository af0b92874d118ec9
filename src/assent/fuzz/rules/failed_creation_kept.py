"""A refused creation has an effect."""

from __future__ import annotations

from assent.findings import Breaks, Rule, Severity

RULE = Rule(
    id="failed-creation-kept",
    title="A creation that was refused left something behind",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="RFC 9110 §15.5: a client error means that the request was not carried out",
    since="0.1",
    why="Half-made things collect, and the client that tries again makes another.",
    instead="Check everything first, or undo what was done.",
    engine="fuzz",
)
