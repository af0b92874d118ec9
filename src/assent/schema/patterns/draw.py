"""Members of a regular language: listed from the shortest on, or drawn at random in bounded time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Protocol, TypeVar

from assent.records import dataclass, field
from assent.schema.patterns.charsets import Ranges
from assent.schema.patterns.language import Language, Part, default_steps, parts
from assent.schema.patterns.product import LONGEST_BUILT, Letter, Product, State, product_of, shortest_member
from assent.schema.patterns.steps import OutOfSteps, Steps

T = TypeVar("T")
MORE_CHARACTERS = 12
"""How much longer than the shortest member a drawn text may be, where the language allows."""
MOST_WORK = 60_000


class Choices(Protocol):
    """Where chance comes from: a seeded generator, or hypothesis. The least answer is the simplest."""

    def integer(self, low: int, high: int, /) -> int:
        """Some integer from `low` to `high`, both included."""
        ...

    def pick(self, options: Sequence[T], /) -> T:
        """One of the options, of which there is at least one."""
        ...

    def coin(self, chance: float, /) -> bool:
        """True about as often as `chance` says (0 to 1)."""
        ...


@dataclass(slots=True, eq=False)
class Walker:
    """A part of a language, explored: from which states it can be finished in exactly so many characters.

    `able[k]` has bit s set if a text of k characters leads from state s to acceptance.
    """

    part: Part
    edges: list[list[tuple[Letter, int]]]
    able: list[int]
    _options: dict[tuple[int, int], list[tuple[str, Ranges, int]]] = field(default_factory=dict)

    def grow(self, length: int) -> None:
        while len(self.able) <= length:
            before, now = self.able[-1], 0
            for state, edges in enumerate(self.edges):
                if any(before >> target & 1 for _, target in edges):
                    now |= 1 << state
            self.able.append(now)

    def lengths(self, steps: Steps) -> Iterator[int]:
        """The lengths of its members, in order."""
        length, missing = self.part.shortest, 0
        while missing <= len(self.edges) and (self.part.longest is None or length <= self.part.longest):
            steps.spend(
                1 + (length + 1 - len(self.able) if length >= len(self.able) else 0) * len(self.edges) // 8
            )
            self.grow(length)
            if self.able[length] & 1:
                missing = 0
                yield length
            else:
                missing += 1
            length += 1

    def options(self, state: int, left: int) -> list[tuple[str, Ranges, int]]:
        """What may be read next when `left` characters are to follow after it: (easy ones, all, next state)."""
        found = self._options.get((state, left))
        if found is None:
            able = self.able[left]
            found = [
                (easy(letter.ranges), letter.ranges, target)
                for letter, target in self.edges[state]
                if able >> target & 1
            ]
            self._options[state, left] = found
        return found


@lru_cache(1024)
def easy(ranges: Ranges) -> str:
    """The most readable characters of the set, at least one, at most 64."""
    listed = list(islice(in_order(ranges), 64))
    if "a" <= listed[0] <= "z":
        return "".join(char for char in listed if "a" <= char <= "z" or "0" <= char <= "9")
    printable = [char for char in listed if "!" <= char <= "~"]
    return "".join(printable or listed[:1])


def in_order(ranges: Ranges) -> Iterator[str]:
    """Every character of the set, letters first."""
    known: list[tuple[int, int]] = [
        (97, 122),
        (48, 57),
        (65, 90),
        (33, 47),
        (58, 64),
        (91, 96),
        (123, 126),
        (32, 32),
    ]
    for low, high in known:
        for first, last in ranges:
            yield from map(chr, range(max(first, low), min(last, high) + 1))
    for first, last in ranges:
        for code in chain(range(first, min(last, 31) + 1), range(max(first, 127), last + 1)):
            yield chr(code)


def explore(part: Part, steps: Steps) -> Walker:
    """Everything that can be reached in the part's product.

    Raises: OutOfSteps if that is more than the work allowed.
    """
    product = product_of(part)
    numbers: dict[State, int] = {product.start: 0}
    edges: list[list[tuple[Letter, int]]] = []
    accepting = 0
    if product.hopeless(product.start):
        return Walker(part, [[]], [0])
    waiting = [product.start]
    for state in waiting:
        if product.accepts(state):
            accepting |= 1 << numbers[state]
        edges.append(_numbered(product, state, numbers, waiting, steps))
    return Walker(part, edges, [accepting])


def _numbered(
    product: Product, state: State, numbers: dict[State, int], waiting: list[State], steps: Steps
) -> list[tuple[Letter, int]]:
    found = []
    for letter, target in product.edges(state, steps):
        if target not in numbers:
            numbers[target] = len(numbers)
            waiting.append(target)
        found.append((letter, numbers[target]))
    return found


def members(given: Language, steps: Steps | None = None) -> Iterator[str]:
    """Every text of the language, shorter ones first, letters before other characters.

    Ends if the language is finite. Raises: OutOfSteps when the work allowed does not suffice to go on.
    """
    steps = default_steps(steps)
    walkers = [explore(part, steps) for part in parts(given)]
    running = [(walker, walker.lengths(steps)) for walker in walkers]
    waiting = [(next(lengths, None), number) for number, (_, lengths) in enumerate(running)]
    while any(length is not None for length, _ in waiting):
        length, number = min((length, number) for length, number in waiting if length is not None)
        walker, lengths = running[number]
        yield from _of_length(walker, length, steps)
        waiting[number] = (next(lengths, None), number)


def _of_length(walker: Walker, length: int, steps: Steps) -> Iterator[str]:
    """Every text of the length; a stack of iterators in place of recursion, since texts can be long."""
    if length == 0:
        yield ""
        return
    text: list[str] = []
    stack = [_next_chars(walker, 0, length - 1)]
    while stack:
        steps.spend(1)
        following = next(stack[-1], None)
        if following is None:
            stack.pop()
            if text:
                text.pop()
            continue
        char, target = following
        text.append(char)
        if len(text) == length:
            yield "".join(text)
            text.pop()
        else:
            stack.append(_next_chars(walker, target, length - 1 - len(text)))


def _next_chars(walker: Walker, state: int, left: int) -> Iterator[tuple[str, int]]:
    for _, ranges, target in walker.options(state, left):
        for char in in_order(ranges):
            yield char, target


def count(given: Language, *, at_most: int, steps: Steps | None = None) -> int:
    """How many texts the language has; `at_most` if it has more.

    Raises: OutOfSteps when the work allowed does not suffice to tell.
    """
    return sum(1 for _ in islice(members(given, steps), at_most))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampler:
    """What drawing needs: lengths with the walkers that can make them, or a fixed list of members."""

    sizes: tuple[tuple[int, Walker], ...]
    fixed: tuple[str, ...]


@lru_cache(2048)
def sampler(given: Language) -> Sampler:
    """What drawing from the language needs; without sizes and members if the language is empty.

    Raises: OutOfSteps if not even one member is found within the work allowed.
    """
    try:
        return _walking_sampler(given, Steps(MOST_WORK))
    except OutOfSteps:
        found = shortest_member(given, Steps(MOST_WORK))
        return Sampler(sizes=(), fixed=() if found is None else (found,))


def _walking_sampler(given: Language, steps: Steps) -> Sampler:
    sizes: list[tuple[int, Walker]] = []
    for part in parts(given):
        if part.shortest > LONGEST_BUILT:
            raise OutOfSteps(steps.limit)
        walker = explore(part, steps)
        for length in walker.lengths(steps):
            if sizes and length > sizes[0][0] + MORE_CHARACTERS:
                break
            sizes.append((length, walker))
            sizes.sort(key=lambda pair: pair[0])
    if sizes:
        sizes = [pair for pair in sizes if pair[0] <= sizes[0][0] + MORE_CHARACTERS]
    return Sampler(sizes=tuple(sizes), fixed=())


def draw(given: Language, choices: Choices, *, odd: float = 0.1) -> str | None:
    """Some text of the language; None if it has none. Time grows with the text's length only.

    `odd` is the chance that characters are any that are allowed, and not only those that are easily read.

    Raises: OutOfSteps if the language is too large to explore and not even one member is found.
    """
    prepared = sampler(given)
    if prepared.fixed:
        return choices.pick(prepared.fixed)
    if not prepared.sizes:
        return None
    length, walker = choices.pick(prepared.sizes)
    pick = choices.pick
    is_odd = odd > 0 and choices.coin(odd)
    state, text = 0, []
    for left in range(length - 1, -1, -1):
        options = walker.options(state, left)
        chars, ranges, state = options[0] if len(options) == 1 else pick(options)
        if is_odd and choices.coin(0.3):
            text.append(_any_of(ranges, choices))
        else:
            text.append(chars if len(chars) == 1 else pick(chars))
    return "".join(text)


def _any_of(ranges: Ranges, choices: Choices) -> str:
    low, high = choices.pick(ranges)
    return chr(choices.integer(low, high))


def first_members(given: Language, number: int, steps: Steps | None = None) -> list[str]:
    """The first so many texts of the language, or all if there are fewer."""
    return list(OrderedDict.fromkeys(islice(members(given, steps), number)))
