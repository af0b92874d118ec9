"""A request that the description allows was refused as wrong."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Finding, Rule, Severity
from assent.fuzz.shape import shape
from assent.fuzz.trial import Standing, Trial
from assent.judge.saying import found

RULE = Rule(
    id="valid-input-refused",
    title="The provider refused a request that its description allows",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.12 and §4.8.13: schemas define what may be sent",
    since="0.1",
    why="A client that keeps to the description cannot know what is wrong.",
    instead="Accept the request, or describe the constraint. What schemas cannot say belongs in the prose.",
    engine="fuzz",
)

_REFUSALS = (400, 406, 415, 422)
MOST_OF_URL = 4_000
"""Octets of a URL or a header beyond which a server may refuse for reasons of its own (RFC 9110 §4.1)."""


def check(trial: Trial) -> Iterator[Finding]:
    request, operation = trial.subject.request, trial.subject.operation
    if operation is None or not any(status[0] in "123d" for status in operation.responses):
        return  # no success is described, so none is promised
    if (
        trial.standing is not Standing.VALID
        or trial.status not in _REFUSALS
        or len(request.url) > MOST_OF_URL
    ):
        return
    recipe = trial.attempt.recipe
    if (
        recipe.odd
        or trial.in_gets_place
        or recipe.credentials != "own"
        or any(len(value) > MOST_OF_URL for _, value in request.headers)
    ):
        return
    message = f"Status {trial.status} for a request that keeps to the description: {trial.attempt.about}."
    place = f"status {trial.status}"
    assert trial.response
    yield found(
        trial.subject, RULE, message, side=Side.REQUEST, place=place, about=shape(trial.response, request)
    )
