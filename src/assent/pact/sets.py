"""What the provider may send against what the consumer accepts: two sets of JSON values, and findings on them.

An expectation is impossible if the example itself cannot come, and at risk if the provider's set is not inside the
consumer's.
"""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.sides import hidden
from assent.findings import Because, Finding, Rule, Side
from assent.json import Json, Pointer, format_pointer
from assent.pact.matchers import Accepted
from assent.pact.place import Place
from assent.pact.rules import response_body_at_risk, response_body_impossible
from assent.schema.includes import Proved, Refuted, Undecided, includes
from assent.schema.model import Schema
from assent.schema.read import read
from assent.schema.views import View
from assent.schema.violations import Violation, accepts, innermost, violations

PRESENCE = frozenset({"required", "minProperties", "minItems", "dependentRequired", "contains"})
"""Keywords that refuse what is absent: a consumer's example shows only what it reads."""

AS_SENT = View(typed=True, closed=True, without=hidden(Side.RESPONSE))
"""How providers send: only what is named, and nothing that is write-only."""


FOLLOWS = frozenset({"not", "unevaluatedProperties", "unevaluatedItems"})
"""Keywords that a value fails as a consequence where it fits no alternative of a union."""


def impossibilities(
    place: Place, part: str, may_send: Schema, shown: Accepted, example: Json
) -> Iterator[Finding]:
    """Findings if the example, which `shown` stands for, cannot come from such a provider, whatever else is with it."""
    if accepts(may_send, example, formats="assert"):
        return
    refused = read({"not": shown.schema}, dialect="2020-12", pool=may_send.pool)
    verdict = includes(refused, may_send, most=1, formats="assert")
    if isinstance(verdict, Refuted):
        return
    causes = list(absence_ignored(may_send, example))
    if isinstance(verdict, Undecided) and not causes:
        message = f"Whether such a provider can send this body could not be decided: {verdict}."
        yield place.found(response_body_impossible.RULE, message, part=part, decided=False)
        return
    for violation in causes:
        yield impossible(place, part, violation, example)
    if not causes:
        message = "No body that the description allows has what the consumer expects."
        yield place.found(response_body_impossible.RULE, message, part=part, witness=example)


def absence_ignored(schema: Schema, example: Json) -> Iterator[Violation]:
    """What the schema refuses about what is there; one for each keyword and place of the schema."""
    seen: set[object] = set()
    found = [
        (violation, [one for one in innermost(violation) if one.keyword not in PRESENCE])
        for violation in violations(schema, example, formats="assert")
    ]
    unions = [violation.value_pointer for violation, inner in found if violation.causes and inner]
    for violation, inner in found:
        at = violation.value_pointer
        if violation.keyword in FOLLOWS and any(at[: len(union)] == union for union in unions):
            continue
        for cause in inner[:1]:
            where = cause.keyword, cause.at
            if where not in seen:
                seen.add(where)
                yield cause


def impossible(place: Place, part: str, violation: Violation, example: Json) -> Finding:
    """The finding for one keyword that rules the example out."""
    because = Because(
        keyword=violation.keyword,
        value_pointer=violation.value_pointer,
        schema_pointer=violation.at.pointer,
        message=violation.message,
    )
    where = format_pointer(violation.value_pointer)
    return place.found(
        response_body_impossible.RULE,
        f"The consumer expects a body that the description rules out{' at ' + where if where else ''}: "
        f"{violation.message}.",
        part=part,
        subject=subject_of(because),
        witness=example,
        because=(because,),
    )


def risks(
    place: Place, part: str, may_send: Schema, wanted: Accepted, *, rule: Rule = response_body_at_risk.RULE
) -> Iterator[Finding]:
    """A finding for each reason why the provider may send what the consumer refuses."""
    what = part.partition(" ")[0]
    consumer = read(wanted.schema, dialect="2020-12", pool=may_send.pool)
    match includes(consumer, may_send):
        case Proved():
            return
        case Undecided() as doubt:
            message = f"Whether the consumer accepts everything described could not be decided: {doubt}."
            yield place.found(rule, message, part=part, decided=False)
        case Refuted(witnesses=witnesses):
            told: set[str] = set()
            for witness in witnesses:
                because = Because(
                    keyword=witness.keyword,
                    value_pointer=witness.value_pointer,
                    schema_pointer=witness.at.pointer,
                    message=witness.message,
                )
                if subject_of(because) in told:
                    continue
                told.add(subject_of(because))
                where = format_pointer(witness.value_pointer)
                yield place.found(
                    rule,
                    f"The provider may send a {what} that the consumer refuses{' at ' + where if where else ''}: "
                    f"{witness.message}.",
                    part=part,
                    subject=subject_of(because),
                    witness=witness.value,
                    answer=place.answer(part, witness.value),
                    because=(because,),
                )


def subject_of(because: Because) -> str:
    """The part of the value that is refused, and by which keyword; every element of a list is `*`."""
    pointer = (*because.value_pointer, *missing(because))
    return f"{format_pointer(['*' if it.isdigit() else it for it in pointer])} {because.keyword}".strip()


def missing(because: Because) -> Pointer:
    """The member that `required` misses, which its message names."""
    parts = because.message.split("'")
    return (parts[1],) if because.keyword == "required" and len(parts) > 2 else ()
