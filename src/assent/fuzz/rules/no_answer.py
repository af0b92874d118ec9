"""The provider gave no answer that is HTTP."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Finding, Rule, Severity
from assent.fuzz.trial import Trial
from assent.judge.saying import found

RULE = Rule(
    id="no-answer",
    title="The provider gave no answer",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="RFC 9110 §15: a server answers each request; RFC 9112 §9.6",
    since="0.1",
    why="Clients wait in vain, or lose the connection that they share with other requests.",
    instead="Answer within the time limit, refuse what is too large, and do not let one request break the process.",
    engine="fuzz",
)


def check(trial: Trial) -> Iterator[Finding]:
    failure = trial.failure
    if failure is not None and failure.kind not in ("unsent", "refused"):
        message = f"{trial.attempt.about[:1].upper()}{trial.attempt.about[1:]}: {failure.why}."
        yield found(trial.subject, RULE, message, side=Side.RESPONSE, about=failure.kind)
