"""A request that accepts nothing of what is described."""

from __future__ import annotations

from assent.findings import Breaks, Case, Rule, Severity
from assent.pact.case import GET_PET, PETS, asked

RULE = Rule(
    id="accept-not-offered",
    title="A consumer accepts no media type that the provider offers",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="RFC 9110 §12.5.1 Accept",
    since="0.1",
    why="The provider may answer 406, or in a type the consumer cannot read.",
    instead="Accept a described media type, or describe the one that is wanted.",
    engine="pact",
    cases=(
        Case(before=PETS, after=asked(headers={"Accept": "text/csv"})),
        Case(before=PETS, after=GET_PET, breaks=False),
    ),
)
