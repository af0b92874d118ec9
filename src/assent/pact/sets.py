"""What the provider may send against what the consumer accepts: two sets of JSON values, and findings on them.

An expectation is impossible if the example itself cannot come, and at risk if the provider's set is not inside the
consumer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assent.api.sides import hidden
from assent.findings import Because, Finding, Rule, Side
from assent.json import Json, Pointer, format_pointer
from assent.pact.matchers import Accepted
from assent.pact.place import Place
from assent.pact.rules import response_body_at_risk, response_body_impossible
from assent.records import replace
from assent.schema.includes import Proved, Refuted, Undecided, Witness, includes
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
            for value, because in _told(witnesses):
                where = format_pointer(because.value_pointer)
                yield place.found(
                    rule,
                    f"The provider may send a {what} that the consumer refuses{' at ' + where if where else ''}: "
                    f"{because.message}.",
                    part=part,
                    subject=subject_of(because),
                    witness=value,
                    answer=place.answer(part, value),
                    because=(because,),
                )


def _told(witnesses: Iterable[Witness]) -> Iterator[tuple[Json, Because]]:
    """Each reason once, with a value that shows it: elements of a list are alike, and so is all one object lacks."""
    reasons: dict[object, list[tuple[Json, Because]]] = {}
    for witness in witnesses:
        because = Because(
            keyword=witness.keyword,
            value_pointer=witness.value_pointer,
            schema_pointer=witness.at.pointer,
            message=witness.message,
        )
        reasons.setdefault((_starred(because.value_pointer), because.keyword), []).append(
            (witness.value, because)
        )
    for alike in reasons.values():
        yield from _lacking(alike) if alike[0][1].keyword == "required" else alike[:1]


def _lacking(alike: Sequence[tuple[Json, Because]]) -> Iterator[tuple[Json, Because]]:
    """What an object may lack: at once where one value lacks it all, else in as few values as show it."""
    yield from (each for each in alike if not missing(each[1]))
    left = {name: each for each in alike for name in missing(each[1])}
    while left:
        value, because = max(left.values(), key=lambda each: len(left.keys() - _members(*each)))
        lacking = sorted(left.keys() - _members(value, because)) or list(missing(because))
        if len(lacking) > 1:
            names = ", ".join(f"'{name}'" for name in lacking[:-1])
            said = f"lacks the required properties {names} and '{lacking[-1]}'"
            yield value, replace(because, message=said)
        else:
            yield value, because
        left = {name: each for name, each in left.items() if name not in lacking}


def _members(value: Json, because: Because) -> set[str]:
    """The members of the object at the place in question."""
    for token in because.value_pointer:
        value = (
            value[int(token)]
            if isinstance(value, list)
            else value[token]
            if isinstance(value, dict)
            else None
        )
    return set(value) if isinstance(value, dict) else set()


def _starred(pointer: Pointer) -> str:
    return format_pointer(["*" if token.isdigit() else token for token in pointer])


def subject_of(because: Because) -> str:
    """The part of the value that is refused, and by which keyword; every element of a list is `*`."""
    names = missing(because)
    pointer = (*because.value_pointer, *names) if len(names) == 1 else because.value_pointer
    parts = [_starred(pointer), because.keyword, *(names if len(names) > 1 else ())]
    return " ".join(parts).strip()


_LACKS = re.compile(r"lacks the required propert(?:y|ies) '[^']*'(?:(?:, | and )'[^']*')*")


def missing(because: Because) -> tuple[str, ...]:
    """The members that `required` misses, which its message names."""
    named = because.keyword == "required" and _LACKS.fullmatch(because.message)
    return tuple(because.message.split("'")[1::2]) if named else ()
