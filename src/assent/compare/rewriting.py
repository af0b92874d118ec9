"""Schemas as one side of an exchange means them: what travels, what senders leave out, what readers let pass.

A rewriting gives, for each schema, another that keeps the author's places, so that what refuses a value can still
be named. It follows references lazily and rewrites each schema once for each way in which it is met.

`assent.schema.views` rewrites alike, for one schema and one value; this one serves two revisions of it, and differs:
- A bare `type: object` in a union does not let a sender send members that other alternatives name. In a view it
  stays any object, and what one alternative loses would be told as a break although nobody sends it.
- A reader's `oneOf` is always an `anyOf`, a sender's stays as written. A view opens only those with closed
  alternatives, and keeps a sender's by two negations; on wide unions that is too much for a budget to decide.
- A property that does not exist is left out, so that a part that names it differs in nothing. A view lets anything,
  or nothing, stand in its place.
- `type: object` is added only where nothing composes beside the properties and no type is named around them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from operator import is_
from typing import Any, Final, Literal, TypeAlias

from assent.api import Side
from assent.records import dataclass, replace
from assent.schema import Schema
from assent.schema.dialect import ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS
from assent.schema.model import Reference, is_anything, unread

NOBODY: Final = frozenset[str]()
HIDDEN: Final = {Side.REQUEST: "readOnly", Side.RESPONSE: "writeOnly"}
"""What a property is marked with that does not exist on this side."""

COMPOSING: Final = ("$ref", "allOf", "anyOf", "oneOf", "not", "enum", "const", "if")
_CONDITIONS: Final = frozenset({"if", "then", "else", "dependentSchemas"})
_LEADING: Final = _CONDITIONS | {"$ref", "allOf", "anyOf", "oneOf"}
_OF_SCALARS: Final = frozenset(
    [
        *("type", "enum", "const", "format", "pattern", "minLength", "maxLength"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    ]
)
"""Keywords that say nothing about members, items, or what other schemas say."""

REFERRING: Final = frozenset({"$ref", "$dynamicRef", "$recursiveRef"})
"""Words without one of which a schema that nobody has read refers to no other."""

_LEADING_ON: Final = REFERRING.union(ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS, ("dependencies", "required"))
"""Words without one of which a schema that nobody has read says the same to everybody."""

IN_PLACE: Final = ("allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas")


Role: TypeAlias = Literal["plain", "sender", "reader"]
"""Who looks at the schema.

`plain` is what travels on the side and nothing else. A `sender` sends only properties that are named, where any are. A
`reader` ignores those it does not know.
"""


@dataclass(frozen=True, slots=True)
class Marks:
    """Which of `readOnly` and `writeOnly` may stand anywhere in what is compared, and which of them at a named schema."""

    anywhere: frozenset[str] = frozenset(HIDDEN.values())
    named: frozenset[str] = frozenset(HIDDEN.values())


UNKNOWN_MARKS: Final = Marks()
"""Both may stand everywhere."""

Way = tuple[int, bool, frozenset[str], bool]
"""How a schema is met: which one, in place of another or as a value of its own, what is hidden, is a type named."""


class Rewriting:
    """The schemas of one side for one role; equal questions get the same schema."""

    def __init__(
        self,
        side: Side,
        role: Role,
        *,
        marks: Marks = UNKNOWN_MARKS,
        beside: Rewriting | None = None,
    ) -> None:
        """What is hidden is the same for all roles of a side: `beside`, with the same marks, knows some of it."""
        self._word = HIDDEN[side]
        self._hides = self._word in marks.anywhere
        self._follows = self._word in marks.named
        self._role = role
        self._known: dict[Way, Schema] = {}
        self._later: dict[int, Schema] = {}
        self._marks: dict[int, tuple[str, ...]] = beside._marks if beside else {}
        self._all_marks: dict[int, frozenset[str]] = beside._all_marks if beside else {}
        self._kept: list[Schema] = beside._kept if beside else []

    def __call__(self, schema: Schema) -> Schema:
        """The schema of a value, as this side and role mean it."""
        return self._rewritten(schema, in_place=False, hidden=NOBODY, typed=False)

    def _member(self, schema: Schema) -> Schema:
        """The same of a property, which need not be read for that: few that lie around a change are asked for."""
        source = schema.source
        if not schema.waiting or not isinstance(source, dict):
            return self(schema)
        if _LEADING_ON.isdisjoint(source):
            return schema
        made = self._later.get(id(schema))
        if made is None:
            made = self._later[id(schema)] = unread(schema.pool, schema.at, source, (self._fill, schema))
            self._kept.append(schema)
        return made

    def _fill(self, made: Schema, schema: Schema) -> None:
        whole = self(schema)
        made.keywords, made.origins, made.troubles = whole.keywords, whole.origins, whole.troubles

    def hidden(self, schema: Schema) -> frozenset[str]:
        """The properties of the value that do not exist on this side, wherever in the schema they are marked."""
        if not self._hides:
            return NOBODY
        known = self._all_marks.get(id(schema))
        if known is None:
            known = frozenset([name for part in in_place(schema) for name in self._marked(part)])
            self._all_marks[id(schema)] = known
            self._kept.append(schema)
        return known

    def _marked(self, schema: Schema) -> tuple[str, ...]:
        named = schema.keywords.get("properties")
        if not named:
            return ()
        known = self._marks.get(id(schema))
        if known is None:
            known = self._marks[id(schema)] = tuple(_marked(named, self._word, follow=self._follows))
            self._kept.append(schema)
        return known

    def _rewritten(self, schema: Schema, *, in_place: bool, hidden: frozenset[str], typed: bool) -> Schema:
        if schema.keywords.keys() <= _OF_SCALARS:
            return schema  # it says the same to everybody
        hidden |= self.hidden(schema)
        typed = typed or "type" in schema.keywords
        way = (id(schema), in_place, hidden, typed)
        known = self._known.get(way)
        if known is None:
            made = schema.holding(
                {
                    keyword: self._held(keyword, held, hidden, typed=typed)
                    for keyword, held in schema.keywords.items()
                }
            )
            self._settle(schema, made, hidden, in_place=in_place, typed=typed)
            known = self._known[way] = schema if _is_as_written(made, schema) else made
            self._kept.append(schema)
        return known

    def _held(self, keyword: str, held: Any, hidden: frozenset[str], *, typed: bool) -> Any:
        inside = keyword in IN_PLACE
        below = hidden if inside else NOBODY
        match held:
            case Schema():
                return self._rewritten(
                    held, in_place=inside or keyword == "not", hidden=below, typed=typed and inside
                )
            case Reference():

                def target() -> Schema:
                    return self._rewritten(held.target, in_place=True, hidden=hidden, typed=typed)

                return Reference(held.text, target)
            case tuple() if held and isinstance(held[0], Schema):
                parts = [
                    self._rewritten(it, in_place=inside, hidden=below, typed=typed and inside) for it in held
                ]
                return held if all(map(is_, parts, held)) else tuple(parts)
            case dict() if keyword in ("properties", "patternProperties", "dependentSchemas"):
                made = {
                    name: self._rewritten(part, in_place=True, hidden=hidden, typed=typed)
                    if inside
                    else self._member(part)
                    for name, part in held.items()
                    if not (keyword == "properties" and name in hidden)
                }
                same = len(made) == len(held) and all(map(is_, made.values(), held.values()))
                return held if same else made
            case tuple() if keyword == "required" and hidden:
                return tuple(name for name in held if name not in hidden)
            case _:
                return held

    def _settle(
        self, schema: Schema, made: Schema, hidden: frozenset[str], *, in_place: bool, typed: bool
    ) -> None:
        held = made.keywords
        said = typed or any(it.construct == "type" for it in schema.troubles)  # something, if not what
        if "properties" in held and not said and not any(word in held for word in COMPOSING):
            held["type"] = implied_types(schema)
        match self._role:
            case "reader":
                for keyword in ("additionalProperties", "unevaluatedProperties"):
                    if keyword in held and held[keyword].never:
                        del held[keyword]
                if "oneOf" in held and "anyOf" not in held:
                    held["anyOf"] = held.pop("oneOf")
                    made.origins = {**made.origins, "anyOf": "oneOf"}
            case "sender":
                for keyword in ("additionalProperties", "unevaluatedProperties"):
                    if keyword in held and is_anything(held[keyword]):
                        del held[keyword]
                described = in_place or "additionalProperties" in held
                unnamed = () if described else sorted(demands(schema) - names(schema) - hidden)
                if unnamed:  # what has to be there is sent, whether it is described or not
                    anything = schema.bare()
                    held["properties"] = held.get("properties", {}) | dict.fromkeys(unnamed, anything)
                if not in_place and "unevaluatedProperties" not in held and names(schema) - hidden:
                    held["unevaluatedProperties"] = replace(
                        schema, keywords={}, source=False, never=True, meaning=None
                    )
            case "plain":
                pass


def _is_as_written(made: Schema, schema: Schema) -> bool:
    """Whether nothing became another: then the schema stands for itself, and what is known of it holds."""
    before, after = schema.keywords, made.keywords
    return (
        len(before) == len(after)
        and made.origins is schema.origins
        and all(name in before and before[name] is held for name, held in after.items())
    )


def implied_types(schema: Schema) -> tuple[str, ...]:
    """What a schema is meant to be that names properties, and nothing that would say a type."""
    nullable = schema.annotation("nullable") is True or schema.annotation("x-nullable") is True
    return ("object", "null") if nullable else ("object",)


def in_place(schema: Schema) -> Collection[Schema]:
    """The schema and every other that looks at the same value, each once."""
    if _LEADING.isdisjoint(schema.keywords):
        return (schema,)
    met: dict[int, Schema] = {}
    todo = [schema]
    while todo:
        here = todo.pop()
        if id(here) in met:
            continue
        met[id(here)] = here
        held = here.keywords
        if _LEADING.isdisjoint(held):
            continue
        found: list[Schema] = []
        if isinstance(reference := held.get("$ref"), Reference):
            found.append(reference.target)
        for keyword in ("allOf", "anyOf", "oneOf"):
            found += held.get(keyword, ())
        if not _CONDITIONS.isdisjoint(held):
            found += [held[keyword] for keyword in ("if", "then", "else") if keyword in held]
            found += held.get("dependentSchemas", {}).values()
        todo += reversed(found)
    return met.values()


def demands(schema: Schema) -> frozenset[str]:
    """The properties that the schema requires, in whatever branch."""
    return frozenset(name for part in in_place(schema) for name in part.keywords.get("required", ()))


def names(schema: Schema) -> frozenset[str]:
    """The properties that the schema names, in whatever branch."""
    if schema.named is None:
        found = [name for part in in_place(schema) for name in part.keywords.get("properties", ())]
        schema.named = frozenset(found)
    return schema.named


def _marked(properties: dict[str, Schema], word: str, *, follow: bool) -> Iterator[str]:
    """Properties that are marked with the word, in place or where they refer to; what refers to nothing is not read."""
    for name, held in properties.items():
        source = held.source
        if isinstance(source, dict) and source.get(word) is True:
            yield name
        elif follow and not (held.waiting and isinstance(source, dict) and REFERRING.isdisjoint(source)):
            reference = held.keywords.get("$ref")
            if isinstance(reference, Reference) and reference.target.annotation(word) is True:
                yield name
