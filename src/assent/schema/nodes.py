"""What schemas mean: interned formulas over atoms, each atom about values of one JSON type.

A node says nothing of where it came from. Two nodes of one pool are equal in structure exactly if they are the
same object. An atom about one type holds for every value of the other types, as keywords do.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from fractions import Fraction
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

from assent.json import Json
from assent.records import dataclass, field
from assent.schema.frozen import Frozen, freeze


@dataclass(frozen=True, slots=True, eq=False)
class Top:
    """Every value."""

    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Bottom:
    """No value."""

    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Types:
    """The value is of one of the JSON types; `integer` may stand in for `number`."""

    number: int
    names: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class OneOfValues:
    """The value is one of these: `enum` and `const`."""

    number: int
    values: frozenset[Frozen]


@dataclass(frozen=True, slots=True, eq=False)
class AtLeast:
    """A number is at least, or above, the bound."""

    number: int
    bound: Fraction
    exclusive: bool


@dataclass(frozen=True, slots=True, eq=False)
class AtMost:
    """A number is at most, or below, the bound."""

    number: int
    bound: Fraction
    exclusive: bool


@dataclass(frozen=True, slots=True, eq=False)
class MultipleOf:
    """A number is a whole multiple; `MultipleOf(1)` is `integer` among numbers."""

    number: int
    step: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class SizeAtLeast:
    """A string has at least so many code points, an array items, an object members."""

    number: int
    type: str
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class SizeAtMost:
    """A string has at most so many code points, an array items, an object members."""

    number: int
    type: str
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Somewhere in a string the regular expression (ECMA-262) matches."""

    number: int
    pattern: str


@dataclass(frozen=True, slots=True, eq=False)
class Formatted:
    """A value follows the format; it holds for every value where formats are annotations."""

    number: int
    format: str


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """An array's first items follow `prefix`, one each, and the others follow `rest`."""

    number: int
    prefix: tuple[Node, ...]
    rest: Node


@dataclass(frozen=True, slots=True, eq=False)
class Contains:
    """Between `least` and `most` items of an array follow `item`; None is no bound."""

    number: int
    item: Node
    least: int
    most: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Unique:
    """No two items of an array are equal."""

    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """An object's members: by name, by patterns of names, and those that neither covers."""

    number: int
    named: tuple[tuple[str, Node], ...]
    patterned: tuple[tuple[str, Node], ...]
    rest: Node
    by_name: dict[str, Node] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", dict(self.named))


@dataclass(frozen=True, slots=True, eq=False)
class Required:
    """An object has a member of this name."""

    number: int
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Every name of an object's members, as a string, follows `name`."""

    number: int
    name: Node


@dataclass(frozen=True, slots=True, eq=False)
class And:
    """Every part holds; parts are distinct and in the order of their numbers."""

    number: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Or:
    """Some part holds; parts are distinct and in the order of their numbers."""

    number: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ExactlyOne:
    """One part holds and no other; a part may stand twice, and then cannot be the one."""

    number: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Not:
    """The part does not hold."""

    number: int
    part: Node


@dataclass(slots=True, eq=False)
class Cycle:
    """A schema that is part of itself. `key` makes equal recursions one object; `body` is set once."""

    number: int
    key: Hashable
    body: Node | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Opaque:
    """A construct that nobody can decide; equal texts are equal sets. `where` is where it was first met."""

    number: int
    construct: str
    text: str
    why: str = ""
    where: str = ""


Node: TypeAlias = (
    Top
    | Bottom
    | Types
    | OneOfValues
    | AtLeast
    | AtMost
    | MultipleOf
    | SizeAtLeast
    | SizeAtMost
    | Matches
    | Formatted
    | Items
    | Contains
    | Unique
    | Members
    | Required
    | Names
    | And
    | Or
    | ExactlyOne
    | Not
    | Cycle
    | Opaque
)


ABOUT: dict[type[Any], str] = {
    AtLeast: "number",
    AtMost: "number",
    MultipleOf: "number",
    Matches: "string",
    Items: "array",
    Contains: "array",
    Unique: "array",
    Members: "object",
    Required: "object",
    Names: "object",
}
"""The JSON type that an atom speaks of; sizes carry theirs as a field."""

_N = TypeVar("_N", bound=Node)
_number = attrgetter("number")


@dataclass(slots=True, eq=False, weakref_slot=True)
class Pool:
    """Where nodes are interned, and what has been found out about them.

    Schemas that shall be compared are read into one pool; questions about them share their work. A pool grows
    with what is read into it and lives as long as somebody holds it.
    """

    _nodes: dict[tuple[object, ...], Node] = field(default_factory=dict, repr=False)
    cycles: dict[Node, Cycle] = field(default_factory=dict, repr=False)
    """Recursions by their bodies."""
    opaques: dict[tuple[str, str], Opaque] = field(default_factory=dict, repr=False)
    libraries: dict[object, Any] = field(default_factory=dict, repr=False)
    """Documents by the `resolve` they came from; see `library`."""
    findings: dict[object, Any] = field(default_factory=dict, repr=False)
    """What the solver and the validators keep between questions, each under its own key."""
    _top: Top | None = field(default=None, repr=False)
    _bottom: Bottom | None = field(default=None, repr=False)

    def make(self, kind: type[_N], *fields: Hashable) -> _N:
        """The one node of this kind with these fields."""
        key = (kind, *fields)
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = kind(len(self._nodes), *fields)  # type: ignore[arg-type]  # the fields fit the kind
        return node  # type: ignore[return-value]  # made by `kind`

    @property
    def top(self) -> Top:
        """Every value."""
        if self._top is None:
            self._top = self.make(Top)
        return self._top

    @property
    def bottom(self) -> Bottom:
        """No value."""
        if self._bottom is None:
            self._bottom = self.make(Bottom)
        return self._bottom

    def conjunction(self, nodes: Iterable[Node]) -> Node:
        """All of them, flat, without repetition; `Bottom` where one part contradicts another outright."""
        parts: dict[Node, None] = {}
        for node in nodes:  # by the types themselves: every schema's formula comes through here
            kind = type(node)
            if kind is And:
                parts.update(dict.fromkeys(node.parts))  # type: ignore[union-attr]  # it is one
            elif kind is Bottom:
                return node
            elif kind is not Top:
                parts[node] = None
        if len(parts) > 1 and any(type(part) is Not and part.part in parts for part in parts):
            return self.bottom
        return self._joined(And, parts) if parts else self.top

    def disjunction(self, nodes: Iterable[Node]) -> Node:
        """Any of them, flat, without repetition; `Top` where one part is another's negation."""
        parts: dict[Node, None] = {}
        for node in nodes:
            match node:
                case Or():
                    parts.update(dict.fromkeys(node.parts))
                case Bottom():
                    pass
                case Top():
                    return node
                case _:
                    parts[node] = None
        if any(isinstance(part, Not) and part.part in parts for part in parts):
            return self.top
        return self._joined(Or, parts) if parts else self.bottom

    def _joined(self, kind: type[And | Or], parts: Iterable[Node]) -> Node:
        ordered = tuple(sorted(parts, key=_number))
        return ordered[0] if len(ordered) == 1 else self.make(kind, ordered)

    def exactly_one(self, nodes: Iterable[Node]) -> Node:
        """One of them and no other."""
        parts = [node for node in nodes if not isinstance(node, Bottom)]
        if not parts:
            return self.bottom
        if len(parts) == 1:
            return parts[0]
        return self.make(ExactlyOne, tuple(sorted(parts, key=_number)))

    def negation(self, node: Node) -> Node:
        """Everything else."""
        match node:
            case Top():
                return self.bottom
            case Bottom():
                return self.top
            case Not():
                return node.part
            case _:
                return self.make(Not, node)

    def opaque(self, construct: str, text: str, *, why: str, where: str) -> Opaque:
        """What nobody can decide; equal constructs with equal texts are one node, met first at `where`."""
        known = self.opaques.get((construct, text))
        if known is None:
            known = self.opaques[construct, text] = self.make(Opaque, construct, text, why, where)
        return known

    def values(self, values: Iterable[Json]) -> Node:
        """Exactly these values."""
        frozen = frozenset(freeze(value) for value in values)
        return self.make(OneOfValues, frozen) if frozen else self.bottom
