"""A redirect to another host, which was not followed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from assent.api.sides import Side
from assent.findings import Breaks, Finding, Rule, Severity
from assent.fuzz.trial import Trial
from assent.judge.saying import found

RULE = Rule(
    id="redirected-elsewhere",
    title="The provider redirects to another host",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="RFC 9110 §15.4",
    since="0.1",
    why="What answers there was not tested: assent contacts only the host that it was given.",
    instead="Give the other host as the URL if it is yours to test.",
    engine="fuzz",
)


def check(trial: Trial) -> Iterator[Finding]:
    target = trial.response.header("location") if trial.response and 300 <= trial.status < 400 else None
    host = urlsplit(target).hostname if target else None
    if host is None or host == urlsplit(trial.subject.request.url).hostname:
        return
    if host not in _described(trial):
        message = f"Status {trial.status} leads to {host}, which was not contacted."
        yield found(trial.subject, RULE, message, side=Side.RESPONSE, about=host)


def _described(trial: Trial) -> set[str | None]:
    """The hosts that the description itself gives as examples of where this answer leads."""
    response = trial.subject.plan.response(trial.status) if trial.subject.plan else None
    location = response.headers.get("location") if response else None
    examples = (example.value for example in location.examples) if location else ()
    return {urlsplit(value.value).hostname for value in examples if value and isinstance(value.value, str)}
