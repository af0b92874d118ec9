"""A query parameter that is not described."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.security import SecurityScheme
from assent.api.sides import Origin, Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import PETS, get
from assent.judge.saying import found
from assent.judge.subject import Subject

RULE = Rule(
    id="undocumented-query-parameter",
    title="A query parameter that is not described was sent",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.12 Parameter Object",
    since="0.1",
    why="The provider may ignore it or not: nothing is promised. Often it is a name with a slip in it.",
    instead="Describe the parameter, or stop sending it.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets?limti=1"), shows="a slip of the pen"),
        Case(before=PETS, exchange=get("/pets?limit=1"), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    if subject.plan is None or subject.plan.query_names is None:
        return
    if subject.plan.operation.origin is not Origin.PATH:
        return  # the consumer chose the URL, with its query
    known = subject.plan.query_names | {
        scheme.key_name
        for requirement in subject.plan.operation.security
        for need in requirement.needs
        if isinstance(scheme := need.scheme, SecurityScheme) and scheme.location == "query"
    }
    unknown = {name: None for name, _ in subject.sent.query if name not in known}
    for name in unknown:
        if name.partition("[")[0] not in known:
            message = f"The operation describes no query parameter {name!r}."
            yield found(subject, RULE, message, side=Side.REQUEST, place="query", about=name)
