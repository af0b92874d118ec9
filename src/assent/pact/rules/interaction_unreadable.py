"""A part of a pact's interaction could not be read."""

from __future__ import annotations

from assent.findings import Breaks, Case, Rule, Severity
from assent.pact.case import GET_PET, PETS

RULE = Rule(
    id="interaction-unreadable",
    title="An interaction could not be read in full",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="Pact specification 4, interactions",
    since="0.1",
    why="What cannot be read is not checked, and an unchecked promise is no promise.",
    instead="Mend the pact file; the message names the part.",
    engine="pact",
    cases=(
        Case(before=PETS, after=GET_PET | {"request": {"method": "GET"}}),
        Case(before=PETS, after=GET_PET, breaks=False),
    ),
)
