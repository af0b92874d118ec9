"""A response body that its schema refuses."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import JSON, PETS, TOTAL, answer, get
from assent.judge.checking import Opinion
from assent.judge.saying import complaints
from assent.judge.subject import Subject

RULE = Rule(
    id="invalid-response-body",
    title="A response body breaks its schema",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.14.1 Media Type Object, schema",
    since="0.1",
    why="Clients meet what they were promised never to meet.",
    instead="Answer with a value of the described schema, or describe what is answered.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets/1", answer({}))),
        Case(before=PETS, exchange=get("/pets/1", answer({"name": None}))),
        Case(before=PETS, exchange=get("/pets", answer([{"id": 1}, {}], headers=(JSON, TOTAL)))),
        Case(before=PETS, exchange=get("/pets/1", answer({"name": "a", "new": 1})), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    body, described = subject.response_body, subject.described_response
    if body is not None and described is not None and isinstance(body.opinion, Opinion):
        media = body.plan.media
        yield from complaints(
            subject,
            RULE,
            body.opinion,
            what="The response's body",
            side=Side.RESPONSE,
            place=f"status {described.status} body {media.name}",
            use=media.schema or media.item_schema,
        )
