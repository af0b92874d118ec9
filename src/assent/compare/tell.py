"""From a cause to a finding: which rule speaks, in which words, and with which witness."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TypeAlias

from assent.api import Response, Side
from assent.compare.change import Within, announced
from assent.compare.decide import Cause, Decider, Doubt, Loosened
from assent.compare.families import rule_of, unshared_values
from assent.compare.lift import drawn, filled, lift, searched, shows, subject_of, words_of
from assent.compare.positions import Edge, conjuncts
from assent.compare.rewriting import in_place
from assent.compare.rules import asked
from assent.compare.sample import Wishes, sample_request, sample_response
from assent.document.document import Location
from assent.findings import Age, Because, Finding, OperationPlace, Rule, Severity, Witness
from assent.json import Json, canonical
from assent.records import dataclass, replace
from assent.schema import Place, Schema
from assent.schema.includes import Proved, Refuted, Undecided
from assent.schema.violations import Violation, innermost, violations

Renamed: TypeAlias = tuple[str, str, Schema, Schema, Schema]
"""A property that one revision names: rule, name, the old schema, the new one, and the property's own."""

SHOWN_VALUES = 5
"""Values of a list that a message spells out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Where something was met: the operation and place, the root schemas, and the way from them."""

    within: Within
    decider: Decider
    root: Schema
    reader: Schema
    path: tuple[Edge, ...]
    locate: Callable[[Place, Age], Location]
    about: Cause | Doubt | Loosened | Renamed | None = None
    detail: str = ""

    def of(self, about: Cause | Doubt | Loosened | Renamed, detail: str = "") -> Told:
        """The same way, leading to something."""
        return replace(self, about=about, detail=detail)

    @property
    def words(self) -> str:
        return words_of([edge.step for edge in self.path])

    @property
    def subject(self) -> str:
        """The same words, with the names of the alternatives that the way leads through."""
        return subject_of([edge.step for edge in self.path])

    @property
    def where(self) -> str:
        return f"`{self.words}`" if self.words else "the value"

    @property
    def optional(self) -> bool:
        """Whether a sender may leave the last part of the way out."""
        if not self.path:
            place = self.within.place.split()
            if place and place[0] in ("query", "header", "cookie", "path"):
                return not _required_parameter(self.within)
            return False
        kind, name = self.path[-1].step
        holder = self.path[-2].wider if len(self.path) > 1 else self.reader
        required = {it for member in conjuncts(holder) for it in member.keywords.get("required", ())}
        return kind == "property" and name not in required

    @property
    def media(self) -> str:
        return self.within.place.rpartition("body ")[2] if "body " in self.within.place else ""


def _required_parameter(within: Within) -> bool:
    location, _, name = within.place.partition(" ")
    operation = within.old or within.operation
    return any(
        it.required for it in operation.parameters.values() if (it.location, it.name) == (location, name)
    )


@cache
def rule_named(name: str) -> Rule:
    """The rule about schemas with that id."""
    return next(each.rule for each in asked("schema") if each.rule.id == name)


def explained(told: Told, cause: Cause, places: Sequence[OperationPlace]) -> Finding | None:
    """The finding of a refusal, with its witness; undecided if no witness can be confirmed.

    None if another alternative takes what this one refuses, so that the whole refuses nothing for this reason.
    """
    within = told.within
    rule = rule_named(rule_of(cause, within.receiver))
    values = unshared_values(cause) if rule.id in ("enum-value-removed", "enum-value-added") else []
    detail = detail_of(told, cause, rule, values)
    severity = rule.severity
    if severity is Severity.WARNING and _extensible(cause):
        severity = Severity.NOTE
    old, new = _places(told, cause.violation.at, cause.peer)
    finding = Finding(
        rule=rule,
        severity=severity,
        message=_message(told, cause, values),
        operations=known_by(places, detail),
        side=within.side,
        subject=f"{told.subject} {detail}".strip(),
        old=old,
        new=new,
    )
    witness = _witness(told, cause)
    if witness is None:
        if _disproved(told, cause):
            return None
        return replace(
            finding,
            rule=rule_named("schema-undecided"),
            severity=Severity.WARNING,
            decided=False,
            message=f"A value is refused at {told.where} ({cause.violation.message}), but no whole exchange shows it.",
        )
    return replace(finding, witness=witness)


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
    old, new = _places(told, doubt.wider.at, doubt.narrower.at)
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
    old, new = _places(told, less.wider.at, less.narrower.at)
    return Finding(
        rule=rule,
        severity=rule.severity,
        message=f"{verb} at {told.where} (`{less.keyword}`).",
        operations=known_by(places, less.keyword),
        side=told.within.side,
        subject=f"{told.subject} {less.keyword}".strip(),
        old=old,
        new=new,
    )


def renamed_properties(told: Told, about: Renamed | None, places: Sequence[OperationPlace]) -> Finding:
    """The finding that a property is no longer named, or is new."""
    assert about is not None
    name, property_name, old, new, part = about
    rule = rule_named(name)
    gone = name == "property-removed"
    path = f"{told.words}.{property_name}" if told.words else property_name
    source = part.source if isinstance(part.source, dict) else {}
    verb = "is no longer described" if gone else "is new"
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


def _places(told: Told, reader: Place, sender: Place) -> tuple[Location, Location]:
    """The places in the old and the new description of what the reader and what the sender says."""
    if told.within.receiver == "new":
        return told.locate(sender, "old"), told.locate(reader, "new")
    return told.locate(reader, "old"), told.locate(sender, "new")


def _message(told: Told, cause: Cause, values: Sequence[Json]) -> str:
    receives = told.within.receiver == "new"
    if values:
        shown = ", ".join(f"`{_shown(value)}`" for value in values[:SHOWN_VALUES])
        more = f" and {len(values) - SHOWN_VALUES:,} more" if len(values) > SHOWN_VALUES else ""
        verb = "no longer accepts" if receives else "may now be"
        return f"{_capital(told.where)} {verb} {shown}{more}."
    violation = next(innermost(cause.violation))
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
    return f"`{words}`" if words else "the value"


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


def _witness(told: Told, cause: Cause) -> Witness | None:
    """An exchange that an independent validator confirms; None if none is found."""
    reader = told.decider.read(told.reader)
    for value in _candidates(told, cause):
        if shows(told.root, reader, value, told.decider):
            refusals = list(violations(reader, value, formats=told.decider.options.formats))
            because = tuple(_because(refusal) for refusal in _foremost(refusals, cause))
            return replace(exchange_with(told.within, value), value=value, because=because)
    return None


def _candidates(told: Told, cause: Cause) -> Iterator[Json]:
    """Whole values that may show the refusal, those that cost least first."""
    yield lift(told.root, told.path, filled(cause, told.decider), told.decider)
    if cause.parts:
        yield lift(told.root, told.path, cause.value, told.decider)
    yield from searched(told.root, told.reader, cause.violation.keyword, told.decider)
    if not _disproved(told, cause):
        yield from drawn(told.root, told.path, cause, told.decider)


def _disproved(told: Told, cause: Cause) -> bool:
    """Whether the verdict on the whole knows of no such reason."""
    match told.decider.whole(told.root, told.reader):
        case Proved():
            return True
        case Refuted() as refuted:
            return refuted.complete and all(it.at != cause.violation.at for it in refuted.witnesses)
        case Undecided():
            return False


def _foremost(refusals: Sequence[Violation], cause: Cause) -> Iterator[Violation]:
    """The refusals, the one that the finding is about first."""
    inner = [it for refusal in refusals for it in innermost(refusal)]
    yield from sorted(inner, key=lambda it: it.at != cause.violation.at)


def _because(violation: Violation) -> Because:
    return Because(
        keyword=violation.keyword,
        value_pointer=violation.value_pointer,
        schema_pointer=violation.at.pointer,
        message=violation.message,
    )


def exchange_with(within: Within, value: Json) -> Witness:
    """The exchange that carries the value at the place, as far as it can be written."""
    sender: Age = "old" if within.receiver == "new" else "new"
    witness = Witness(accepted_by=sender, refused_by=within.receiver)
    operation = within.old if sender == "old" else within.new
    if operation is None:
        return witness
    words = within.place.split()
    if within.side is Side.REQUEST:
        wishes = (
            Wishes(value=value, media=_media(within)) if words[:1] == ["body"] else _parameter(within, value)
        )
        return replace(witness, request=sample_request(operation, wishes))
    request = sample_request(operation, Wishes())
    response = _answering(operation.responses, words[1])
    if response is None:
        return replace(witness, request=request)
    if words[2:3] == ["header"]:
        answer = sample_response(response, header=(words[3].lower(), value))
    else:
        answer = sample_response(response, media=_media(within), value=value)
    return replace(witness, request=request, response=answer)


def _answering(responses: dict[str, Response] | object, status: str) -> Response | None:
    held = responses if isinstance(responses, dict) else dict(responses)  # type: ignore[call-overload]  # a mapping
    for key in (status, f"{status[:1]}XX", "default"):
        if key in held:
            found: Response = held[key]
            return found
    return None


def _media(within: Within) -> str:
    return within.place.rpartition("body ")[2]


def _parameter(within: Within, value: Json) -> Wishes:
    location, _, name = within.place.partition(" ")
    sender = within.old if within.receiver == "new" else within.new
    keys = [] if sender is None else list(sender.parameters)
    for key in keys:
        if key.location == location and key.name.lower() == name.lower():
            return Wishes(values={key: value})
    same = [key for key in keys if key.location == location]
    return Wishes(values={same[0]: value}) if len(same) == 1 else Wishes()
