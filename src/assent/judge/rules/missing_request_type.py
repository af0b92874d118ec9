"""A request body that does not say what it is."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import JSON, PETS, get
from assent.judge.saying import found
from assent.judge.subject import Subject

RULE = Rule(
    id="missing-request-type",
    title="A request body has no Content-Type",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="RFC 9110 §8.3: a sender should generate Content-Type",
    since="0.1",
    why="The provider has to guess what the bytes are, and may refuse them.",
    instead="Send Content-Type with every body.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets/1/photo", method="PUT", body="x")),
        Case(
            before=PETS, exchange=get("/pets/1/photo", method="PUT", headers=(JSON,), body="x"), breaks=False
        ),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    body = subject.operation.request_body if subject.operation else None
    if body is None or subject.request_media is None or not subject.request.body:
        return
    if subject.request.header("content-type") is None:
        message = f"The body does not say that it is {subject.request_media.name}."
        yield found(subject, RULE, message, side=Side.REQUEST, place="body", at=body.at)
