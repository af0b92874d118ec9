"""A header that the consumer relies on and the provider may leave out."""

from __future__ import annotations

from assent.findings import Breaks, Case, Rule, Severity
from assent.pact.case import GET_PET, PETS, answered

RULE = Rule(
    id="response-header-at-risk",
    title="A provider may leave out a header that a consumer relies on",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.21 Header Object, required",
    since="0.1",
    why="Nothing keeps the provider from leaving it out.",
    instead="Make the header required, or do without it.",
    engine="pact",
    cases=(
        Case(before=PETS, after=answered(headers={"X-Total": "1"})),
        Case(before=PETS, after=GET_PET, breaks=False),
    ),
)
