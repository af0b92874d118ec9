"""What a search would say of two plain schemas, told without one: those that differ in what is required, or in null.

Schemas are plain here that say nothing but types, and names of properties: by far the most that change. Everything
else, and whatever the two say of parts that are not decided on their own, is left to the search.
tests/compare/test_glance.py holds that the answers are the same to the last word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, TypeAlias

from assent.compare.positions import Edge, Step
from assent.compare.rewriting import implied_types
from assent.json import Json
from assent.records import dataclass
from assent.schema import Place, Schema, wording
from assent.schema.frozen import thaw
from assent.schema.includes import MOST_REASONS
from assent.schema.includes.evaluate import found_in
from assent.schema.includes.listed import in_order
from assent.schema.keywords import TYPE_NAMES
from assent.schema.model import conjuncts
from assent.schema.violations import Violation

STRUCTURE: Final = frozenset({"$ref", "allOf"})
PLAIN: Final = STRUCTURE | {"type", "properties", "required", "additionalProperties"}
OF_OTHERS: Final = frozenset(
    [
        *("format", "pattern", "minLength", "maxLength"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
        *("items", "minItems", "maxItems", "uniqueItems"),
    ]
)
"""Keywords that say nothing of objects or null; both schemas have to say the same by them."""

NOTHING: Final = frozenset[str]()
NULL: Final = frozenset({"null"})
ANYTHING: Final = ""
"""What a search puts where anything may stand: the smallest of all values."""

Refusal: TypeAlias = tuple[Violation, Json]
"""What a reader has against a value, and the value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a plain schema asks for as a whole. `members` are the parts of it that say something."""

    members: tuple[Schema, ...]
    types: frozenset[str]
    required: frozenset[str]
    named: frozenset[str]
    closed: tuple[frozenset[str], ...]
    """The names that each member knows which refuses others."""
    held: frozenset[str]
    """The properties of which it says more than that they may be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A sender's schema and its reader's, both plain, where neither has a property that the side does not know."""

    sender: Look
    reader: Look

    def refusals(self, *, shuts: bool, ignores: bool) -> list[Refusal] | None:
        """All that the reader refuses of what may be sent, the search's first value first; None: a search has to tell.

        `shuts`: a sender sends only what it names. `ignores`: a reader lets pass what it does not name.
        """
        sender, reader = self.sender, self.reader
        beyond = sender.types - reader.types
        found = list(_wrong_types(reader)) if beyond else []
        if not beyond <= NULL or len(found) >= MOST_REASONS:
            return None
        if "object" not in sender.types:
            return found
        sent = sender.named | sender.required if shuts and sender.named else None
        if not ignores and not _knows(reader.closed, sent):
            return None
        if not self._is_unheard(sender.required if shuts else None):
            return None
        if reader.required <= sender.required:
            return found
        if not _has_an_object(sender, sender.held | (reader.named if not sender.named else NOTHING)):
            return None
        value: Json = dict.fromkeys(sorted(sender.required), ANYTHING)
        return [*found, *((each, value) for each in _missing(reader, sender.required))]

    def _is_unheard(self, sent: Collection[str] | None) -> bool:
        """Whether nothing that only the reader says of a property can be about one that is sent.

        `sent` are those that have to be there; None: any may be.
        """
        alone = self.reader.held - self.sender.named
        return not alone if sent is None else alone.isdisjoint(sent)

    def more_taken(self) -> list[tuple[str, Place]] | None:
        """The keyword by which the sender's schema refuses what the reader takes, if it does; None: a search has to tell.

        The properties that only the sender names count for nothing.
        """
        sender, reader = self.sender, self.reader
        beyond = reader.types - sender.types
        alone = reader.named - sender.named
        taken = frozenset.intersection(*reader.closed) - alone if reader.closed else None
        if not beyond <= NULL:
            return None
        if not _knows(sender.closed, taken):
            return None if beyond else self._more_names()
        if beyond:
            return [("type", next(filter(_refuses_null, sender.members)).place_of("type"))]
        wanted = sender.required - (sender.named - reader.named) - reader.required
        if "object" not in reader.types or not wanted:
            return []
        if not _has_an_object(reader, reader.held | alone if sender.closed else reader.held):
            return None
        first = next(it for it in sender.members if not wanted.isdisjoint(it.keywords.get("required", ())))
        return [("required", first.place_of("required"))]

    def _more_names(self) -> list[tuple[str, Place]] | None:
        """What closes the sender's schema, if the reader's is open and nothing else of an object is refused."""
        sender, reader = self.sender, self.reader
        if len(sender.members) > 1 or reader.closed or not reader.named <= sender.named:
            return None
        if "object" not in reader.types or not sender.required & reader.named <= reader.required:
            return None
        if not sender.required <= sender.named or not _has_an_object(reader, reader.held):
            return None
        return [("additionalProperties", sender.members[0].place_of("additionalProperties"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """A sender's texts and its reader's, where each says nothing but which ones they are."""

    sender: Schema
    reader: Schema

    def refusals(self, *, shuts: bool, ignores: bool) -> list[Refusal]:
        """What the reader refuses of what may be sent: the first of the texts that it does not list."""
        del shuts, ignores
        listed = self.reader.keywords["enum"]
        unknown = in_order(frozenset(self.sender.keywords["enum"]).difference(listed))
        if not unknown:
            return []
        value = thaw(unknown[0])
        return [(_violation("enum", self.reader, wording.enum_message(listed, value)), value)]

    def more_taken(self) -> list[tuple[str, Place]]:
        """The keyword by which the sender's schema refuses what the reader takes, if it does."""
        if frozenset(self.reader.keywords["enum"]) <= frozenset(self.sender.keywords["enum"]):
            return []
        return [("enum", self.sender.place_of("enum"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Freed:
    """A sender's texts, which follow a pattern, where a reader takes every text."""

    sender: Schema

    def refusals(self, *, shuts: bool, ignores: bool) -> list[Refusal]:
        """Nothing."""
        del shuts, ignores
        return []

    def more_taken(self) -> list[tuple[str, Place]] | None:
        """The pattern, if it refuses the empty text; None: a search has to tell whether it refuses another."""
        empty = found_in(self.sender.keywords["pattern"], "")
        return [("pattern", self.sender.place_of("pattern"))] if empty is False else None


def plain_pair(narrower: Schema, wider: Schema, decided: Collection[Edge]) -> Pair | Lists | Freed | None:
    """The two, if they are plain; the parts that the edges name are decided on their own."""
    steps = {edge.step for edge in decided}
    before, after = _said(narrower), _said(wider)
    if len(before) == len(after) == 1 and all(map(_is_list, (*before, *after))):
        return Lists(sender=before[0], reader=after[0])
    if len(before) == len(after) == 1 and _is_text(before[0], "pattern") and _is_text(after[0]):
        return Freed(sender=before[0])
    if not _say_the_same_of_others(before, after, steps):
        return None
    sender, reader = _plain(before, steps), _plain(after, steps)
    return None if sender is None or reader is None else Pair(sender=sender, reader=reader)


def _said(schema: Schema) -> tuple[Schema, ...]:
    """The members that say something themselves."""
    return tuple(
        it for it in conjuncts(schema) if it.never or it.troubles or not STRUCTURE.issuperset(it.keywords)
    )


def _is_list(member: Schema) -> bool:
    return _is_text(member, "enum") and all(isinstance(it, str) for it in member.keywords["enum"])


def _is_text(member: Schema, *words: str) -> bool:
    """Whether the schema says that a value is a text, something by these words, and nothing else."""
    held = member.keywords
    return held.keys() - STRUCTURE == {"type", *words} and held["type"] == ("string",) and not member.troubles


def _say_the_same_of_others(before: tuple[Schema, ...], after: tuple[Schema, ...], steps: set[Step]) -> bool:
    """Whether all that is not plain is said by one schema on each side, in the same words, of other values."""
    more = [[it for it in member.keywords if it not in PLAIN] for member in (*before, *after)]
    if not any(more):
        return True
    if len(before) != 1 or len(after) != 1:
        return False
    one, other = before[0].keywords, after[0].keywords
    return set(more[0]) == set(more[1]) and all(
        word in OF_OTHERS and (("item", "") in steps if word == "items" else one[word] == other[word])
        for word in more[0]
    )


def _plain(members: tuple[Schema, ...], steps: set[Step]) -> Look | None:
    types, required, named, held = TYPE_NAMES, set[str](), set[str](), set[str]()
    closed: list[frozenset[str]] = []
    for member in members:
        said = member.keywords
        own = said.get("properties", {})
        if member.never or member.troubles:
            return None
        more = said.get("additionalProperties")
        if more is not None and more.never:
            closed.append(frozenset(own))
        elif more is not None and (more.keywords or more.troubles):
            return None
        if spoken := _types_of(member):
            types &= _with_integers(spoken)
        required.update(said.get("required", ()))
        named.update(own)
        held.update([name for name, part in own.items() if ("property", name) not in steps and _says(part)])
    return Look(
        members=members,
        types=types,
        required=frozenset(required),
        named=frozenset(named),
        closed=tuple(closed),
        held=frozenset(held),
    )


def _types_of(member: Schema) -> tuple[str, ...]:
    """The types that the member asks for; empty if it leaves them open."""
    if "properties" in member.keywords and "type" not in member.keywords:
        return implied_types(member)
    spoken: tuple[str, ...] = member.keywords.get("type", ())
    return spoken


def _with_integers(types: Collection[str]) -> frozenset[str]:
    return frozenset([*types, "integer"]) if "number" in types else frozenset(types)


def _says(part: Schema) -> bool:
    """Whether the schema may say anything; it is not read for that."""
    return part.source is not True and part.source != {}


def _knows(closed: Collection[frozenset[str]], names: frozenset[str] | None) -> bool:
    """Whether each member that refuses what it does not know knows all these names; None: any name may be met."""
    return not closed or (names is not None and all(names <= known for known in closed))


def _has_an_object(schema: Look, unsure: Collection[str]) -> bool:
    """Whether some object surely follows the schema: it needs no property of which more is said, or that is refused."""
    return schema.required.isdisjoint(unsure) and all(schema.required <= known for known in schema.closed)


def _refuses_null(member: Schema) -> bool:
    return "null" not in (_types_of(member) or NULL)


def _wrong_types(reader: Look) -> Iterator[Refusal]:
    for member in reader.members:
        if _refuses_null(member):
            message = wording.type_message(_types_of(member), None)
            yield _violation("type", member, message), None


def _missing(reader: Look, present: Collection[str]) -> Iterator[Violation]:
    for member in reader.members:
        for name in dict.fromkeys(member.keywords.get("required", ())):
            if name not in present:
                yield _violation("required", member, f"lacks the required property {name!r}")


def _violation(keyword: str, member: Schema, message: str) -> Violation:
    return Violation(keyword=keyword, value_pointer=(), at=member.place_of(keyword), message=message)
