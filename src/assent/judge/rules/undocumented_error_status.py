"""An error status that is not described."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import PETS, get
from assent.judge.saying import found
from assent.judge.subject import Subject
from assent.wire import Response

RULE = Rule(
    id="undocumented-error-status",
    title="The provider answered with an error status that is not described",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.16 Responses Object: it need not cover all errors, but is expected to cover known ones",
    since="0.1",
    why="Clients do not know what the answer's body will be.",
    instead="Describe the status, the class of statuses, or `default`.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets", Response(429))),
        Case(before=PETS, exchange=get("/pets/1", Response(500))),
        Case(before=PETS, exchange=get("/pets/1", Response(429)), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    response = subject.response
    if subject.operation is None or response is None or subject.described_response is not None:
        return
    if not subject.operation.responses:
        return  # nothing at all is described of its answers, so that none departs from it
    if response.status >= 400:
        described = ", ".join(subject.operation.responses) or "none"
        message = f"The answer has status {response.status}; described: {described}."
        place = f"status {response.status}"
        yield found(subject, RULE, message, side=Side.RESPONSE, place=place, about=str(response.status))
