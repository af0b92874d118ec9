"""A request body that its schema refuses."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import PETS, post
from assent.judge.checking import Opinion
from assent.judge.saying import complaints
from assent.judge.subject import Subject

RULE = Rule(
    id="invalid-request-body",
    title="A request body breaks its schema",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.14.1 Media Type Object, schema",
    since="0.1",
    why="The provider may refuse the request.",
    instead="Send a value of the described schema, or describe what is sent.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=post({})),
        Case(before=PETS, exchange=post({"name": ""})),
        Case(before=PETS, exchange=post([])),
        Case(before=PETS, exchange=post({"name": "a", "secret": "s", "more": 1}), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    body = subject.request_body
    if body is not None and isinstance(body.opinion, Opinion):
        media = body.plan.media
        yield from complaints(
            subject,
            RULE,
            body.opinion,
            what="The request's body",
            side=Side.REQUEST,
            place=f"body {media.name}",
            use=media.schema or media.item_schema,
        )
