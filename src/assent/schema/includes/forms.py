"""The normal form of one branch: every literal about one JSON type, gathered by what it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from assent.records import dataclass
from assent.schema.frozen import Frozen
from assent.schema.includes.evaluate import members_at
from assent.schema.nodes import (
    AtLeast,
    AtMost,
    Contains,
    Formatted,
    Items,
    Matches,
    Members,
    MultipleOf,
    Names,
    Node,
    Opaque,
    Required,
    SizeAtLeast,
    SizeAtMost,
    Unique,
)

Literal: TypeAlias = tuple[Node, bool]
"""A node and whether it must hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """Only these values are left, each checked."""

    values: tuple[Frozen, ...]
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Nothing is asked of a null or a boolean but not to be one of the excluded."""

    type: str
    excluded: frozenset[Frozen]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberForm:
    """Numbers between two bounds (None: no bound), multiples of some steps and of no others."""

    low: Fraction | int | None = None
    above: bool = False
    high: Fraction | int | None = None
    below: bool = False
    steps: tuple[Fraction | int, ...] = ()
    no_steps: tuple[Fraction | int, ...] = ()
    formats: tuple[tuple[str, bool], ...] = ()
    excluded: frozenset[Frozen] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class StringForm:
    """Strings of a length (code points) in which some patterns are found and others are not."""

    shortest: int = 0
    longest: int | None = None
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    formats: tuple[tuple[str, bool], ...] = ()
    excluded: frozenset[Frozen] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayForm:
    """Arrays of a size that follow all `items` and `contains`.

    `breaking`: atoms of which each must be broken by some item; each speaks of one index or of a tail only.
    `unique`: no two items equal; `repeated`: two items equal.
    """

    fewest: int = 0
    most: int | None = None
    items: tuple[Items, ...] = ()
    contains: tuple[Contains, ...] = ()
    breaking: tuple[Items, ...] = ()
    unique: bool = False
    repeated: bool = False
    excluded: frozenset[Frozen] = frozenset()

    def at(self, index: int) -> list[Node]:
        """What every item at the index must follow."""
        return [node.prefix[index] if index < len(node.prefix) else node.rest for node in self.items]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectForm:
    """Objects with a number of members that follow all `members`, their names all `names`.

    `required` are there, `forbidden` are not. `breaking`: atoms of which each must be broken by some member; each
    speaks of one name, one pattern or the rest only. `odd_names`: each must be broken by some member's name.
    """

    fewest: int = 0
    most: int | None = None
    members: tuple[Members, ...] = ()
    names: tuple[Node, ...] = ()
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    breaking: tuple[Members, ...] = ()
    odd_names: tuple[Node, ...] = ()
    excluded: frozenset[Frozen] = frozenset()

    def at(self, name: str) -> list[Node]:
        """What the member of the name must follow, if it is there."""
        return [part for node in self.members for part in members_at(node, name)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Veiled:
    """A form some of whose literals nobody can decide; values of the form may or may not follow them."""

    form: NumberForm | StringForm | ArrayForm | ObjectForm | Plain
    opaque: tuple[Opaque, ...]


Form: TypeAlias = Constants | Plain | NumberForm | StringForm | ArrayForm | ObjectForm | Veiled


def gather(type: str, seen: Mapping[Node, bool], excluded: Iterable[Frozen]) -> Form:
    """The normal form of a branch whose literals need no further choice."""
    literals = sorted(seen.items(), key=lambda literal: literal[0].number)
    opaque = tuple(node for node, _ in literals if isinstance(node, Opaque))
    form: NumberForm | StringForm | ArrayForm | ObjectForm | Plain
    match type:
        case "number":
            form = _number_form(literals, frozenset(excluded))
        case "string":
            form = _string_form(literals, frozenset(excluded))
        case "array":
            form = _array_form(literals, frozenset(excluded))
        case "object":
            form = _object_form(literals, frozenset(excluded))
        case _:
            form = Plain(type=type, excluded=frozenset(excluded))
    return Veiled(form=form, opaque=opaque) if opaque else form


def _number_form(literals: list[Literal], excluded: frozenset[Frozen]) -> NumberForm:
    low: Fraction | int | None = None
    high: Fraction | int | None = None
    above = below = False
    steps: list[Fraction | int] = []
    no_steps: list[Fraction | int] = []
    formats: list[tuple[str, bool]] = []
    for node, wanted in literals:
        match node:
            case AtLeast() | AtMost():
                strict = node.exclusive if wanted else not node.exclusive
                if isinstance(node, AtLeast) == wanted:
                    if low is None or node.bound > low or (node.bound == low and strict):
                        low, above = node.bound, strict
                elif high is None or node.bound < high or (node.bound == high and strict):
                    high, below = node.bound, strict
            case MultipleOf():
                (steps if wanted else no_steps).append(node.step)
            case Formatted():
                formats.append((node.format, wanted))
            case _:
                pass
    return NumberForm(
        low=low,
        above=above,
        high=high,
        below=below,
        steps=tuple(steps),
        no_steps=tuple(no_steps),
        formats=tuple(formats),
        excluded=excluded,
    )


def sizes(literals: Iterable[Literal], about: str) -> tuple[int, int | None]:
    """The bounds on the size of values of a type."""
    fewest, most = 0, None
    for node, wanted in literals:
        if not isinstance(node, SizeAtLeast | SizeAtMost) or node.type != about:
            continue
        if isinstance(node, SizeAtLeast) == wanted:
            fewest = max(fewest, node.size if wanted else node.size + 1)
        else:
            bound = node.size if wanted else node.size - 1
            most = bound if most is None else min(most, bound)
    return fewest, most


def _string_form(literals: list[Literal], excluded: frozenset[Frozen]) -> StringForm:
    shortest, longest = sizes(literals, "string")
    return StringForm(
        shortest=shortest,
        longest=longest,
        inside=tuple(node.pattern for node, wanted in literals if isinstance(node, Matches) and wanted),
        outside=tuple(node.pattern for node, wanted in literals if isinstance(node, Matches) and not wanted),
        formats=tuple((node.format, wanted) for node, wanted in literals if isinstance(node, Formatted)),
        excluded=excluded,
    )


def _array_form(literals: list[Literal], excluded: frozenset[Frozen]) -> ArrayForm:
    fewest, most = sizes(literals, "array")
    return ArrayForm(
        fewest=fewest,
        most=most,
        items=tuple(node for node, wanted in literals if isinstance(node, Items) and wanted),
        contains=tuple(node for node, wanted in literals if isinstance(node, Contains) and wanted),
        breaking=tuple(node for node, wanted in literals if isinstance(node, Items) and not wanted),
        unique=any(isinstance(node, Unique) and wanted for node, wanted in literals),
        repeated=any(isinstance(node, Unique) and not wanted for node, wanted in literals),
        excluded=excluded,
    )


def _object_form(literals: list[Literal], excluded: frozenset[Frozen]) -> ObjectForm:
    fewest, most = sizes(literals, "object")
    return ObjectForm(
        fewest=fewest,
        most=most,
        members=tuple(node for node, wanted in literals if isinstance(node, Members) and wanted),
        names=tuple(node.name for node, wanted in literals if isinstance(node, Names) and wanted),
        required=tuple(node.name for node, wanted in literals if isinstance(node, Required) and wanted),
        forbidden=tuple(node.name for node, wanted in literals if isinstance(node, Required) and not wanted),
        breaking=tuple(node for node, wanted in literals if isinstance(node, Members) and not wanted),
        odd_names=tuple(node.name for node, wanted in literals if isinstance(node, Names) and not wanted),
        excluded=excluded,
    )
