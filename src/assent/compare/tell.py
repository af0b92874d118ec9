"""From a cause to a finding: which rule speaks, in which words, and with which witness."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from assent.compare import rules
from assent.compare.alternatives import alternative_words
from assent.compare.announcing import announcement
from assent.compare.change import announced
from assent.compare.families import rule_of, unshared_values
from assent.compare.found import Cause, Doubt, Loosened
from assent.compare.proof import (
    confirmed,
    disproved,
    is_taken,
    shown_within,
    within_unions,
    witness_of,
    witness_of_whole,
)
from assent.compare.rewriting import in_place
from assent.compare.text import as_typed
from assent.compare.told import Renamed, Told
from assent.document.document import Location
from assent.findings import Finding, OperationPlace, Rule, Severity, Witness
from assent.json import Json, canonical
from assent.records import replace
from assent.schema import Place, Schema
from assent.schema.includes import Proved
from assent.schema.model import conjuncts
from assent.schema.violations import Violation, innermost

SHOWN_VALUES = 5
"""Values of a list that a message spells out."""


def rule_named(name: str) -> Rule:
    """The rule with that id that explains why a schema refuses a value."""
    return rules.named("schema", name)


def explained(told: Told, cause: Cause, places: Sequence[OperationPlace]) -> Finding | None:
    """The finding of a refusal, with its witness; undecided if no witness can be confirmed.

    None if another alternative takes what this one refuses, so that the whole refuses nothing for this reason.
    """
    rule, values = rule_and_values(told, cause)
    if is_taken(told, cause, values):
        return None
    finding = _refusal(told, cause, rule, values, places)
    witness = witness_of(told, cause)
    if witness is None:
        if any(isinstance(verdict, Proved) for _, verdict in within_unions(told, cause, values)):
            return None
        witness = witness_of_whole(told, cause)
    if witness is None:
        if disproved(told, cause):
            return None
        asked: list[tuple[Json, ...]] = [(value,) for value in values] or [()]
        verdicts = [list(within_unions(told, cause, each)) for each in asked]
        taken = [any(isinstance(verdict, Proved) for _, verdict in each) for each in verdicts]
        left = [value for value, closed in zip(values, taken, strict=False) if not closed]
        if all(taken):
            return None
        witness = confirmed(told, cause, shown_within(told, cause, list(chain.from_iterable(verdicts))))
        if len(left) < len(values):
            finding = _refusal(told, cause, rule, left, places)
    if witness is None:
        return _unshown(finding, told, cause)
    as_shown = _as_shown(told, cause, witness)
    message = finding.message if values or as_shown is cause else refused_words(told, as_shown, values)
    return replace(finding, witness=witness, message=message)


def _as_shown(told: Told, cause: Cause, witness: Witness) -> Cause:
    """The cause in the words of its witness, where it is shown by another value than the one that it was found by."""
    refused = next(iter(witness.because), None)
    if told.path or refused is None or refused.value_pointer or cause.violation.causes:
        return cause
    if refused.schema_pointer != cause.violation.at.pointer or witness.value == cause.value:
        return cause
    return replace(cause, violation=replace(cause.violation, message=refused.message))


def is_closed(told: Told, cause: Cause) -> bool:
    """Whether a union on the way is known to take all that is refused."""
    _, values = rule_and_values(told, cause)
    return is_taken(told, cause, values) or (
        bool(values) and all(is_taken(told, cause, (value,)) for value in values)
    )


def unshown(told: Told, cause: Cause, places: Sequence[OperationPlace]) -> Finding:
    """The finding that a value is refused there, and nobody knows whether a whole exchange shows it."""
    rule, values = rule_and_values(told, cause)
    return _unshown(_refusal(told, cause, rule, values, places), told, cause)


def _unshown(finding: Finding, told: Told, cause: Cause) -> Finding:
    return replace(
        finding,
        rule=rule_named("schema-undecided"),
        severity=Severity.WARNING,
        decided=False,
        message=f"A value is refused at {told.where} ({cause.violation.message}), but no whole exchange shows it.",
    )


def rule_and_values(told: Told, cause: Cause) -> tuple[Rule, list[Json]]:
    """The rule that speaks, and the values that it speaks of, where it does of values."""
    rule = rule_named(rule_of(cause, told.within.receiver))
    listed = rule.id in ("enum-value-removed", "enum-value-added")
    return rule, unshared_values(cause) if listed else []


def _refusal(
    told: Told, cause: Cause, rule: Rule, values: Sequence[Json], places: Sequence[OperationPlace]
) -> Finding:
    """The finding of a refusal, without what shows it."""
    detail = detail_of(told, cause, rule, values)
    severity = rule.severity
    if severity is Severity.WARNING and _extensible(cause):
        severity = Severity.NOTE
    at, peer = cause.violation.at, cause.peer
    if rule.id in ("null-refused", "null-allowed"):
        at, peer = null_place(cause.wider, at, allowed=False), null_place(cause.narrower, peer, allowed=True)
    old, new = places_of(told, at, peer)
    return Finding(
        rule=rule,
        severity=severity,
        message=refused_words(told, cause, values),
        operations=known_by(places, detail),
        side=told.within.side,
        subject=f"{told.subject} {detail}".strip(),
        old=old,
        new=new,
        lifecycle=announcement(told, cause),
    )


def null_place(schema: Schema, other: Place, *, allowed: bool) -> Place:
    """Where the schema says whether it takes null, if it has a keyword for that; the other place if it has none."""
    for member in conjuncts(schema):
        for word in ("nullable", "x-nullable"):
            if member.annotation(word) is allowed:
                return member.at.below(word)
    return other


def detail_of(told: Told, cause: Cause, rule: Rule, values: Sequence[Json]) -> str:
    """What of the place the cause is about: an alternative, a part deeper inside, an end of a range, a name, values."""
    said = (
        f"<{cause.alternative}>" if cause.alternative else "",
        inner_words(cause),
        _END.get(cause.violation.keyword, "") if rule.id not in ("type-narrowed", "type-widened") else "",
        told.detail,
        *map(_shown, values),
    )
    return " ".join(part for part in said if part)


_END = {
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"), "least"),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"), "most"),
    **dict.fromkeys(("minContains", "maxContains"), "count"),
}
"""Which end of a range a keyword is about, where one rule speaks of both."""


def inner_words(cause: Cause) -> str:
    """Where inside the place the value is refused; `*` for what no schema names."""
    tokens = cause.violation.value_pointer
    if cause.violation.keyword in ("additionalProperties", "unevaluatedProperties", "propertyNames"):
        tokens = ()
    words, held = "", cause.value
    here: list[Schema] = [cause.wider, cause.narrower]
    for token in tokens:
        parts = [part for schema in here for part in in_place(schema)]
        if isinstance(held, list):
            words, held = f"{words}[]", held[int(token)]
            here = [it.keywords["items"] for it in parts if "items" in it.keywords]
            continue
        named = [
            it.keywords["properties"][token] for it in parts if token in it.keywords.get("properties", ())
        ]
        words = f"{words}.{token if named else '*'}"
        held = held.get(token) if isinstance(held, dict) else None
        here = named
    return words


def known_by(places: Sequence[OperationPlace], detail: str, *, dot: str = " ") -> tuple[OperationPlace, ...]:
    """The places with the subject that each knows the finding by: the way to it there, and the detail."""
    return tuple(
        replace(place, subject=f"{place.subject}{dot}{detail}".strip().removeprefix(dot) or detail)
        for place in places
    )


def doubted(told: Told, doubt: Doubt, places: Sequence[OperationPlace]) -> Finding:
    """The finding that assent cannot decide, naming the construct."""
    old, new = places_of(told, doubt.wider.at, doubt.narrower.at)
    rule = rule_named("schema-undecided")
    return Finding(
        rule=rule,
        severity=rule.severity,
        message=f"Not decided at {told.where}, because of `{doubt.construct}`: {doubt.why}.",
        operations=known_by(places, doubt.construct),
        side=told.within.side,
        subject=f"{told.subject} {doubt.construct}".strip(),
        decided=False,
        old=old,
        new=new,
    )


def loosened(told: Told, less: Loosened, places: Sequence[OperationPlace]) -> Finding:
    """The note that a schema says more or less than before, to nobody's harm."""
    receives = told.within.receiver == "new"
    rule = rule_named("schema-widened" if receives else "schema-narrowed")
    verb = "More is accepted" if receives else "Less may come"
    keyword = _as_written(less)
    old, new = places_of(told, less.wider.at, less.narrower.at)
    return Finding(
        rule=rule,
        severity=rule.severity,
        message=f"{verb} at {told.where} (`{keyword}`).",
        operations=known_by(places, less.keyword),
        side=told.within.side,
        subject=f"{told.subject} {less.keyword}".strip(),
        old=old,
        new=new,
    )


def _as_written(less: Loosened) -> str:
    """The keyword under the name that the author gave it: the texts of a number have a pattern that nobody wrote."""
    for member in (*conjuncts(less.narrower), *conjuncts(less.wider)):
        if less.keyword in member.keywords:
            return member.origins.get(less.keyword, less.keyword)
    return less.keyword


def renamed_properties(told: Told, about: Renamed | None, places: Sequence[OperationPlace]) -> Finding:
    """The finding that a property is no longer named, or is new."""
    assert about is not None
    name, property_name, old, new, part = about
    rule = rule_named(name)
    gone = name == "property-removed"
    path = f"{told.words}.{property_name}" if told.words else property_name
    source = part.source if isinstance(part.source, dict) else {}
    verb = "is no longer described" if gone else "is new"
    verb += f", {told.among}" if told.among else ""
    lifecycle = announced(source, deprecated=source.get("deprecated") is True, gone=True) if gone else None
    return Finding(
        rule=rule,
        severity=rule.severity,
        message=f"The property `{path}` {verb}.",
        operations=known_by(places, property_name, dot="."),
        side=told.within.side,
        subject=f"{told.subject}.{property_name}".removeprefix("."),
        old=told.locate(part.at if gone else old.at, "old"),
        new=told.locate(new.at if gone else part.at, "new"),
        lifecycle=lifecycle,
    )


def places_of(told: Told, reader: Place, sender: Place) -> tuple[Location, Location]:
    """The places in the old and the new description of what the reader and what the sender says."""
    if told.within.receiver == "new":
        return told.locate(sender, "old"), told.locate(reader, "new")
    return told.locate(reader, "old"), told.locate(sender, "new")


def refused_words(told: Told, cause: Cause, values: Sequence[Json]) -> str:
    """The sentence about what is refused: the values, the alternative, or what is wrong at the place."""
    receives = told.within.receiver == "new"
    if values:
        shown = ", ".join(f"`{_shown(value)}`" for value in values[:SHOWN_VALUES])
        more = f" and {len(values) - SHOWN_VALUES:,} more" if len(values) > SHOWN_VALUES else ""
        verb = "no longer accepts" if receives else "may now be"
        return f"{_capital(told.where)} {verb} {shown}{more}."
    if which := alternative_words(cause.alternative):
        if cause.violation.keyword in ("anyOf", "oneOf") and not cause.violation.value_pointer:
            if receives:
                return f"{_capital(told.where)} no longer accepts the alternative {which}."
            return f"{_capital(told.where)} may now be an alternative that old clients do not know, the one {which}."
    violation = as_typed(next(innermost(cause.violation)), cause.wider)
    where = _where(told, violation)
    said = violation.message
    if not said.startswith(("the ", "this ", "no ", "items ")):
        said = f"it {said}"
    return (
        f"Refused now at {where}: {said}." if receives else f"Not expected by old clients at {where}: {said}."
    )


def _where(told: Told, violation: Violation) -> str:
    """The place that is refused, which may lie inside the one that was compared."""
    words = told.words
    if violation.keyword not in ("additionalProperties", "unevaluatedProperties", "propertyNames"):
        for token in violation.value_pointer:
            words += "[]" if token.isdigit() else f".{token}" if words else token
    return f"`{words}`" if words else told.where


def _shown(value: Json) -> str:
    return canonical(value).decode("utf-8", "replace") if not isinstance(value, str) else value


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _extensible(cause: Cause) -> bool:
    """Whether the description tells readers to expect values that it does not list.

    Source: the extension x-extensible-enum.
    """
    return any(
        member.annotation("x-extensible-enum") not in (None, False)
        for schema in (cause.wider, cause.narrower)
        for member in conjuncts(schema)
    )
