"""A body that the consumer expects where nobody described one."""

from __future__ import annotations

from assent.findings import Breaks, Case, Rule, Severity
from assent.pact.case import GET_PET, PETS, answered

RULE = Rule(
    id="response-body-not-promised",
    title="A consumer expects a body where none is described",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.17 Response Object, content",
    since="0.1",
    why="Without `content` the description promises no body.",
    instead="Describe the body, or do not rely on it.",
    engine="pact",
    cases=(
        Case(before=PETS, after=answered(status=204)),
        Case(before=PETS, after=GET_PET, breaks=False),
    ),
)
