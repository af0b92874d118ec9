"""A response body of a media type that is not described."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import PETS, answer, get
from assent.judge.saying import found
from assent.judge.subject import Subject

RULE = Rule(
    id="undocumented-response-type",
    title="A response body has a media type that is not described",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.17 Response Object, content",
    since="0.1",
    why="Clients pick their reader by the media type; they have none for this one.",
    instead="Answer with a described media type, or describe this one.",
    engine="replay",
    cases=(
        Case(
            before=PETS,
            exchange=get("/pets/1", answer({"name": "a"}, headers=(("Content-Type", "text/html"),))),
        ),
        Case(before=PETS, exchange=get("/pets/1", answer({"name": "a"})), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    described, response = subject.described_response, subject.response
    if described is None or response is None or not described.content or not response.body:
        return
    sent = response.header("content-type")
    if not subject.answers_body or subject.response_media is not None or sent is None:
        return
    message = f"The body is {sent}, and {', '.join(described.content)} is described."
    yield found(
        subject,
        RULE,
        message,
        side=Side.RESPONSE,
        place=f"status {described.status} body",
        at=described.at,
        about=sent.partition(";")[0].strip().lower(),
    )
