"""The provider failed by its own account."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Finding, Rule, Severity
from assent.fuzz.shape import shape
from assent.fuzz.trial import Trial
from assent.judge.saying import found
from assent.wire.message import MOCK

RULE = Rule(
    id="server-error",
    title="The provider answered with a server error",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="RFC 9110 §15.6: the server is aware that it has erred",
    since="0.1",
    why="Whatever a client sends, right or wrong, it must not make the provider fail.",
    instead="Refuse wrong input with a status of 4xx; mend the defect that the witness shows.",
    engine="fuzz",
)

_MEANT = (501, 503)
NO_VALID_ANSWER = 500
"""With this status assent's own mock says that the description leaves it no answer: `assent check` names the cause."""


def check(trial: Trial) -> Iterator[Finding]:
    response = trial.response
    if response is None or trial.status < 500 or trial.status in _MEANT:
        return
    if response.header("server") == MOCK and response.status == NO_VALID_ANSWER:
        why = "the mock has no answer that is valid by the description"
        trial.attempt.material.impossible.setdefault(trial.attempt.about, why)
        return
    message = f"Status {response.status}, tried: {trial.attempt.about}."
    place = f"status {response.status}"
    yield found(trial.subject, RULE, message, side=Side.RESPONSE, place=place, about=shape(response))
