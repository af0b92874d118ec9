"""The provider fails when requests overlap."""

from __future__ import annotations

from assent.findings import Breaks, Rule, Severity

RULE = Rule(
    id="overlap-failed",
    title="The provider fails when requests overlap",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="RFC 9110 §15.6: the server is aware that it has erred",
    since="0.1",
    why="Clients do not know of one another. What works alone must work beside others.",
    instead="Guard what requests share, with a transaction, a lock or a constraint, and answer 409 where they conflict.",
    engine="fuzz",
)
