"""Deterministic automata, made state by state as they are asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable

from assent.records import dataclass, field
from assent.schema.patterns import bits
from assent.schema.patterns.charsets import Ranges
from assent.schema.patterns.nfa import Nfa


@dataclass(frozen=True, slots=True, kw_only=True)
class Alphabet:
    """Code points that no set of an automaton tells apart, as classes.

    `cuts[i]` is the first code point of the i-th stretch, `classes[i]` its class.
    """

    cuts: tuple[int, ...]
    classes: tuple[int, ...]
    masks: tuple[int, ...]

    def class_of(self, code: int) -> int:
        return self.classes[bisect_right(self.cuts, code) - 1]


def alphabet_of(sets: Iterable[Ranges]) -> Alphabet:
    """The classes of the sets; bit i of a class's mask says whether it lies in the i-th set."""
    toggles: dict[int, int] = {0: 0}
    for number, ranges in enumerate(sets):
        for low, high in ranges:
            toggles[low] = toggles.get(low, 0) ^ 1 << number
            toggles[high + 1] = toggles.get(high + 1, 0) ^ 1 << number
    known: dict[int, int] = {}
    cuts, classes, mask = [], [], 0
    for cut in sorted(toggles):
        mask ^= toggles[cut]
        cuts.append(cut)
        classes.append(known.setdefault(mask, len(known)))
    return Alphabet(cuts=tuple(cuts), classes=tuple(classes), masks=tuple(known))


@dataclass(frozen=True, slots=True, kw_only=True)
class Subset:
    """A set of states of the automaton, whatever its form, and what it says about a text that leads here."""

    key: Hashable
    accepting: bool
    dead: bool
    universal: bool
    size: int


@dataclass(slots=True, eq=False)
class Dfa:
    """A lazy subset construction. States are numbers; 0 is where a text begins."""

    alphabet: Alphabet
    first: Subset
    advance: Callable[[Subset, int], Subset]
    accepting: list[bool] = field(default_factory=list)
    dead: list[bool] = field(default_factory=list)
    """No text that begins like this is accepted."""
    universal: list[bool] = field(default_factory=list)
    """Every text that begins like this is accepted."""
    costs: list[int] = field(default_factory=list)
    _states: list[Subset] = field(default_factory=list)
    _numbers: dict[Hashable, int] = field(default_factory=dict)
    _table: dict[tuple[int, int], int] = field(default_factory=dict)
    _classes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._number(self.first)

    def step(self, state: int, letter: int) -> int:
        """The state after reading a character of class `letter`."""
        found = self._table.get((state, letter))
        if found is None:
            found = state
            if not self.dead[state] and not self.universal[state]:
                found = self._number(self.advance(self._states[state], self.alphabet.masks[letter]))
            self._table[state, letter] = found
        return found

    def accepts(self, text: str) -> bool:
        """Whether the pattern is found in the text; time grows with the length of the text only."""
        state = 0
        for char in text:
            letter = self._classes.get(char)
            if letter is None:
                letter = self._classes[char] = self.alphabet.class_of(ord(char))
            state = self.step(state, letter)
            if self.universal[state] or self.dead[state]:
                break
        return self.accepting[state]

    def _number(self, subset: Subset) -> int:
        known = self._numbers.get(subset.key)
        if known is not None:
            return known
        self._numbers[subset.key] = len(self._states)
        self._states.append(subset)
        self.accepting.append(subset.accepting)
        self.dead.append(subset.dead)
        self.universal.append(subset.universal)
        self.costs.append(1 + subset.size)
        return len(self._states) - 1


def dfa_of(nfa: Nfa) -> Dfa:
    """The automaton's subset construction, in its fast form where the pattern does not look around."""
    table = bits.table_of(nfa)
    return _with_threads(nfa) if table is None else _with_bits(nfa, table)


def _with_bits(nfa: Nfa, table: bits.Table) -> Dfa:
    def subset(config: int) -> Subset:
        return Subset(
            key=config,
            accepting=bool(config & table.accepting),
            dead=not config,
            universal=bool(config & table.universal),
            size=config.bit_count(),
        )

    def advance(before: Subset, mask: int) -> Subset:
        assert isinstance(before.key, int)
        return subset(bits.advance(table, nfa, before.key, mask))

    first = table.universal if table.first & table.universal else table.first
    return Dfa(alphabet_of(nfa.sets), subset(first), advance)


def _with_threads(nfa: Nfa) -> Dfa:
    from assent.schema.patterns import threads  # few patterns look around themselves

    def subset(situation: threads.Situation) -> Subset:
        config = situation.config
        return Subset(
            key=situation,
            accepting=threads.accepts_here(nfa, config),
            dead=not config,
            universal=(nfa.final, threads.NO_DUTIES) in config,
            size=len(config) + sum(len(duties) for _, duties in config),
        )

    def advance(before: Subset, mask: int) -> Subset:
        assert isinstance(before.key, threads.Situation)
        return subset(threads.advance(nfa, before.key, mask))

    return Dfa(alphabet_of(nfa.sets), subset(threads.first(nfa)), advance)
