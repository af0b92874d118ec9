"""Values as a hypothesis strategy, by the same construction, so that they shrink towards the simplest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from assent.errors import UsageError
from assent.json import Json
from assent.schema.formats import Formats
from assent.schema.model import Schema
from assent.schema.values.breaking import breaker
from assent.schema.values.choices import TYPICAL, Shape
from assent.schema.values.whole import drawn, plan_of, plans_of

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

T = TypeVar("T")
MOST_DRAWS = 1_500
"""Choices of one value that hypothesis makes; after that all are the simplest, since its examples are bounded."""


def strategy(
    schema: Schema,
    *,
    outside: str | None = None,
    formats: Formats = "annotate",
    shape: Shape = TYPICAL,
) -> SearchStrategy[Json]:
    """Valid values, or with `outside` values that one keyword refuses, at one place, and nothing else.

    Raises: Unsatisfiable if there is no such value, or none is found; UsageError if the schema has no keyword
    `outside` that can be broken.
    """
    from hypothesis import strategies

    if outside is None:
        plan_of(schema, plans_of(schema, formats=formats))

        @strategies.composite
        def valid(draw: DrawFn) -> Json:
            return drawn(schema, _Drawn(draw), shape=shape, formats=formats)

        return valid()
    broken = breaker(schema, outside, formats=formats)
    if broken is None:
        raise UsageError(message=f"No value breaks the keyword {outside!r} of {schema.at} and nothing else.")
    breaking = broken

    @strategies.composite
    def invalid(draw: DrawFn) -> Json:
        return breaking(_Drawn(draw), shape)

    return invalid()


@lru_cache(4096)
def _integers(low: int, high: int) -> SearchStrategy[int]:
    from hypothesis import strategies

    return strategies.integers(low, high)


class _Drawn:
    """Choices by hypothesis; the least answer is what it shrinks to."""

    __slots__ = ("_draw", "_left")

    def __init__(self, draw: DrawFn) -> None:
        self._draw = draw
        self._left = MOST_DRAWS

    def integer(self, low: int, high: int, /) -> int:
        self._left -= 1
        if self._left < 0 or low == high:
            return min(max(low, 0), high)
        return self._draw(_integers(low, high))

    def pick(self, options: Sequence[T], /) -> T:
        return options[self.integer(0, len(options) - 1)]

    def coin(self, chance: float, /) -> bool:
        if chance <= 0 or chance >= 1:
            return chance >= 1
        return self.integer(0, 99) >= 100 - chance * 100
