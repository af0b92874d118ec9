"""A part of an exchange that assent cannot judge."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import JSON, PETS, answer, get
from assent.judge.saying import found
from assent.judge.subject import Body, Subject
from assent.wire import Response
from assent.wire.views import Undecodable

RULE = Rule(
    id="not-judged",
    title="A part of an exchange could not be judged",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="assent: nothing passes in silence",
    since="0.1",
    why="Neither the standard nor assent says what these bytes mean.",
    instead="Describe the part in a way that the standard defines; the message names the construct.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets/1", Response(200, (JSON,), b'{"name": 1e999}'))),
        Case(before=PETS, exchange=get("/pets/1", answer({"name": "a"})), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    for heard in subject.parameters:
        parameter = heard.plan.parameter
        why = heard.opinion.undecided if heard.opinion else _undecided(heard.reading)
        if why:
            place = f"{parameter.location.value} {parameter.name}"
            yield _found(subject, place, why, side=Side.REQUEST)
    request, response = _why(subject.request_body), _why(subject.response_body)
    if request and subject.request_body:
        yield _found(subject, f"body {subject.request_body.plan.media.name}", request, side=Side.REQUEST)
    if response and subject.response_body and subject.described_response:
        place = f"status {subject.described_response.status} body {subject.response_body.plan.media.name}"
        yield _found(subject, place, response, side=Side.RESPONSE)


def _found(subject: Subject, place: str, why: str, *, side: Side) -> Finding:
    return found(subject, RULE, f"This could not be judged: {why}.", side=side, place=place, decided=False)


def _why(body: Body | None) -> str:
    if body is None:
        return ""
    return _undecided(body.opinion) if isinstance(body.opinion, Undecodable) else body.opinion.undecided


def _undecided(reading: object) -> str:
    return reading.why if isinstance(reading, Undecodable) and reading.undecided else ""
