"""A response without the body that is described."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import PETS, TOTAL, answer, get
from assent.judge.saying import found
from assent.judge.subject import Subject
from assent.wire import Response

RULE = Rule(
    id="missing-response-body",
    title="A response lacks the body that is described",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.17 Response Object, content",
    since="0.1",
    why="Clients that read the body fail.",
    instead="Answer with a body, or describe the response without `content`.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets/1", Response(200))),
        Case(before=PETS, exchange=get("/pets", Response(200, (TOTAL,)), method="HEAD"), breaks=False),
        Case(before=PETS, exchange=get("/pets/1", answer({"name": "a"})), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    described, response = subject.described_response, subject.response
    if described is None or response is None or not described.content or not subject.may_have_body:
        return
    if not response.body and response.header("content-type") is None:
        message = f"{', '.join(described.content)} is described, and the answer has no body."
        place = f"status {described.status} body"
        yield found(subject, RULE, message, side=Side.RESPONSE, place=place, at=described.at)
