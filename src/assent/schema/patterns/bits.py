"""Subsets of states as bits of one integer: fast, for patterns without look-around."""

from __future__ import annotations

from assent.records import dataclass, field
from assent.schema.patterns.nfa import Nfa

MOST_STATES = 4_000
"""Above this the table of closures would be too large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The closure of every state where the text need not end: what can be reached from it without reading.

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
    """After the start. Where every move leads to a later state one round does; else they are repeated until nothing changes."""
    size = len(nfa.reads)
    closures = [1 << state for state in range(2 * size)]
    moving = [(state, moves) for state, moves in enumerate(nfa.moves) if moves]
    moving.reverse()
    ends = any(guard is not None and guard.place == "end" for _, moves in moving for guard, _ in moves)
    repeated = any(target <= state for state, moves in moving for _, target in moves)
    while True:
        changed = False
        for ended in (size, 0) if ends else (0,):  # those that must end come first, since others lead to them
            for state, moves in moving:
                grown = closures[state + ended]
                for guard, target in moves:
                    if guard is None:
                        grown |= closures[target + ended]
                    elif guard.place == "end":
                        grown |= closures[target + size]
                changed = changed or grown != closures[state + ended]
                closures[state + ended] = grown
        if not (changed and repeated):
            return closures[:size]


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
