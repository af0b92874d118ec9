"""A status that the consumer expects and nobody described."""

from __future__ import annotations

from assent.findings import Breaks, Case, Rule, Severity
from assent.pact.case import GET_PET, PETS, answered

RULE = Rule(
    id="response-status-not-promised",
    title="A consumer expects a status that the description does not have",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.16 Responses Object",
    since="0.1",
    why="The provider never promised to answer with it.",
    instead="Describe the status, or expect one that is described.",
    engine="pact",
    cases=(
        Case(before=PETS, after=answered(status=202)),
        Case(before=PETS, after=GET_PET, breaks=False),
    ),
)
