"""A body of a media type that is not described was taken."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Finding, Rule, Severity
from assent.fuzz.trial import Trial
from assent.judge.saying import found

RULE = Rule(
    id="undescribed-type-accepted",
    title="The provider accepted a body of a media type that is not described",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="RFC 9110 §15.5.16, 415 Unsupported Media Type",
    since="0.1",
    why="The provider guesses what the bytes are; a stricter one, or a proxy before it, will not.",
    instead="Answer 415 to media types that are not described.",
    engine="fuzz",
)


def check(trial: Trial) -> Iterator[Finding]:
    errors = [finding for finding in trial.broken if finding.severity is Severity.ERROR]
    if trial.accepted and errors and all(it.rule.id == "undocumented-request-type" for it in errors):
        sent = trial.subject.request.header("content-type")
        message = f"Status {trial.status} for a body of {sent or 'no media type'}."
        yield found(trial.subject, RULE, message, side=Side.REQUEST, place="body", about=sent or "none")
