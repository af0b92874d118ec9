"""A refused method without the list of those that are allowed."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Finding, Rule, Severity
from assent.fuzz.trial import Trial
from assent.judge.saying import found

RULE = Rule(
    id="allow-missing",
    title="A 405 answer does not say which methods are allowed",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="RFC 9110 §15.5.6: the origin server MUST generate an Allow header field in a 405 response",
    since="0.1",
    why="Clients and proxies learn from it what to do instead.",
    instead="Send Allow with the methods of the path.",
    engine="fuzz",
)


def check(trial: Trial) -> Iterator[Finding]:
    if trial.response is not None and trial.status == 405 and trial.response.header("allow") is None:
        message = f"Status 405 without Allow, tried: {trial.attempt.about}."
        yield found(trial.subject, RULE, message, side=Side.RESPONSE, place="status 405")
