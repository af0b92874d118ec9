"""Subsets of states as bits of one integer: fast, for patterns without look-around."""

from __future__ import annotations

from assent.records import dataclass, field
from assent.schema.patterns.nfa import Nfa

MOST_STATES = 4_000
"""Above this the table of closures would be too large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The closure of every state: what can be reached from it without reading.

    State s is bit s; bit s + size is the same state where the text must end.
    """

    size: int
    closures: tuple[int, ...]
    first: int
    reading: int
    universal: int
    accepting: int
    readers: dict[int, int] = field(default_factory=dict)
    """Per mask of a class, the states that can read a character of it."""


def table_of(nfa: Nfa) -> Table | None:
    """The table; None for an automaton that looks around or is too large."""
    if len(nfa.reads) > MOST_STATES or any(
        guard is not None and guard.place in ("ahead", "behind") for moves in nfa.moves for guard, _ in moves
    ):
        return None
    size = len(nfa.reads)
    reading = sum(1 << state for state in range(size) if nfa.reads[state])
    universal, ending = 1 << nfa.final, 1 << nfa.final + size
    kept = reading | universal | ending
    return Table(
        size=size,
        closures=tuple(closure & kept for closure in _closures(nfa)),
        first=_first(nfa) & kept,
        reading=reading,
        universal=universal,
        accepting=universal | ending,
    )


def _closures(nfa: Nfa) -> list[int]:
    """After the start. Repeats until nothing changes; moves mostly lead to later states, so few rounds do."""
    size = len(nfa.reads)
    closures = [1 << state for state in range(2 * size)]
    moving = [state for state in range(2 * size - 1, -1, -1) if nfa.moves[state % size]]
    changed = True
    while changed:
        changed = False
        for state in moving:
            grown = closures[state]
            ended = state >= size
            for guard, target in nfa.moves[state % size]:
                if guard is None:
                    grown |= closures[target + size * ended]
                elif guard.place == "end":
                    grown |= closures[target + size]
            if grown != closures[state]:
                closures[state] = grown
                changed = True
    return closures


def _first(nfa: Nfa) -> int:
    """What can be reached from the start before anything is read."""
    size = len(nfa.reads)
    met, todo = 0, [nfa.start]
    while todo:
        state = todo.pop()
        if met >> state & 1:
            continue
        met |= 1 << state
        for guard, target in nfa.moves[state % size]:
            ended = state >= size or (guard is not None and guard.place == "end")
            todo.append(target + size * ended)
    return met


def advance(table: Table, nfa: Nfa, config: int, mask: int) -> int:
    """After a character that lies in the sets of the mask."""
    readers = table.readers.get(mask)
    if readers is None:
        readers = sum(
            1 << state for state, reads in enumerate(nfa.reads) if any(mask >> bit & 1 for bit, _ in reads)
        )
        table.readers[mask] = readers
    waiting, following = config & readers, 0
    while waiting:
        lowest = waiting & -waiting
        waiting ^= lowest
        for bit, target in nfa.reads[lowest.bit_length() - 1]:
            if mask >> bit & 1:
                following |= table.closures[target]
    return table.universal if following & table.universal else following
