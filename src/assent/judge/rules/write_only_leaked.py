"""A provider sent a property that only clients may set."""

from __future__ import annotations

from collections.abc import Iterator

from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import PETS, answer, get, post
from assent.judge.saying import marks
from assent.judge.subject import Subject

RULE = Rule(
    id="write-only-leaked",
    title="A response has a property that is writeOnly",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.24.1, writeOnly; JSON Schema 2020-12 validation §9.4",
    since="0.1",
    why="It is often a secret: a password or a key that must not come back.",
    instead="Leave the property out of responses.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets/1", answer({"name": "a", "secret": "s"}))),
        Case(before=PETS, exchange=get("/pets/1", answer({"name": "a"})), breaks=False),
        Case(before=PETS, exchange=post({"name": "a", "secret": "s"}), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    for side, place, body in subject.bodies:
        if body.plan.check.mark == "writeOnly":
            yield from marks(subject, RULE, body, side=side, place=place)
