"""A value that its schema allows, but for `format`."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.model import SchemaUse
from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import PETS, answer, get
from assent.judge.checking import Opinion
from assent.judge.saying import complaints
from assent.judge.subject import Subject

RULE = Rule(
    id="broken-format",
    title="A value does not follow the format that its schema names",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="JSON Schema 2020-12 validation §7: format is an annotation unless somebody asserts it; OAS 3.1.1 §4.4.3",
    since="0.1",
    why="Many validators and generated clients assert formats, and refuse the value.",
    instead="Send a value that follows the format, or describe the format that is used.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets/1", answer({"name": "a", "born": "2023-02-29"}))),
        Case(before=PETS, exchange=get("/pets/1", answer({"name": "a", "born": "2024-02-29"})), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    for heard in subject.parameters:
        parameter = heard.plan.parameter
        if heard.opinion is not None:
            place = f"{parameter.location.value} {parameter.name}"
            what = f"The {parameter.location.value} parameter {parameter.name!r}"
            yield from _told(
                subject, heard.opinion, side=Side.REQUEST, place=place, what=what, use=parameter.schema
            )
    body = subject.request_body
    if body is not None and isinstance(body.opinion, Opinion):
        media = body.plan.media
        place = f"body {media.name}"
        yield from _told(
            subject, body.opinion, side=Side.REQUEST, place=place, what="The request's body", use=media.schema
        )
    body, described = subject.response_body, subject.described_response
    if described is None:
        return
    if body is not None and isinstance(body.opinion, Opinion):
        media = body.plan.media
        place = f"status {described.status} body {media.name}"
        yield from _told(
            subject,
            body.opinion,
            side=Side.RESPONSE,
            place=place,
            what="The response's body",
            use=media.schema,
        )
    for key, header in described.headers.items():
        opinion = subject.header_reading(key)[1]
        if opinion is not None and key != "content-type":
            place = f"status {described.status} header {header.name}"
            yield from _told(
                subject,
                opinion,
                side=Side.RESPONSE,
                place=place,
                what=f"The header {header.name}",
                use=header.schema,
            )


def _told(
    subject: Subject, opinion: Opinion, *, side: Side, place: str, what: str, use: SchemaUse | None
) -> Iterator[Finding]:
    yield from complaints(subject, RULE, opinion, what=what, side=side, place=place, use=use, formats=True)
