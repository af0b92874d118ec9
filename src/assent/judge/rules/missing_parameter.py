"""A required parameter was not sent."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import JSON, KEY, PETS, get, post
from assent.judge.saying import found
from assent.judge.subject import Subject
from assent.wire.parameters import Nothing

RULE = Rule(
    id="missing-parameter",
    title="A required parameter was not sent",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.12.2 Parameter Object, required",
    since="0.1",
    why="The provider may refuse the request.",
    instead="Send the parameter, or describe it as optional if it is.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets", method="POST", headers=(JSON, KEY), body={"name": "a"})),
        Case(before=PETS, exchange=post({"name": "a"}), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    for heard in subject.parameters:
        parameter = heard.plan.parameter
        if heard.reading is Nothing.ABSENT and parameter.required:
            yield found(
                subject,
                RULE,
                f"The required {parameter.location.value} parameter {parameter.name!r} was not sent.",
                side=Side.REQUEST,
                place=f"{parameter.location.value} {parameter.name}",
                at=parameter.at,
            )
