"""A body that the description allows and the consumer's matchers refuse."""

from __future__ import annotations

from assent.findings import Breaks, Case, Rule, Severity
from assent.pact.case import GET_PET, PETS, answered

RULE = Rule(
    id="response-body-at-risk",
    title="A provider may send a body that a consumer refuses",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="Pact specification 4, matching rules",
    since="0.1",
    why="Today's provider may never send it; nothing keeps tomorrow's from doing so.",
    instead="Promise more in the description, or let the consumer accept what is promised.",
    engine="pact",
    cases=(
        Case(before=PETS, after=answered(body={"id": 7, "tag": "dog"})),
        Case(before=PETS, after=GET_PET, breaks=False),
    ),
)
