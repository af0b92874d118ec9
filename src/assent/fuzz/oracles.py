"""Everything that one trial gives away: what the judge says of the answer, and what the rules of fuzz say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assent.findings import Finding
from assent.fuzz.rules import (
    allow_missing,
    credentials_not_checked,
    described_method_refused,
    invalid_input_accepted,
    no_answer,
    redirected_elsewhere,
    server_error,
    slow_answer,
    undescribed_method_answered,
    undescribed_type_accepted,
    valid_input_refused,
)
from assent.fuzz.trial import Trial
from assent.judge.judge import judge_response

_RULES = (
    server_error,
    no_answer,
    credentials_not_checked,
    invalid_input_accepted,
    undescribed_type_accepted,
    valid_input_refused,
    described_method_refused,
    undescribed_method_answered,
    allow_missing,
    redirected_elsewhere,
    slow_answer,
)
_CHECKS: tuple[Callable[[Trial], Iterator[Finding]], ...] = tuple(it.check for it in _RULES)

RULES = tuple(it.RULE for it in _RULES)


def oracles(trial: Trial) -> Iterator[Finding]:
    """The findings of one trial, the answer's departures from the description first."""
    for finding in judge_response(trial.subject):
        if (
            finding.rule.id != "undocumented-error-status" or trial.status < 500
        ):  # server-error says it better
            yield finding
    for check in _CHECKS:
        yield from check(trial)


def _went_astray(trial: Trial) -> bool:
    """Whether a server may have taken a path parameter's encoded slash for a real one, and found nothing."""
    return trial.status in (400, 404) and "%2f" in trial.subject.request.path.lower()
