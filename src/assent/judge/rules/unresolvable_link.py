"""A link whose expression has no value in the exchange that carries it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import PETS, answer, post
from assent.judge.expressions import Unresolved, evaluate
from assent.judge.saying import found
from assent.judge.subject import Subject

RULE = Rule(
    id="unresolvable-link",
    title="A link takes a value from the exchange that is not there",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.20 Link Object",
    since="0.1",
    why="A client that follows the link cannot make the next request.",
    instead="Answer with the value, or mend the link's expression.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=post({"name": "a"}, answer({"name": "a"}, status=201))),
        Case(
            before=PETS,
            exchange=post({"name": "a"}, answer({"name": "a", "id": 1}, status=201)),
            breaks=False,
        ),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    described = subject.described_response
    if described is None:
        return
    path = {name: unquote(text) for name, text in subject.sent.path.items()}
    for name, link in described.links.items():
        for parameter, expression in (*link.parameters.items(), ("requestBody", link.request_body)):
            value = evaluate(expression, subject.exchange, path)
            if isinstance(value, Unresolved):
                yield found(
                    subject,
                    RULE,
                    f"The link {name!r} takes {parameter!r} from {value.expression}, but {value.why}.",
                    side=Side.RESPONSE,
                    place=f"status {described.status} link {name}",
                    at=link.at,
                    about=parameter,
                )
