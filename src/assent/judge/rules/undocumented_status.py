"""A status below 400 that is not described."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import PETS, answer, get
from assent.judge.saying import found
from assent.judge.subject import Subject
from assent.wire import Response

SILENT = """\
openapi: 3.1.0
info: {title: t, version: "1"}
paths: {/x: {get: {}}}
"""

RULE = Rule(
    id="undocumented-status",
    title="The provider answered with a status that is not described",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.16 Responses Object: it is expected to cover a successful operation response",
    since="0.1",
    why="Clients do not know what such an answer means.",
    instead="Describe the status, or answer with one that is described.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets/1", Response(202))),
        Case(before=PETS, exchange=get("/pets/1", Response(302, (("Location", "/"),)))),
        Case(before=PETS, exchange=get("/pets/1", answer({"name": "a"})), breaks=False),
        Case(before=PETS, exchange=get("/pets/1", Response(404)), breaks=False, shows="a class of statuses"),
        Case(
            before=PETS,
            exchange=get("/pets/1", Response(304), headers=(("If-None-Match", '"a"'),)),
            breaks=False,
            shows="the client asked for 304 itself",
        ),
        Case(
            before=SILENT,
            exchange=get("/x", Response(200)),
            breaks=False,
            shows="nothing at all is described of the answers",
        ),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    response = subject.response
    if subject.operation is None or response is None or subject.described_response is not None:
        return
    if not subject.operation.responses:
        return  # nothing at all is described of its answers, so that none departs from it
    asked = subject.request.header("if-none-match") or subject.request.header("if-modified-since")
    if response.status >= 400 or response.status < 200 or (response.status == 304 and asked):
        return
    described = ", ".join(subject.operation.responses) or "none"
    message = f"The answer has status {response.status}; described: {described}."
    place = f"status {response.status}"
    yield found(subject, RULE, message, side=Side.RESPONSE, place=place, about=str(response.status))
