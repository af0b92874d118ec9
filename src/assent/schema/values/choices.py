"""Where chance comes from, and how large and how varied drawn values are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from assent.json import Json
from assent.records import dataclass, field
from assent.schema.patterns import Choices

if TYPE_CHECKING:  # imported when values are drawn
    from random import Random

T = TypeVar("T")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ODD = ("é", "ß", "😀", "'", '"', "\\", " ", "\t", "\u202e", "0", "A", "%", "<", "&", "/")
MORE = 12
"""How much longer than the shortest a text is that may have any length."""
LONGEST = 5_000
"""Characters of the longest text that is drawn because its length is a bound."""
FAR = 2**64
"""How far from zero a number without a bound is drawn where all are to be reached."""
MOST_WORDS = 40
"""Words that are prepared beside the letters."""


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


class Chances(Choices, Protocol):
    """Choices for whole values, which have parts and texts."""

    is_dear: bool
    """Whether a choice costs so much that what is prepared is worth more than what is new."""

    def parts(self, low: int, high: int, /) -> bytes:
        """One byte for each of `low` to `high` parts of a container; `enter` says which comes next."""
        ...

    def each(self, low: int, high: int, kind: int, /) -> Iterator[int]:
        """The indices of `low` to `high` parts of one kind, each when its choices come."""
        ...

    def wide(self, low: int, high: int, /) -> int:
        """An integer out of many, now and then a bound."""
        ...

    def enter(self, parts: bytes, index: int, /) -> None:
        """The next choices are those of one part; of none of them if there is no such part."""
        ...

    def stream(self, parts: bytes, /) -> None:
        """The next choices are those of one part that makes many: the bytes are all for it."""
        ...

    def word(self, shortest: int, longest: int, /) -> str:
        """A text that is easily read."""
        ...

    def text(self, shortest: int, longest: int | None, /) -> str:
        """A text that nobody expects."""
        ...


class Seeded:
    """Choices by a seeded generator."""

    __slots__ = ("_random", "_uniform")

    is_dear = False

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

    def parts(self, low: int, high: int, /) -> bytes:
        return bytes(low if low == high else self.integer(low, high))

    def each(self, low: int, high: int, kind: int, /) -> Iterator[int]:  # noqa: ARG002 - for others
        return iter(range(self.integer(low, high)))

    def wide(self, low: int, high: int, /) -> int:
        return self.integer(low, high)

    def enter(self, parts: bytes, index: int, /) -> None:
        pass

    def stream(self, parts: bytes, /) -> None:
        pass

    def word(self, shortest: int, longest: int, /) -> str:
        return self._letters(self.integer(shortest, longest))

    def text(self, shortest: int, longest: int | None, /) -> str:
        most = shortest + MORE if longest is None else min(longest, shortest + MORE)
        size = self.pick((shortest, longest if longest is not None and longest <= LONGEST else most))
        return "".join([self.pick(ODD) if self.coin(0.3) else self.pick(LETTERS) for _ in range(size)])

    def _letters(self, size: int) -> str:
        """Letters out of few numbers, since a number costs more than a letter."""
        text = []
        while size > 0:
            count = min(size, 11)  # 26 ** 11 is below 2 ** 53
            number = self.integer(0, 26**count - 1)
            for _ in range(count):
                number, letter = divmod(number, 26)
                text.append(LETTERS[letter])
            size -= count
        return "".join(text)


class Simplest:
    """Always the simplest choice: next to zero, the first, no."""

    __slots__ = ()

    is_dear = False

    def integer(self, low: int, high: int, /) -> int:
        return min(max(low, 0), high)

    def pick(self, options: Sequence[T], /) -> T:
        return options[0]

    def coin(self, chance: float, /) -> bool:
        return chance >= 1

    def parts(self, low: int, high: int, /) -> bytes:  # noqa: ARG002 - the simplest is the shortest
        return bytes(low)

    def each(self, low: int, high: int, kind: int, /) -> Iterator[int]:  # noqa: ARG002 - as above
        return iter(range(low))

    def wide(self, low: int, high: int, /) -> int:
        return self.integer(low, high)

    def enter(self, parts: bytes, index: int, /) -> None:
        pass

    def stream(self, parts: bytes, /) -> None:
        pass

    def word(self, shortest: int, longest: int, /) -> str:  # noqa: ARG002 - as above
        return "a" * shortest

    def text(self, shortest: int, longest: int | None, /) -> str:  # noqa: ARG002 - as above
        return "a" * shortest


def nearest(place: int, low: int, high: int) -> int:
    """The integers from `low` to `high` away from zero, those above it first; `place` counts from 0."""
    if low >= 0:
        return low + place
    if high <= 0:
        return high - place
    return place if place <= high else high - place


@lru_cache(1024)
def words(shortest: int, longest: int) -> tuple[str, ...]:
    """Different words from the simplest on: all of one letter, and of every length those of one and of many letters."""
    sizes = range(shortest, longest + 1)
    most = MOST_WORDS // len(sizes)
    found: list[str] = list(LETTERS) if 1 in sizes else []
    for size in sizes:
        found.extend((LETTERS * (1 + size // 26 + n))[n * 7 % 26 :][:size] for n in range(most))
        found.append("a" * size)
    return tuple(sorted(set(found), key=lambda word: (len(word), word)))


MOST_PARTS = 5_000
"""Parts of one value that are drawn; what is left after that is as small as can be."""


@dataclass(slots=True, eq=False)
class Run:
    """What holds while one value is drawn."""

    choices: Chances
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
