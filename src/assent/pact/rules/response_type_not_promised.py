"""A content type that the consumer expects and nobody described."""

from __future__ import annotations

from assent.findings import Breaks, Case, Rule, Severity
from assent.pact.case import GET_PET, PETS, answered

RULE = Rule(
    id="response-type-not-promised",
    title="A consumer expects a content type that the description does not have",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.17 Response Object, content",
    since="0.1",
    why="The provider never promised to answer in it.",
    instead="Describe the media type, or expect one that is described.",
    engine="pact",
    cases=(
        Case(before=PETS, after=answered(headers={"Content-Type": "text/csv"})),
        Case(before=PETS, after=GET_PET, breaks=False),
    ),
)
