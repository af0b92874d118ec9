"""A response without a header that is required."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import JSON, PETS, TOTAL, answer, get
from assent.judge.saying import found
from assent.judge.subject import Subject

RULE = Rule(
    id="missing-response-header",
    title="A response lacks a header that is required",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.21 Header Object, required",
    since="0.1",
    why="Clients that read it fail.",
    instead="Send the header, or describe it as optional.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets", answer([]))),
        Case(before=PETS, exchange=get("/pets", answer([], headers=(JSON, TOTAL))), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    described, response = subject.described_response, subject.response
    if described is None or response is None:
        return
    for header in described.headers.values():
        if header.required and response.header(header.name) is None and header.name.lower() != "content-type":
            message = f"The required header {header.name} is missing."
            place = f"status {described.status} header {header.name}"
            yield found(subject, RULE, message, side=Side.RESPONSE, place=place, at=header.at)
