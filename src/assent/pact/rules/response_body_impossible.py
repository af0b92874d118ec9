"""A body that no provider within its description can send."""

from __future__ import annotations

from assent.findings import Breaks, Case, Rule, Severity
from assent.pact.case import GET_PET, PETS, answered

RULE = Rule(
    id="response-body-impossible",
    title="A consumer expects a body that such a provider cannot send",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.14 Media Type Object, schema",
    since="0.1",
    why="The interaction can never pass against a provider that keeps to its description.",
    instead="Expect what is described, or describe what is expected.",
    engine="pact",
    cases=(
        Case(before=PETS, after=answered(body={"id": "seven"})),
        Case(before=PETS, after=GET_PET, breaks=False),
    ),
)
