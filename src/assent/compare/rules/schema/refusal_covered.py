"""What one alternative of a union refuses now lets nobody down."""

from __future__ import annotations

from assent.compare.case import answers, sends
from assent.findings import Breaks, Case, Rule, Severity
from assent.json import Json


def _anything_or(kind: str) -> Json:
    """A union of an object with one property of that type, and of any object."""
    named: Json = {"type": "object", "properties": {"action": {"type": kind}}}
    return {"anyOf": [named, {"type": "object"}]}


RULE = Rule(
    id="refusal-covered",
    title="A refusal in one alternative lets nobody down",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="JSON Schema 2020-12 core §10.2.1 anyOf, oneOf",
    since="0.1",
    why=(
        "By the letter of the union: another alternative takes what this one refuses, or no sender may send it, since it "
        "fits several alternatives of a `oneOf`. Where an alternative is wider than its author meant (a bare `object` "
        "beside described ones), the change may still surprise whoever goes by the described one."
    ),
    instead="Nothing, if the alternatives are meant as they are written; else narrow the one that takes everything.",
    cases=(
        Case(before=sends(_anything_or("string")), after=sends(_anything_or("integer")), breaks=False),
        Case(before=answers(_anything_or("string")), after=answers(_anything_or("integer")), breaks=False),
        Case(
            before=answers({"type": "object", "properties": {"action": {"type": "string"}}}),
            after=answers(_anything_or("string")),
            breaks=False,
            shows="the alternatives are new, so nothing was refused by one of them",
        ),
    ),
)
