"""A request without good credentials was answered with success."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Finding, Rule, Severity
from assent.fuzz.trial import Trial
from assent.judge.saying import found

RULE = Rule(
    id="credentials-not-checked",
    title="The provider answered a request without good credentials",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.30 Security Requirement Object, RFC 9110 §15.5.2",
    since="0.1",
    why="Anybody can do what the description promises only to some.",
    instead="Answer 401 or 403, or describe that no credentials are needed.",
    engine="fuzz",
)


def check(trial: Trial) -> Iterator[Finding]:
    operation = trial.subject.operation
    used = trial.attempt.recipe.credentials
    if used == "own" or not trial.accepted or operation is None:
        return
    if all(requirement.needs for requirement in operation.security):
        message = f"Status {trial.status} with {'no' if used == 'none' else 'wrong'} credentials."
        yield found(trial.subject, RULE, message, side=Side.RESPONSE, place="security", about=used)
