"""An idempotent method is not."""

from __future__ import annotations

from assent.findings import Breaks, Rule, Severity

RULE = Rule(
    id="not-idempotent",
    title="The same PUT answers differently the second time",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="RFC 9110 §9.2.2: PUT and DELETE are idempotent",
    since="0.1",
    why="Clients and proxies repeat such requests when a connection breaks.",
    instead="Let a repeated request have the effect, and the answer, of one.",
    engine="fuzz",
)
