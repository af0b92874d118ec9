"""A response header whose value is not one that the description allows."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import Side
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.judge.case import JSON, PETS, TOTAL, answer, get
from assent.judge.saying import complaints, found
from assent.judge.subject import Subject
from assent.wire.views import Undecodable

RULE = Rule(
    id="invalid-response-header",
    title="A response header has a value that the description does not allow",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.21 Header Object, schema",
    since="0.1",
    why="Clients meet what they were promised never to meet.",
    instead="Send a value of the described schema, or describe what is sent.",
    engine="replay",
    cases=(
        Case(before=PETS, exchange=get("/pets", answer([], headers=(JSON, ("X-Total", "many"))))),
        Case(before=PETS, exchange=get("/pets", answer([], headers=(JSON, TOTAL))), breaks=False),
    ),
)


def judge(subject: Subject) -> Iterator[Finding]:
    described = subject.described_response
    if described is None:
        return
    for key, header in described.headers.items():
        if key == "content-type":
            continue  # OAS 3.1.1 §4.8.17: it shall be ignored
        reading, opinion = subject.header_reading(key)
        place = f"status {described.status} header {header.name}"
        if isinstance(reading, Undecodable) and not reading.undecided:
            message = f"The header {header.name} cannot be read: {reading.why}."
            yield found(subject, RULE, message, side=Side.RESPONSE, place=place, at=header.at, about="style")
        elif opinion is not None:
            yield from complaints(
                subject,
                RULE,
                opinion,
                what=f"The header {header.name}",
                side=Side.RESPONSE,
                place=place,
                use=header.schema,
            )
