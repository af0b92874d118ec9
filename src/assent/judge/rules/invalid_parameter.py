"""A parameter's value is not one that the description allows, or is written in another style."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import PETS, get
from assent.judge.saying import complaints, found
from assent.judge.subject import Subject
from assent.wire.views import Undecodable

RULE = Rule(
    id="invalid-parameter",
    title="A parameter has a value that the description does not allow",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.12 Parameter Object, schema and style",
    since="0.1",
    why="The provider may refuse the request, or take it for something else.",
    instead="Send a value of the described schema in the described style, or describe what is sent.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets?limit=101")),
        Case(before=PETS, exchange=get("/pets?limit=ten")),
        Case(before=PETS, exchange=get("/pets/x"), shows="a path parameter"),
        Case(before=PETS, exchange=get("/pets", headers=(("x-tenant", "c"),)), shows="a header"),
        Case(before=PETS, exchange=get("/pets?limit=100"), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    for heard in subject.parameters:
        parameter = heard.plan.parameter
        place = f"{parameter.location.value} {parameter.name}"
        what = f"The {parameter.location.value} parameter {parameter.name!r}"
        if isinstance(heard.reading, Undecodable) and not heard.reading.undecided:
            message = f"{what} cannot be read: {heard.reading.why}."
            yield found(
                subject, RULE, message, side=Side.REQUEST, place=place, at=parameter.at, about="style"
            )
        elif heard.opinion is not None:
            yield from complaints(
                subject,
                RULE,
                heard.opinion,
                what=what,
                side=Side.REQUEST,
                place=place,
                use=parameter.schema,
            )
