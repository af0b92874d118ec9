"""The provider does not know a method that its description has."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Finding, Rule, Severity
from assent.fuzz.trial import Trial
from assent.judge.saying import found

RULE = Rule(
    id="described-method-refused",
    title="The provider refuses a method that its description has",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="RFC 9110 §15.5.6, 405 Method Not Allowed",
    since="0.1",
    why="The operation is promised and nobody answers.",
    instead="Serve the operation, or take it out of the description.",
    engine="fuzz",
)


def check(trial: Trial) -> Iterator[Finding]:
    operation = trial.subject.operation
    if trial.status != 405 or operation is None or operation.method != trial.subject.request.method:
        return  # HEAD leads to GET and is not described
    if "405" in operation.responses or trial.spells_another_path:
        return
    message = f"Status {trial.status} for a method that is described."
    yield found(trial.subject, RULE, message, side=Side.RESPONSE, place=f"status {trial.status}")
