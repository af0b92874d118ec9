"""A request with a method that its path does not describe."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.routing import NotAllowed
from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import PETS, get
from assent.judge.saying import found
from assent.judge.subject import Subject

RULE = Rule(
    id="undocumented-method",
    title="A request used a method that its path does not describe",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.9 Path Item Object",
    since="0.1",
    why="Nobody promised what this method does there.",
    instead="Describe the operation, or use a method that is described.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets", method="DELETE")),
        Case(
            before=PETS, exchange=get("/pets", method="HEAD"), breaks=False, shows="HEAD goes where GET goes"
        ),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    if isinstance(subject.found, NotAllowed):
        described = ", ".join(subject.found.methods)
        message = f"{subject.request.method} is not described for this path, which has {described}."
        yield found(subject, RULE, message, side=Side.REQUEST)
