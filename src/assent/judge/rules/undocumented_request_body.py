"""A request body where none is described."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import JSON, PETS, get
from assent.judge.saying import found
from assent.judge.subject import Subject

RULE = Rule(
    id="undocumented-request-body",
    title="A request has a body where none is described",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.10 Operation Object, requestBody",
    since="0.1",
    why="What the client says in it is not understood.",
    instead="Describe the body, or stop sending it.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets", headers=(JSON,), body={})),
        Case(before=PETS, exchange=get("/pets"), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    if subject.operation and subject.operation.request_body is None and subject.request.body:
        message = "A body was sent, and the operation describes none."
        yield found(subject, RULE, message, side=Side.REQUEST, place="body")
