"""Deterministic automata, made state by state as they are asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from assent.errors import AssentError
from assent.schema.patterns.charsets import Ranges
from assent.schema.patterns.nfa import Guard, Nfa, Place

MOST_THREADS = 20_000


@dataclass(eq=False)
class OutOfSteps(AssentError):
    """A question about regular languages took more steps than allowed; the answer is not known."""

    steps: int

    def __str__(self) -> str:
        return f"the patterns together are too large to decide within {self.steps:,} steps"


class Steps:
    """How much work a question may still cost; counts, never seconds, so that answers do not vary."""

    __slots__ = ("left", "limit")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.left = limit

    def spend(self, count: int) -> None:
        """Raises: OutOfSteps when nothing is left."""
        self.left -= count
        if self.left < 0:
            raise OutOfSteps(self.limit)


Config: TypeAlias = "frozenset[Thread]"
Duty: TypeAlias = "tuple[bool, Config] | None"
"""What must still come true for a thread to count: (negated, what follows), or None: the text ends here."""
Thread: TypeAlias = "tuple[int, frozenset[Duty]]"

NO_DUTIES: frozenset[Duty] = frozenset()
NOWHERE: Config = frozenset()


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


@dataclass(slots=True, eq=False)
class Dfa:
    """A lazy subset construction. States are numbers; 0 is where a text begins.

    A state is a set of threads; a thread is a state of the Nfa with its duties: look-aheads not settled yet.
    """

    nfa: Nfa
    alphabet: Alphabet
    accepting: list[bool] = field(default_factory=list)
    dead: list[bool] = field(default_factory=list)
    """No text that begins like this is accepted."""
    universal: list[bool] = field(default_factory=list)
    """Every text that begins like this is accepted."""
    costs: list[int] = field(default_factory=list)
    _states: list[tuple[Config, tuple[Config, ...]]] = field(default_factory=list)
    _numbers: dict[tuple[Config, tuple[Config, ...]], int] = field(default_factory=dict)
    _table: dict[tuple[int, int], int] = field(default_factory=dict)
    _class_cache: dict[str, int] = field(default_factory=dict)

    def step(self, state: int, letter: int) -> int:
        """The state after reading a character of class `letter`."""
        found = self._table.get((state, letter))
        if found is None:
            found = self._table[state, letter] = self._advance(state, letter)
        return found

    def accepts(self, text: str) -> bool:
        """Whether the pattern is found in the text; time grows with the length of the text only."""
        state = 0
        for char in text:
            letter = self._class_cache.get(char)
            if letter is None:
                letter = self._class_cache[char] = self.alphabet.class_of(ord(char))
            state = self.step(state, letter)
            if self.universal[state] or self.dead[state]:
                break
        return self.accepting[state]

    def _advance(self, state: int, letter: int) -> int:
        config, tracked = self._states[state]
        mask = self.alphabet.masks[letter]
        if self.dead[state] or self.universal[state]:
            return state
        moved: list[Config] = []
        truths: list[bool] = []
        for tracker, behind in zip(self.nfa.trackers, tracked, strict=True):
            moved.append(_read(self.nfa, behind, mask, truths))
            truths.append((tracker.end, NO_DUTIES) in moved[-1])
        return _number(self, _read(self.nfa, config, mask, truths), tuple(moved))


def dfa_of(nfa: Nfa) -> Dfa:
    dfa = Dfa(nfa, alphabet_of(nfa.sets))
    tracked: list[Config] = []
    truths: list[bool] = []
    for tracker in nfa.trackers:
        tracked.append(_close(nfa, [(tracker.start, NO_DUTIES)], truths, at_start=True))
        truths.append((tracker.end, NO_DUTIES) in tracked[-1])
    _number(dfa, _close(nfa, [(nfa.start, NO_DUTIES)], truths, at_start=True), tuple(tracked))
    return dfa


def _number(dfa: Dfa, config: Config, tracked: tuple[Config, ...]) -> int:
    everything = (dfa.nfa.final, NO_DUTIES) in config
    if everything or not config:
        tracked = ()
    known = dfa._numbers.get((config, tracked))
    if known is not None:
        return known
    number = len(dfa._states)
    dfa._numbers[config, tracked] = number
    dfa._states.append((config, tracked))
    dfa.accepting.append(_accepts_here(dfa.nfa, config))
    dfa.dead.append(not config)
    dfa.universal.append(everything)
    dfa.costs.append(1 + len(config) // 8)
    return number


def _accepts_here(nfa: Nfa, config: Config) -> bool:
    return any(state == nfa.final and _all_settled(nfa, duties) for state, duties in config)


def _all_settled(nfa: Nfa, duties: frozenset[Duty]) -> bool:
    return all(duty is None or _accepts_here(nfa, duty[1]) != duty[0] for duty in duties)


def _read(nfa: Nfa, config: Config, mask: int, truths: list[bool]) -> Config:
    threads: list[Thread] = []
    known: dict[frozenset[Duty], frozenset[Duty] | None] = {NO_DUTIES: NO_DUTIES}
    for state, duties in config:
        if duties not in known:
            known[duties] = _carry(nfa, duties, mask, truths)
        carried = known[duties]
        if carried is not None:
            threads.extend((target, carried) for bit, target in nfa.reads[state] if mask >> bit & 1)
    return _close(nfa, threads, truths, at_start=False)


def _carry(nfa: Nfa, duties: frozenset[Duty], mask: int, truths: list[bool]) -> frozenset[Duty] | None:
    """The duties after one more character; None when one is broken for good."""
    kept: list[Duty] = []
    for duty in duties:
        if duty is None:
            return None
        negated, config = duty
        following = _read(nfa, config, mask, truths)
        settled = (nfa.final, NO_DUTIES) in following
        if settled if negated else not following:
            return None
        if following and not settled:
            kept.append((negated, following))
    return frozenset(kept)


def _close(nfa: Nfa, threads: list[Thread], truths: list[bool], *, at_start: bool) -> Config:
    """The threads and all that follow from them without reading; a single one if it accepts everything."""
    seen = set(threads)
    stack = list(seen)
    while stack:
        state, duties = stack.pop()
        for guard, target in nfa.moves[state]:
            passed = duties if guard is None else _pass(nfa, guard, duties, truths, at_start=at_start)
            if passed is None or (target, passed) in seen:
                continue
            seen.add((target, passed))
            stack.append((target, passed))
        if len(seen) > MOST_THREADS:
            raise OutOfSteps(MOST_THREADS)
    if (nfa.final, NO_DUTIES) in seen:
        return frozenset({(nfa.final, NO_DUTIES)})
    free = {state for state, duties in seen if not duties}
    ends = {tracker.end for tracker in nfa.trackers}
    return frozenset(
        (state, duties)
        for state, duties in seen
        if (nfa.reads[state] or state in ends) and (not duties or state not in free)
    )


def _pass(
    nfa: Nfa, guard: Guard, duties: frozenset[Duty], truths: list[bool], *, at_start: bool
) -> frozenset[Duty] | None:
    """The duties behind the guard; None where it does not let through."""
    match guard.place:
        case Place.START:
            return duties if at_start else None
        case Place.END:
            return duties | {None}
        case Place.BEHIND:
            return duties if truths[guard.index] != guard.negated else None
        case Place.AHEAD:
            following = _close(nfa, [(guard.index, NO_DUTIES)], truths, at_start=at_start)
            settled = (nfa.final, NO_DUTIES) in following
            if settled if guard.negated else not following:
                return None
            return duties if settled or not following else duties | {(guard.negated, following)}
