"""A request body that is not what its media type says."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import JSON, KEY, PETS, get, post
from assent.judge.saying import found
from assent.judge.subject import Subject
from assent.wire import Exchange, Request
from assent.wire.views import Undecodable

RULE = Rule(
    id="undecodable-request-body",
    title="A request body is not what its media type says",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.14 Media Type Object, RFC 9110 §8.3",
    since="0.1",
    why="The provider cannot read it.",
    instead="Write the body as its Content-Type says.",
    engine="replay",
    cases=(
        Case(
            before=PETS,
            exchange=Exchange(Request("POST", "/pets?dry=true", (JSON, KEY), b"{'name': 1}")),
        ),
        Case(before=PETS, exchange=post({"name": "a"}), breaks=False),
        Case(before=PETS, exchange=get("/pets"), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    body = subject.request_body
    if body is None or not isinstance(body.opinion, Undecodable) or body.opinion.undecided:
        return
    yield found(
        subject,
        RULE,
        f"The body is no {body.plan.media.name}: {body.opinion.why}.",
        side=Side.REQUEST,
        place=f"body {body.plan.media.name}",
        at=body.plan.media.at,
    )
