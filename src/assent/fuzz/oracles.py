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
from assent.fuzz.trial import Standing, Trial
from assent.judge.judge import judge_response
from assent.records import replace

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
    for finding in () if _went_astray(trial) else judge_response(trial.subject):
        by_status = finding.rule.id == "undocumented-error-status"
        if by_status and (trial.status >= 500 or _is_http(trial) or trial.in_gets_place):
            continue  # server-error says it better, or GET does
        yield finding
    for check in _CHECKS:
        yield from (_named(finding, trial) for finding in check(trial))


def _is_http(trial: Trial) -> bool:
    """Whether HTTP gives that status to such a request, so that no description has to: a request that is refused for
    what it is, credentials that are asked for, and a path that names nothing (RFC 9110 §15.5).

    Source: OAS 3.1.1 §4.8.16: the responses need not cover all errors.
    """
    operation = trial.subject.operation
    if trial.standing is not Standing.VALID or operation is None:
        return True
    if trial.status in (401, 403):
        return bool(operation.security)
    return trial.status in (404, 410) and "{" in operation.path


def _named(finding: Finding, trial: Trial) -> Finding:
    """The finding with the path's template, also where the request's method is not described."""
    if trial.subject.operation is not None:
        return finding
    path = trial.attempt.material.operation.path
    return replace(finding, operations=tuple(replace(it, path=path) for it in finding.operations))


def _went_astray(trial: Trial) -> bool:
    """Whether the answer is not the operation's: a server may take a path parameter's encoded slash for a real one
    and find nothing, and it refuses what is too long before it looks at it.
    """
    slash = trial.status in (400, 404) and "%2f" in trial.subject.request.path.lower()
    return slash or trial.status in (413, 414, 431) or (trial.status == 405 and trial.spells_another_path)
