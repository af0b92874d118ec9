"""A request that the description forbids was answered with success."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Finding, Rule, Severity
from assent.fuzz.trial import Standing, Trial
from assent.judge.saying import found
from assent.records import replace

RULE = Rule(
    id="invalid-input-accepted",
    title="The provider accepted a request that its description forbids",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.12 and §4.8.13: schemas define what is sent",
    since="0.1",
    why="Data that the description rules out gets in; clients that rely on the leniency break when it goes.",
    instead="Refuse what the description forbids, or describe what is accepted.",
    engine="fuzz",
)

_CONSTRAINTS = frozenset(
    {
        "missing-parameter",
        "invalid-parameter",
        "missing-request-body",
        "undecodable-request-body",
        "invalid-request-body",
    }
)


def check(trial: Trial) -> Iterator[Finding]:
    if not trial.accepted or trial.standing is not Standing.INVALID or trial.attempt.recipe.odd:
        return
    errors = [finding for finding in trial.broken if finding.severity is Severity.ERROR]
    if not all(finding.rule.id in _CONSTRAINTS for finding in errors):
        return
    for finding in errors:
        place = finding.operations[0].place
        said = found(
            trial.subject,
            RULE,
            f"Status {trial.status} for a request that is wrong: {finding.message}",
            side=Side.REQUEST,
            place=place,
            at=finding.new,
            about=finding.subject or finding.rule.id,
        )
        because = finding.witness.because if finding.witness else ()
        value = finding.witness.value if finding.witness else None
        assert said.witness
        yield replace(said, witness=replace(said.witness, because=because, value=value))
