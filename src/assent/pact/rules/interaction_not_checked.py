"""A message, or a plugin's interaction, which an OpenAPI description does not describe."""

from __future__ import annotations

from assent.findings import Breaks, Case, Rule, Severity
from assent.pact.case import GET_PET, MESSAGE, PETS

RULE = Rule(
    id="interaction-not-checked",
    title="An interaction lies outside what a description can say",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="Pact specification 4, interaction types",
    since="0.1",
    why="Nothing is known about it, so nobody should take this run's word for it.",
    instead="Check it with the tool that its plugin or message broker brings.",
    engine="pact",
    cases=(
        Case(before=PETS, after=MESSAGE),
        Case(before=PETS, after=GET_PET, breaks=False),
    ),
)
