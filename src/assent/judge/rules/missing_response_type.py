"""A response body that does not say what it is."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import PETS, answer, get
from assent.judge.saying import found
from assent.judge.subject import Subject

RULE = Rule(
    id="missing-response-type",
    title="A response body has no Content-Type",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="RFC 9110 §8.3: a sender should generate Content-Type",
    since="0.1",
    why="Clients have to guess what the bytes are.",
    instead="Send Content-Type with every body.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets/1", answer({"name": "a"}, headers=()))),
        Case(before=PETS, exchange=get("/pets/1", answer({"name": "a"})), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    described, response = subject.described_response, subject.response
    if described is None or response is None or not described.content or not subject.answers_body:
        return
    if response.body and response.header("content-type") is None:
        message = "The body does not say what it is."
        place = f"status {described.status} body"
        yield found(subject, RULE, message, side=Side.RESPONSE, place=place, at=described.at)
