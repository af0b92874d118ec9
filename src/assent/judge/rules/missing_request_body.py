"""A required request body was not sent."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import KEY, PETS, post
from assent.judge.saying import found
from assent.judge.subject import Subject

RULE = Rule(
    id="missing-request-body",
    title="A required request body was not sent",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.13 Request Body Object, required",
    since="0.1",
    why="The provider may refuse the request.",
    instead="Send the body, or describe it as optional if it is.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=post(None, headers=(KEY,))),
        Case(before=PETS, exchange=post({"name": "a"}), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    body = subject.operation.request_body if subject.operation else None
    if body is not None and body.required and not subject.sends_body:
        message = "The operation requires a body, and none was sent."
        yield found(subject, RULE, message, side=Side.REQUEST, place="body", at=body.at)
