"""Choices by hypothesis: few of its own, each of which answers many of ours.

A choice of hypothesis costs ten times what drawing a member by a seeded generator does. So a container draws one
byte for each of its parts at once, and what a part asks first (is it there, which alternative, which word) is read
off its byte: each answer takes a share of the byte's range, the simplest the lowest. Thus a byte that is lowered is
a part made simpler, while the other parts stay as they are, and hypothesis shrinks bytes well. What does not fit
into a byte, such as a number out of many, is a choice of its own.

This is the only module that imports hypothesis at once. It draws from `ConjectureData` without strategies between,
which have a cost for each choice.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.internal.conjecture.utils import calc_label_from_name
from hypothesis.internal.intervalsets import IntervalSet
from hypothesis.strategies import SearchStrategy

from assent.json import Json
from assent.schema.values.choices import FAR, Chances, nearest, words

T = TypeVar("T")
MOST_BYTES = 6_000
"""What one value takes of hypothesis, which allows 8 KiB; after that all choices are the simplest."""
MOST_TEXT = 500
"""Characters of the longest text of any characters."""
BYTE = 256
ITEM = calc_label_from_name("an item of an array")
MORE = 0.65
"""The chance of one more item."""
START = 4
"""Bytes for a value that is no container, and at least for one that is: hypothesis is slow where it has tried most
of what there is."""
NEAR = 24
BOUND = 0.05
"""The chance of each bound of an interval."""
CHARACTERS = IntervalSet([(0, 0xD7FF), (0xE000, sys.maxunicode)])
"""Every character but the halves of pairs, which JSON cannot carry."""


class Valued(SearchStrategy[Json]):
    """A strategy out of a function that makes values by choices.

    Inherits, as hypothesis knows strategies by their class; `do_draw` has been its one method for many years.
    """

    def __init__(self, make: Callable[[Chances], Json], named: str) -> None:
        super().__init__()
        self._make = make
        self._named = named

    def do_draw(self, data: ConjectureData) -> Json:
        return self._make(Drawn(data))

    def __repr__(self) -> str:
        return self._named


class Drawn:
    """Choices by hypothesis; the least answer is what it shrinks to."""

    __slots__ = ("_data", "_is_fresh", "_left", "_range", "_spare", "_value")

    is_dear = True

    def __init__(self, data: ConjectureData) -> None:
        self._data = data
        self._left = MOST_BYTES
        self._is_fresh = True
        self._value = 0
        self._range = 1
        self._spare = b""

    def integer(self, low: int, high: int, /) -> int:
        number = high - low + 1
        if number <= BYTE and (number <= self._range or self._spare):
            return nearest(self._share(number), low, high)
        return self._drawn(low, high)

    def pick(self, options: Sequence[T], /) -> T:
        number = len(options)
        if number <= self._range or (self._spare and number <= BYTE):
            return options[self._share(number)]
        return options[self._drawn(0, number - 1)]

    def coin(self, chance: float, /) -> bool:
        if chance <= 0 or chance >= 1:
            return chance >= 1
        if self._is_fresh:
            self.stream(self.parts(START, START))
        if self._range < 2 and not self._spare:
            self._left -= 1
            return self._left >= 0 and self._data.draw_boolean(chance)
        while self._range < 16 and self._spare:
            self._refill()
        no = max(1, min(self._range - 1, round(self._range * (1 - chance))))
        if self._value < no:
            self._range = no
            return False
        self._value -= no
        self._range -= no
        return True

    def parts(self, low: int, high: int, /) -> bytes:
        """One byte for each of so many parts of a container: what their first choices are made of."""
        if high == 0:
            return b""
        self._left -= 2 + high
        if self._left < 0:
            return bytes(low)
        if self._is_fresh and low == high < START:
            return self._data.draw_bytes(START, START)[:high]
        return self._data.draw_bytes(low, high)

    def each(self, low: int, high: int, kind: int, /) -> Iterator[int]:
        """Parts in spans of their own, of which hypothesis can leave out any."""
        data = self._data
        for index in range(high):
            data.start_span(ITEM + kind)
            self.enter(b"", 0)
            if index < low or self.coin(MORE):
                yield index
                data.stop_span()
            else:
                data.stop_span()
                return

    def wide(self, low: int, high: int, /) -> int:
        """An integer out of many: half of the time one next to zero, which is in the byte, or any, now and then a bound."""
        if self._range >= 3 * NEAR and not self.coin(0.5):
            return nearest(self._share(NEAR), low, high)
        simplest = min(max(low, 0), high)
        self._left -= 1 + (high - low).bit_length() // 8
        if self._left < 0 or low == high:
            return simplest
        ends = {bound: BOUND for bound in (low, high) if abs(bound) < FAR}
        return self._data.draw_integer(low, high, weights=ends or None, shrink_towards=simplest)

    def enter(self, parts: bytes, index: int, /) -> None:
        """The next choices are those of one part."""
        self._is_fresh, self._spare = False, b""
        if index < len(parts):
            self._value, self._range = parts[index], BYTE
        else:
            self._value, self._range = 0, 1

    def stream(self, parts: bytes, /) -> None:
        """The next choices are read off the bytes one after another."""
        self._is_fresh, self._value, self._range, self._spare = False, 0, 1, parts

    def word(self, shortest: int, longest: int, /) -> str:
        """A short word, readable."""
        return self.pick(words(shortest, longest))

    def text(self, shortest: int, longest: int | None, /) -> str:
        """A text of any characters."""
        most = shortest + MOST_TEXT
        self._left -= shortest + 40
        if self._left < 0:
            return "a" * shortest
        return self._data.draw_string(
            CHARACTERS, min_size=shortest, max_size=most if longest is None else min(longest, most)
        )

    def _drawn(self, low: int, high: int) -> int:
        simplest = min(max(low, 0), high)
        self._left -= 1 + (high - low).bit_length() // 8
        if self._left < 0 or low == high:
            return simplest
        return self._data.draw_integer(low, high, shrink_towards=simplest)

    def _share(self, number: int) -> int:
        """Which of so many equal shares of the range the value lies in."""
        while self._range < number:
            self._refill()
        share = self._value * number // self._range
        start, end = -(-share * self._range // number), -(-(share + 1) * self._range // number)
        self._value -= start
        self._range = end - start
        return share

    def _refill(self) -> None:
        following = self._spare[0] if self._spare else 0
        self._value, self._range = self._value * BYTE + following, self._range * BYTE
        self._spare = self._spare[1:]
