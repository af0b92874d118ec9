"""A request without the credentials that its operation asks for."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import JSON, KEY, PETS, post
from assent.judge.credentials import Presence, presence
from assent.judge.saying import found
from assent.judge.subject import Subject

RULE = Rule(
    id="missing-credentials",
    title="A request lacks the credentials that its operation asks for",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.30 Security Requirement Object",
    since="0.1",
    why="The provider should refuse it. If it answers, the description or the provider is wrong.",
    instead="Send the credentials of one alternative, or describe that none are needed.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=post({"name": "a"}, headers=(JSON,))),
        Case(
            before=PETS,
            exchange=post({"name": "a"}, headers=(JSON, ("Authorization", "Bearer t"))),
            shows="a token where basic credentials are asked for",
        ),
        Case(before=PETS, exchange=post({"name": "a"}, headers=(JSON, KEY)), breaks=False),
        Case(
            before=PETS,
            exchange=post({"name": "a"}, headers=(JSON, ("Authorization", "Basic YTpi"))),
            breaks=False,
            shows="the other alternative",
        ),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    if subject.operation is None:
        return
    alternatives = subject.operation.security
    verdicts = [[presence(need, subject.sent) for need in it.needs] for it in alternatives]
    if any(Presence.ABSENT not in verdict for verdict in verdicts):
        return
    asked = " or ".join(" and ".join(need.name for need in it.needs) for it in alternatives)
    message = f"The operation asks for {asked}, and the request has no such credentials."
    yield found(subject, RULE, message, side=Side.REQUEST, place="security")
