"""A safe method has an effect."""

from __future__ import annotations

from assent.findings import Breaks, Rule, Severity

RULE = Rule(
    id="safe-method-changed",
    title="Reading changes what is read",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="RFC 9110 §9.2.1: safe methods are read-only",
    since="0.1",
    why="Caches, crawlers and retries change the data without meaning to.",
    instead="Keep GET free of effects that the client did not ask for.",
    engine="fuzz",
)
