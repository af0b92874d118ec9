"""A client sent a property that only the provider may set."""

from __future__ import annotations

from collections.abc import Iterator

from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import PETS, answer, get, post
from assent.judge.saying import marks
from assent.judge.subject import Subject

RULE = Rule(
    id="read-only-sent",
    title="A request has a property that is readOnly",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.24.1, readOnly; JSON Schema 2020-12 validation §9.4",
    since="0.1",
    why="The provider may refuse the request, or ignore what the client wanted to set.",
    instead="Leave the property out.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=post({"name": "a", "id": 1})),
        Case(before=PETS, exchange=post({"name": "a"}), breaks=False),
        Case(before=PETS, exchange=get("/pets/1", answer({"name": "a", "id": 1})), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    for side, place, body in subject.bodies:
        if body.plan.check.mark == "readOnly":
            yield from marks(subject, RULE, body, side=side, place=place)
