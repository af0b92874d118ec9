"""Schemas as they were read: JSON Schema 2020-12 keywords, references bound, every part with its place.

Three layers lie on one another. A `Schema` is what the author wrote, in the words of 2020-12, with places:
`plain`, `violations`, the rewritings and every explanation work on it. Its `node` (see `nodes`) is its meaning:
interned, without places, so that equal meanings by structure are one object and comparing them is `is`. The
normal forms of `includes.forms` are a node's branches, one JSON type at a time; `values` and the solver use them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from assent.json import Json, Pointer, format_pointer
from assent.records import dataclass, field
from assent.schema.nodes import Node, Pool


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the document's absolute URI (empty for the only one) and a JSON Pointer in it."""

    uri: str
    pointer: Pointer

    def __str__(self) -> str:
        return f"{self.uri}#{format_pointer(self.pointer)}"

    def below(self, *tokens: str | int) -> Place:
        """The place of a part."""
        return Place(self.uri, (*self.pointer, *map(str, tokens)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A construct that cannot be understood; its schema answers every question with `Undecided`.

    `text` tells equal troubles from others: two schemas with the same text in the same construct mean the same.
    """

    construct: str
    why: str
    at: Place
    text: str


class Reference:
    """A bound reference; its target is read when it is first asked for."""

    __slots__ = ("_read", "_target", "text")

    def __init__(self, text: str, read: Callable[[], Schema]) -> None:
        self.text = text
        self._read: Callable[[], Schema] | None = read
        self._target: Schema | None = None

    @property
    def target(self) -> Schema:
        """The schema that the reference names; one with a `Trouble` if there is none."""
        if self._target is None:
            assert self._read is not None
            self._target = self._read()
            self._read = None
        return self._target

    def __repr__(self) -> str:
        return f"Reference({self.text!r})"


@dataclass(eq=False, slots=True, kw_only=True)
class Schema:
    """A set of JSON values, as its author wrote it. Made by `read` and by the rewritings; never changed.

    `keywords` maps keywords of JSON Schema 2020-12 to what they hold: a `Schema` (`not`, `items`, …), a tuple of
    them (`allOf`, `prefixItems`, …), a dict of them (`properties`, …), a `Reference` (`$ref`; `$dynamicRef` and
    `$recursiveRef` become `$ref`), a tuple of strings (`type`, `required`), a list of JSON values (`enum`),
    a dict of tuples (`dependentRequired`), or the number, string or boolean itself. Dialects are gone:
    `nullable`, boolean `exclusiveMinimum`, `dependencies`, lists of `items` have become their successors.
    `origins` names the keyword as written where that differs. `source` is the JSON as written: annotations
    (`default`, `examples`, `readOnly`, `discriminator`, …) are read from it.
    `never`: no value at all (the schema `false`).

    Equality is equality of meaning by structure: the same node of the same pool. Places and annotations take
    no part in it.
    """

    pool: Pool = field(repr=False)
    at: Place
    keywords: dict[str, Any]
    origins: dict[str, str] = field(default_factory=dict)
    source: Json = field(default=None, repr=False)
    troubles: tuple[Trouble, ...] = ()
    never: bool = False
    meaning: Node | None = field(default=None, repr=False)
    """The node once it is known; ask `node` instead."""
    links: tuple[Reference, ...] | None = field(default=None, init=False, repr=False)
    """The references in it once they are known; ask `references` instead."""
    joined: tuple[Schema, ...] = field(default=(), init=False, repr=False)
    """The schemas that all have to hold once they are known; ask `conjuncts` instead."""
    named: frozenset[str] | None = field(default=None, init=False, repr=False)
    """The properties that it names in whatever branch, once somebody has looked."""
    waiting: Any = field(default=None, init=False, repr=False)
    """What fills the schema on its first use, and with what, where nobody has asked yet what it says."""

    @property
    def node(self) -> Node:
        """The meaning: interned, so that equal structures are one object."""
        if self.meaning is None:
            from assent.schema.meaning import understand  # it reads schemas, so it stands above this module

            self.meaning = understand(self)
        return self.meaning

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Schema) and self.pool is other.pool and self.node is other.node

    def __hash__(self) -> int:
        return self.node.number

    def holding(self, keywords: dict[str, Any]) -> Schema:
        """The same schema with these keywords in place of its own; quicker than `replace`."""
        made = Schema.__new__(Schema)
        made.pool, made.at, made.keywords, made.origins = self.pool, self.at, keywords, self.origins
        made.source, made.troubles, made.never = self.source, self.troubles, self.never
        made.meaning, made.links, made.joined, made.named = None, None, (), None
        made.waiting = None
        return made

    def bare(self) -> Schema:
        """A schema at the same place that says nothing: anything."""
        made = self.holding({})
        made.source, made.troubles, made.never, made.meaning = None, (), False, self.pool.top
        return made

    def annotation(self, keyword: str) -> Json:
        """What the author wrote under a keyword that decides nothing; None if there is nothing."""
        return self.source.get(keyword) if isinstance(self.source, dict) else None

    def place_of(self, keyword: str) -> Place:
        """Where the keyword stands in the document, under the name the author gave it."""
        return self.at.below(self.origins.get(keyword, keyword))


def _filled_on_use(name: str) -> Any:
    """A member of a schema that is not read yet: the first question for one reads all there are."""

    def read_first(schema: Schema) -> Any:
        fill, *given = schema.waiting
        schema.__class__ = Schema
        schema.keywords, schema.origins, schema.troubles, schema.waiting = {}, {}, (), None
        fill(schema, *given)
        return getattr(schema, name)

    return property(read_first)


class Unread(Schema):
    """A schema of whose keywords nobody has asked yet: half of all that lie around changes stay so.

    Once somebody does, it is a schema like any other.
    """

    __slots__ = ()

    if not TYPE_CHECKING:  # to a type checker it has all that a schema has
        keywords, origins, troubles = map(_filled_on_use, ("keywords", "origins", "troubles"))


def unread(pool: Pool, at: Place, source: Json, waiting: tuple[Any, ...]) -> Schema:
    """A schema that a function fills with what it says when it is first asked: `waiting` is what to call."""
    made = Unread.__new__(Unread)
    made.pool, made.at, made.source, made.never = pool, at, source, False
    made.meaning, made.links, made.joined, made.named = None, None, (), None
    made.waiting = waiting
    return made


def is_anything(schema: Schema) -> bool:
    """Whether the schema is written as `true` or `{}`."""
    return not schema.keywords and not schema.never and not schema.troubles


def conjuncts(schema: Schema) -> tuple[Schema, ...]:
    """The schemas that all have to hold: through references and `allOf`, each once, in order."""
    if schema.joined:
        return schema.joined
    if "$ref" not in schema.keywords and "allOf" not in schema.keywords:
        return (schema,)
    found: dict[int, Schema] = {}
    todo = [schema]
    while todo:
        here = todo.pop()
        if id(here) in found:
            continue
        found[id(here)] = here
        following = list(here.keywords.get("allOf", ()))
        if isinstance(reference := here.keywords.get("$ref"), Reference):
            following.insert(0, reference.target)
        todo += reversed(following)
    schema.joined = tuple(found.values())
    return schema.joined


IN_PLACE = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")
"""Applicators whose schemas look at the same value."""


def parts(schema: Schema) -> Iterator[tuple[Pointer, Schema]]:
    """The schemas directly inside, with the path of their keyword; references are not followed."""
    for keyword, held in schema.keywords.items():
        match held:
            case Schema():
                yield (keyword,), held
            case tuple():
                yield from (
                    ((keyword, str(i)), part) for i, part in enumerate(held) if isinstance(part, Schema)
                )
            case dict():
                yield from (((keyword, key), part) for key, part in held.items() if isinstance(part, Schema))
            case _:
                pass


def references(schema: Schema) -> tuple[Reference, ...]:
    """Every reference written in the schema or in its parts, in order of writing."""
    if schema.links is None:
        found: list[Reference] = []
        todo = [schema]
        while todo:
            here = todo.pop()
            reference = here.keywords.get("$ref")
            if isinstance(reference, Reference):
                found.append(reference)
            todo.extend(reversed(inner_schemas(here)))
        schema.links = tuple(found)
    return schema.links


def reachable(schema: Schema) -> Iterator[Schema]:
    """The schema, those inside, and what they refer to, each once."""
    seen: set[int] = set()
    todo = [schema]
    while todo:
        here = todo.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        yield here
        reference = here.keywords.get("$ref")
        if isinstance(reference, Reference):
            todo.append(reference.target)
        todo.extend(inner_schemas(here))


def inner_schemas(schema: Schema) -> list[Schema]:
    """The schemas directly inside, in order of writing; references are not followed."""
    found: list[Schema] = []
    for held in schema.keywords.values():
        kind = type(held)
        if kind is tuple:
            found.extend([part for part in held if isinstance(part, Schema)])
        elif kind is dict:
            found.extend([part for part in held.values() if isinstance(part, Schema)])
        elif isinstance(held, Schema):
            found.append(held)
    return found
