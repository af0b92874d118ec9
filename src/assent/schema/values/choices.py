"""Where chance comes from, and how large and how varied drawn values are."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from assent.json import Json
from assent.records import dataclass, field
from assent.schema.patterns import Choices

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How values look, within what their schema allows.

    `depth`: containers inside one another; deeper parts are as small as can be. `members`: the chance that an
    optional member is there, halved with each level. `more`: how many items above the fewest, and members with
    new names. `examples`: the chance that an author's example is taken where there is one. `edges`: the chance
    that a number or a length is one of its bounds. `readable`: simple words rather than random letters.
    """

    depth: int = 5
    members: float = 0.6
    more: int = 3
    examples: float = 0.1
    edges: float = 0.1
    readable: bool = False


MINIMAL = Shape(depth=0, members=0.0, more=0, examples=0.0, edges=0.0, readable=True)
TYPICAL = Shape()
MAXIMAL = Shape(depth=6, members=1.0, more=4, edges=0.0)
EDGE = Shape(edges=0.9, examples=0.0)
READABLE = Shape(depth=64, members=0.0, more=0, examples=1.0, edges=0.0, readable=True)
"""The smallest value in which examples are kept: what `one` gives."""


class Seeded:
    """Choices by a seeded generator."""

    __slots__ = ("_random", "_uniform")

    def __init__(self, random: Random) -> None:
        self._random = random
        self._uniform = random.random

    def integer(self, low: int, high: int, /) -> int:
        span = high - low + 1
        if span < 1 << 40:
            return low + int(self._uniform() * span)
        return self._random.randint(low, high)

    def pick(self, options: Sequence[T], /) -> T:
        return options[int(self._uniform() * len(options))]

    def coin(self, chance: float, /) -> bool:
        return self._uniform() < chance


class Simplest:
    """Always the simplest choice: next to zero, the first, no."""

    __slots__ = ()

    def integer(self, low: int, high: int, /) -> int:
        return min(max(low, 0), high)

    def pick(self, options: Sequence[T], /) -> T:
        return options[0]

    def coin(self, chance: float, /) -> bool:
        return chance >= 1


MOST_PARTS = 5_000
"""Parts of one value that are drawn; what is left after that is as small as can be."""


@dataclass(slots=True, eq=False)
class Run:
    """What holds while one value is drawn."""

    choices: Choices
    shape: Shape
    left: int = MOST_PARTS
    path: set[int] = field(default_factory=set)
    """Plans in progress, where a plan shall not be drawn inside of itself."""
    members: tuple[float, ...] = field(init=False)

    def __post_init__(self) -> None:
        chance = self.shape.members
        self.members = tuple(
            chance / 2**level if chance < 1 else 1.0 for level in range(self.shape.depth + 2)
        )


def copied(value: Json) -> Json:
    """The value with containers of its own."""
    match value:
        case dict():
            return {key: copied(item) for key, item in value.items()}
        case list():
            return [copied(item) for item in value]
        case _:
            return value
