"""A request body of a media type that is not described."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import KEY, PETS, get, post
from assent.judge.saying import found
from assent.judge.subject import Subject

RULE = Rule(
    id="undocumented-request-type",
    title="A request body has a media type that is not described",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.13 Request Body Object, content",
    since="0.1",
    why="The provider may refuse it, or take its bytes for something else.",
    instead="Send one of the described media types, and name it in Content-Type.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=post({"name": "a"}, headers=(("Content-Type", "text/csv"), KEY))),
        Case(
            before=PETS,
            exchange=post({"name": "a"}, headers=(KEY,)),
            shows="no Content-Type where several media types are described",
        ),
        Case(
            before=PETS,
            exchange=post({"name": "a"}, headers=(("content-type", "application/json; charset=utf-8"), KEY)),
            breaks=False,
        ),
        Case(before=PETS, exchange=get("/pets"), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    body = subject.operation.request_body if subject.operation else None
    if body is None or not body.content or not subject.sends_body or subject.request_media is not None:
        return
    sent = subject.request.header("content-type")
    described = ", ".join(body.content)
    message = (
        f"The body is {sent}, and {described} is described."
        if sent
        else (f"The body does not say what it is, and {described} are described.")
    )
    yield found(
        subject, RULE, message, side=Side.REQUEST, place="body", at=body.at, about=(sent or "").lower()
    )
