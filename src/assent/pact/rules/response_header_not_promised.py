"""A response header that the consumer expects and nobody described."""

from __future__ import annotations

from assent.findings import Breaks, Case, Rule, Severity
from assent.pact.case import GET_PET, PETS, answered

RULE = Rule(
    id="response-header-not-promised",
    title="A consumer expects a header that the description does not have",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.17 Response Object, headers",
    since="0.1",
    why="The provider never promised to send it.",
    instead="Describe the header, or do not rely on it.",
    engine="pact",
    cases=(
        Case(before=PETS, after=answered(headers={"X-Trace": "1"})),
        Case(before=PETS, after=GET_PET, breaks=False),
    ),
)
