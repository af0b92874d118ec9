"""The provider answers a method that its description does not have."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.routing import NotAllowed
from assent.api.sides import Side
from assent.findings import Breaks, Finding, Rule, Severity
from assent.fuzz.trial import Trial
from assent.judge.saying import found

RULE = Rule(
    id="undescribed-method-answered",
    title="The provider answers a method that its description does not have",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="RFC 9110 §15.5.6, 405 Method Not Allowed; OAS 3.1.1 §4.8.9",
    since="0.1",
    why="An operation that nobody described is also one that nobody reviewed.",
    instead="Describe the operation, or answer 405.",
    engine="fuzz",
)


def check(trial: Trial) -> Iterator[Finding]:
    if trial.subject.request.method == "OPTIONS":
        return  # every server may answer it (RFC 9110 §9.3.7)
    if trial.accepted and isinstance(trial.subject.found, NotAllowed):
        message = f"Status {trial.status} for {trial.attempt.about}, which is not described."
        yield found(trial.subject, RULE, message, side=Side.RESPONSE, about=trial.subject.request.method)
