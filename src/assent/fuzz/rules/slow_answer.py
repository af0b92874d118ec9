"""An answer that took long."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Finding, Rule, Severity
from assent.fuzz.trial import Trial
from assent.judge.saying import found

RULE = Rule(
    id="slow-answer",
    title="An answer took long",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="assent: advice",
    since="0.1",
    why="A request that costs much can be sent often.",
    instead="Bound what one request may cost.",
    engine="fuzz",
)

SECONDS = 2.0


def check(trial: Trial) -> Iterator[Finding]:
    seconds = trial.subject.exchange.seconds
    if seconds is not None and seconds > SECONDS and trial.failure is None:
        message = f"The answer took more than {SECONDS:g} seconds, tried: {trial.attempt.about}."
        yield found(trial.subject, RULE, message, side=Side.RESPONSE)
