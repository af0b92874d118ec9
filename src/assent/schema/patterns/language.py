"""Regular languages and what is asked of them: membership, intersection, the shortest member."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from assent.records import dataclass, field, replace
from assent.schema.patterns.charsets import Ranges
from assent.schema.patterns.dfa import Dfa, dfa_of
from assent.schema.patterns.nfa import build
from assent.schema.patterns.parse import parse
from assent.schema.patterns.steps import Steps
from assent.schema.patterns.syntax import Chars, Choice, End, Node, Repeat, Sequence, Start, width

DEFAULT_STEPS = 50_000
FEWEST_COUNTED = 8
"""From this many repetitions on, a counted repetition may become a bound on the length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regular:
    """One regular language; equal when its key is equal.

    Its members are what the automaton accepts and has between `shortest` and `longest` characters.
    """

    key: str
    dfa: Dfa = field(compare=False, repr=False)
    shortest: int = 0
    longest: int | None = None

    @property
    def windowed(self) -> bool:
        return self.shortest > 0 or self.longest is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The texts that are in every language of `inside`, in none of `outside`, of a length within bounds.

    Lengths count code points. Build one with `language`, `within`, `without` and `of_length`, which keep the
    parts sorted, so that equal languages written in another order compare equal.
    """

    inside: tuple[Regular, ...] = ()
    outside: tuple[Regular, ...] = ()
    shortest: int = 0
    longest: int | None = None


ANY_TEXT = Language()


@lru_cache(8192)
def pattern(text: str) -> Regular:
    """The texts in which the pattern is found somewhere, as JSON Schema's `pattern` means it.

    Raises: UnsupportedPattern for what is not ECMA-262 or not regular.
    """
    return _regular(parse(text), key="/" + text, written=text)


@lru_cache(8192)
def words(*texts: str) -> Regular:
    """Exactly the given texts."""
    options = tuple(Sequence(items=tuple(_letter(char) for char in text)) for text in sorted(set(texts)))
    node = Sequence(items=(Start(), Choice(options=options), End()))
    listed = "|".join(sorted({text.replace("\\", "\\\\").replace("|", "\\|") for text in texts}))
    return _regular(node, key="=" + listed, written=listed)


def _letter(char: str) -> Chars:
    return Chars(ranges=((ord(char), ord(char)),))


def _regular(node: Node, *, key: str, written: str) -> Regular:
    counted = _as_length(node)
    if counted is None:
        return Regular(key=key, dfa=dfa_of(build(node, pattern=written)))
    node, low, high = counted
    return Regular(key=key, dfa=dfa_of(build(node, pattern=written)), shortest=low, longest=high)


def _as_length(node: Node) -> tuple[Node, int, int | None] | None:
    """`^ab[c-z]{1,5000}$` as `^ab[c-z]*$` with a length from 3 to 5,002; None where it is not of that kind."""
    if not isinstance(node, Sequence) or len(node.items) < 3:
        return None
    first, *items, last = node.items
    if not isinstance(first, Start) or not isinstance(last, End):
        return None
    widths = [width(item) for item in items]
    varying = [i for i, (low, high) in enumerate(widths) if low != high or low > FEWEST_COUNTED]
    if len(varying) != 1:
        return None
    item = items[varying[0]]
    if not isinstance(item, Repeat) or not isinstance(item.item, Chars):
        return None
    if max(item.least, item.most or 0) < FEWEST_COUNTED:
        return None
    low = sum(low for low, _ in widths)
    high = None if item.most is None else low - item.least + item.most
    items[varying[0]] = Repeat(item=item.item, least=0, most=None)
    return Sequence(items=(first, *items, last)), low, high


def language(
    inside: Iterable[Regular] = (),
    outside: Iterable[Regular] = (),
    *,
    shortest: int = 0,
    longest: int | None = None,
) -> Language:
    """The texts in every language of `inside` and none of `outside`, within bounds of length."""
    return Language(
        inside=_sorted(inside), outside=_sorted(outside), shortest=max(shortest, 0), longest=longest
    )


def within(given: Language, *regulars: Regular) -> Language:
    """The part of the given language that lies in all the others as well."""
    return replace(given, inside=_sorted((*given.inside, *regulars)))


def without(given: Language, *regulars: Regular) -> Language:
    """The part of the given language that lies in none of the others."""
    return replace(given, outside=_sorted((*given.outside, *regulars)))


def of_length(given: Language, *, shortest: int = 0, longest: int | None = None) -> Language:
    """The part of the given language with at least `shortest` and at most `longest` characters."""
    if longest is not None and given.longest is not None:
        longest = min(longest, given.longest)
    return replace(
        given,
        shortest=max(shortest, given.shortest),
        longest=given.longest if longest is None else longest,
    )


def meet(first: Language, second: Language) -> Language:
    """The texts in both languages."""
    joined = without(within(first, *second.inside), *second.outside)
    return of_length(joined, shortest=second.shortest, longest=second.longest)


def _sorted(regulars: Iterable[Regular]) -> tuple[Regular, ...]:
    return tuple(sorted({regular.key: regular for regular in regulars}.values(), key=lambda r: r.key))


def matches(regular: Regular, text: str) -> bool:
    """Whether the text is in the language; time grows with the length of the text only."""
    length = len(text)
    if length < regular.shortest or (regular.longest is not None and length > regular.longest):
        return False
    return regular.dfa.accepts(text)


def contains(given: Language, text: str) -> bool:
    """Whether the text is in the language."""
    length = len(text)
    if length < given.shortest or (given.longest is not None and length > given.longest):
        return False
    return all(matches(one, text) for one in given.inside) and not any(
        matches(one, text) for one in given.outside
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A share of a language that one product of automata decides; a language's parts are disjoint."""

    inside: tuple[Regular, ...]
    outside: tuple[Regular, ...]
    shortest: int
    longest: int | None


def parts(given: Language) -> Iterator[Part]:
    """The language with the bounds of length taken out of its members.

    A text is outside a language with bounds if it is too short, too long, or refused by the automaton.
    """
    shortest, longest = given.shortest, given.longest
    for one in given.inside:
        shortest = max(shortest, one.shortest)
        if one.longest is not None:
            longest = one.longest if longest is None else min(longest, one.longest)
    plain = tuple(one for one in given.outside if not one.windowed)
    bounded = [one for one in given.outside if one.windowed]
    yield from _split(Part(inside=given.inside, outside=plain, shortest=shortest, longest=longest), bounded)


def _split(part: Part, bounded: list[Regular]) -> Iterator[Part]:
    if part.longest is not None and part.longest < part.shortest:
        return
    if not bounded:
        yield part
        return
    one, *others = bounded
    if one.shortest > 0:
        yield from _split(_clip(part, longest=one.shortest - 1), others)
    middle = replace(part, outside=(*part.outside, one))
    yield from _split(_clip(middle, shortest=one.shortest, longest=one.longest), others)
    if one.longest is not None:
        yield from _split(_clip(part, shortest=one.longest + 1), others)


def _clip(part: Part, *, shortest: int = 0, longest: int | None = None) -> Part:
    if part.longest is not None:
        longest = part.longest if longest is None else min(longest, part.longest)
    return replace(part, shortest=max(part.shortest, shortest), longest=longest)


def readable(ranges: Ranges) -> int:
    """The code point of the set that people read most easily: a letter, a digit, else what comes first."""
    for low, high in ((97, 122), (48, 57), (65, 90), (45, 46), (95, 95), (33, 126), (32, 32)):
        for first, last in ranges:
            if first <= high and last >= low:
                return max(first, low)
    return ranges[0][0]


def readability(code: int) -> tuple[int, int]:
    """Sorts letters before digits, these before capitals, signs, the space and the rest of Unicode."""
    char = chr(code)
    kinds = ("a" <= char <= "z", "0" <= char <= "9", "A" <= char <= "Z", "!" <= char <= "~", char == " ")
    return (kinds.index(True) if True in kinds else len(kinds), code)


def default_steps(steps: Steps | None) -> Steps:
    return Steps(DEFAULT_STEPS) if steps is None else steps
