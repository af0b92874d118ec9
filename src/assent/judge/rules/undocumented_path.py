"""A request to a path that is not described."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import PETS, get
from assent.judge.saying import found
from assent.judge.subject import Subject

RULE = Rule(
    id="undocumented-path",
    title="A request went to a path that is not described",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.8 Paths Object",
    since="0.1",
    why="Nobody promised what answers there, so nothing keeps it from changing.",
    instead="Describe the path, or mend the client; mind the base paths of `servers`.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/dogs")),
        Case(before=PETS, exchange=get("/pets/1/"), shows="a slash at the end makes another path"),
        Case(before=PETS, exchange=get("/pets/1"), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    if subject.found is None:
        path = subject.request.path
        yield found(subject, RULE, f"No path of the description matches {path}.", side=Side.REQUEST)
