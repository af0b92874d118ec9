"""Two clients are each told that they removed one thing."""

from __future__ import annotations

from assent.findings import Breaks, Rule, Severity

RULE = Rule(
    id="deleted-twice",
    title="Two clients are each told that they removed one thing",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="RFC 9110 §9.3.5: a successful DELETE has removed the association",
    since="0.1",
    why="What is done after a removal, as paying back, is done twice.",
    instead="Decide by what the removal itself affected, and answer 404 to the others.",
    engine="fuzz",
)
