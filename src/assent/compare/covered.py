"""What one alternative of a union refuses and the whole does not: a note, since nobody is let down, and yet it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assent.compare.decide import Decider
from assent.compare.found import Cause
from assent.compare.lift import filled, lift
from assent.compare.positions import branches, reference_name, union_of
from assent.compare.tell import detail_of, known_by, places_of, refused_words, rule_and_values, rule_named
from assent.compare.told import Told
from assent.findings import Finding, OperationPlace
from assent.json import Json
from assent.schema import Schema
from assent.schema.model import conjuncts
from assent.schema.violations import accepts_once


def covered(told: Told, places: Sequence[OperationPlace]) -> Finding | None:
    """The note about a refusal that is known to let nobody down; None where no union on the way is why."""
    cause = told.about
    assert isinstance(cause, Cause)
    if not told.unions:
        return None
    refusing, values = rule_and_values(told, cause)
    shown = values[0] if values else filled(cause, told.decider)
    detail = detail_of(told, cause, refusing, values)
    rule = rule_named("refusal-covered")
    old, new = places_of(told, cause.violation.at, cause.peer)
    return Finding(
        rule=rule,
        severity=rule.severity,
        message=f"{refused_words(told, cause, values)} {_reason(told, shown)}",
        operations=known_by(places, detail),
        side=told.within.side,
        subject=f"{told.subject} {detail}".strip(),
        old=old,
        new=new,
    )


def _reason(told: Told, shown: Json) -> str:
    """The sentence that says which alternative takes the value at the end of the way, or why nobody sends it.

    It looks at the unions on the way, innermost first, and at the smallest value of each that holds what is refused.
    """
    decider = told.decider
    for last in reversed(told.unions):
        sender, reader = told.sender_at(last), told.reader_at(last)
        value = lift(sender, told.path[last:], shown, decider)
        for name, branch in _alternatives(reader, decider):
            if accepts_once(decider.read(branch), value):
                return f"The alternative `{name}` takes that, so nobody is let down."
        fitting = [
            name
            for name, branch in _alternatives(sender, decider)
            if accepts_once(decider.sent(branch), value)
        ]
        if len(fitting) > 1 and not accepts_once(decider.sent(sender), value):
            several = " and ".join(f"`{name}`" for name in fitting[:2])
            return f"Nobody sends that: it fits {several}, and `oneOf` allows one alternative only."
    return "By the letter of the union, nobody is let down."


def _alternatives(schema: Schema, decider: Decider) -> Iterator[tuple[str, Schema]]:
    """The alternatives of a union, each with its name, or with where it stands if nothing refers to it by one."""
    union = union_of(conjuncts(schema))
    if union is None:
        return
    holder, keyword = union
    for index, branch in enumerate(branches(schema, decider.joined) or ()):
        yield reference_name(holder.keywords[keyword][index]) or f"{keyword}/{index}", branch
