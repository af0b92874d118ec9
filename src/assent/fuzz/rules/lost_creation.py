"""Of several creations at once, an acknowledged one is lost."""

from __future__ import annotations

from assent.findings import Breaks, Rule, Severity

RULE = Rule(
    id="lost-creation",
    title="Of several creations at once, an acknowledged one is lost",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="RFC 9110 §15.3.2: 201 says that a new resource has been created",
    since="0.1",
    why="A client that was told of success finds nothing, or the thing of another.",
    instead="Let the database give the names, and add to collections in one transaction.",
    engine="fuzz",
)
