"""A response body that is not what its media type says."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import JSON, PETS, answer, get
from assent.judge.saying import found
from assent.judge.subject import Subject
from assent.wire import Response
from assent.wire.views import Undecodable

RULE = Rule(
    id="undecodable-response-body",
    title="A response body is not what its media type says",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.14 Media Type Object, RFC 9110 §8.3",
    since="0.1",
    why="Clients cannot read it.",
    instead="Write the body as its Content-Type says.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets/1", Response(200, (JSON,), b"<html>"))),
        Case(before=PETS, exchange=get("/pets/1", Response(200, (JSON,))), shows="nothing at all is no JSON"),
        Case(before=PETS, exchange=get("/pets/1", answer({"name": "a"})), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    body, described = subject.response_body, subject.described_response
    if (
        body is None
        or described is None
        or not isinstance(body.opinion, Undecodable)
        or body.opinion.undecided
    ):
        return
    yield found(
        subject,
        RULE,
        f"The body is no {body.plan.media.name}: {body.opinion.why}.",
        side=Side.RESPONSE,
        place=f"status {described.status} body {body.plan.media.name}",
        at=body.plan.media.at,
    )
