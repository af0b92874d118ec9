"""The user's own function has something against an exchange."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Finding, Rule, Severity
from assent.fuzz.hooks import Hooks
from assent.fuzz.trial import Trial
from assent.judge.saying import found

RULE = Rule(
    id="own-oracle",
    title="An oracle of your own has something against an exchange",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="a function marked @oracle in the file or module that --hooks names",
    since="0.1",
    why="You have said what must hold for your provider beyond its description.",
    instead="Mend the provider, or the oracle.",
    engine="fuzz",
)


def check(trial: Trial, hooks: Hooks) -> Iterator[Finding]:
    if not hooks.oracles or trial.response is None:
        return
    for name, text in hooks.complaints(trial.subject.exchange, trial.attempt.material.operation):
        yield found(trial.subject, RULE, f"{name}: {text}", side=Side.RESPONSE, about=name)
