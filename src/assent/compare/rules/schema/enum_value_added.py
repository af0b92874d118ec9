"""A value may come that was not listed."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Profile, Rule, Severity

RULE = Rule(
    id="enum-value-added",
    title="A value may come that was not listed",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.1.2 enum",
    since="0.1",
    why="Most clients have a default arm; those with generated enumerations often do not.",
    instead="Announce that lists may grow, with `x-extensible-enum`, or answer with it only where a client asks for what is new.",
    profiles={Profile.STRICT: Severity.ERROR},
    cases=(
        Case(before=answers({"enum": ["cat"]}), after=answers({"enum": ["cat", "dog"]}), breaks=False),
        Case(before=answers({"enum": ["cat", "dog"]}), after=answers({"enum": ["dog", "cat"]}), breaks=False),
    ),
)
