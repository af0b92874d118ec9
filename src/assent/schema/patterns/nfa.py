"""Thompson's construction: a regular expression's parts become states with moves between them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from assent.records import dataclass, field
from assent.schema.patterns.charsets import EVERYTHING, Ranges
from assent.schema.patterns.syntax import (
    Chars,
    Choice,
    End,
    Look,
    Node,
    Repeat,
    Sequence,
    Start,
    UnsupportedPattern,
    width,
)

MOST_STATES = 60_000


Place: TypeAlias = Literal["start", "end", "ahead", "behind"]
"""What a guarded move asks of the place where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A move that reads nothing and holds only at some places.

    `index` is the first state of what must follow (`ahead`) or the number of the tracker (`behind`).
    """

    place: Place
    index: int = 0
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracker:
    """A look-behind: reads along from the beginning; it holds wherever `end` is reached."""

    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class Nfa:
    """States are numbers. `final` reads everything that follows, since `pattern` searches.

    `reads[s]` are pairs (number of a character set, next state); `moves[s]` are pairs (guard, next state).
    """

    pattern: str
    sets: dict[Ranges, int] = field(default_factory=dict)
    reads: list[list[tuple[int, int]]] = field(default_factory=list)
    moves: list[list[tuple[Guard | None, int]]] = field(default_factory=list)
    trackers: list[Tracker] = field(default_factory=list)
    start: int = 0
    final: int = 0


def build(node: Node, *, pattern: str) -> Nfa:
    """The automaton that finds the node anywhere in a text.

    Raises: UnsupportedPattern if it would have more than MOST_STATES states, and for a look-ahead inside
    a look-behind.
    """
    nfa = Nfa(pattern=pattern)
    node = _shortened(node)
    nfa.start, nfa.final = _state(nfa), _state(nfa)
    nfa.reads[nfa.final].append((_set(nfa, EVERYTHING), nfa.final))
    body = nfa.start
    if not _anchored(node):
        nfa.reads[nfa.start].append((_set(nfa, EVERYTHING), nfa.start))
        body = _state(nfa)
        nfa.moves[nfa.start].append((None, body))
    nfa.moves[_add(nfa, node, body, behind=False)].append((None, nfa.final))
    return nfa


def _refuse(pattern: str, why: str) -> UnsupportedPattern:
    return UnsupportedPattern(pattern=pattern, construct=pattern[:40], offset=0, why=why)


def _anchored(node: Node) -> bool:
    """Whether every match begins where the text begins."""
    match node:
        case Start():
            return True
        case Sequence(items=items):
            return any(_anchored(item) for item in items)
        case Choice(options=options):
            return all(_anchored(option) for option in options)
        case Repeat(item=item, least=least):
            return least > 0 and _anchored(item)
        case Look(item=item, ahead=ahead, negated=negated):
            return ahead and not negated and _anchored(item)
        case Chars() | End():
            return False


def _shortened(node: Node, *, front: bool = True, back: bool = True) -> Node:
    """Where a match may begin or end anywhere, repeating more than needed at that edge changes nothing."""
    match node:
        case Repeat(item=item, least=least):
            return Repeat(item=item, least=least, most=least) if least else Sequence(items=())
        case Sequence(items=(first, *between, last)):
            first = _shortened(first, back=False) if front else first
            last = _shortened(last, front=False) if back else last
            return Sequence(items=(first, *between, last))
        case _:
            return node


def _state(nfa: Nfa) -> int:
    if len(nfa.reads) >= MOST_STATES:
        raise _refuse(nfa.pattern, f"the pattern needs more than {MOST_STATES:,} states")
    nfa.reads.append([])
    nfa.moves.append([])
    return len(nfa.reads) - 1


def _set(nfa: Nfa, ranges: Ranges) -> int:
    return nfa.sets.setdefault(ranges, len(nfa.sets))


def _add(nfa: Nfa, node: Node, begin: int, *, behind: bool) -> int:
    """The state after the node, when it begins at `begin`."""
    match node:
        case Chars(ranges=ranges):
            end = _state(nfa)
            nfa.reads[begin].append((_set(nfa, ranges), end))
            return end
        case Sequence(items=items):
            for item in items:
                begin = _add(nfa, item, begin, behind=behind)
            return begin
        case Choice(options=options):
            return _add_choice(nfa, options, begin, behind=behind)
        case Repeat():
            return _add_repeat(nfa, node, begin, behind=behind)
        case Start():
            return _guarded(nfa, begin, Guard(place="start"))
        case End() if behind:
            raise _refuse(nfa.pattern, "an end inside a look-behind is not supported")
        case End():
            return _guarded(nfa, begin, Guard(place="end"))
        case Look(ahead=True) if behind:
            raise _refuse(nfa.pattern, "a look-ahead inside a look-behind is not supported")
        case Look():
            return _guarded(nfa, begin, _look(nfa, node))


def _guarded(nfa: Nfa, begin: int, guard: Guard) -> int:
    end = _state(nfa)
    nfa.moves[begin].append((guard, end))
    return end


def _look(nfa: Nfa, node: Look) -> Guard:
    start = _state(nfa)
    if node.ahead:
        nfa.moves[_add(nfa, node.item, start, behind=False)].append((None, nfa.final))
        return Guard(place="ahead", index=start, negated=node.negated)
    nfa.reads[start].append((_set(nfa, EVERYTHING), start))
    body = _state(nfa)
    nfa.moves[start].append((None, body))
    end = _state(nfa)
    nfa.moves[_add(nfa, node.item, body, behind=True)].append((None, end))
    nfa.trackers.append(Tracker(start=start, end=end))
    return Guard(place="behind", index=len(nfa.trackers) - 1, negated=node.negated)


def _add_choice(nfa: Nfa, options: tuple[Node, ...], begin: int, *, behind: bool) -> int:
    """Options share the characters they begin with, so that a long list of words becomes a tree."""
    root, out = _state(nfa), _state(nfa)
    nfa.moves[begin].append((None, root))
    shared: dict[tuple[int, Ranges], int] = {}
    for option in options:
        items = option.items if isinstance(option, Sequence) else (option,)
        at, taken = root, 0
        while taken < len(items) and isinstance(items[taken], Chars):
            item = items[taken]
            if not isinstance(item, Chars):
                break
            known = shared.get((at, item.ranges))
            if known is None:
                known = shared[at, item.ranges] = _add(nfa, item, at, behind=behind)
            at, taken = known, taken + 1
        if taken < len(items):
            branch = _state(nfa)  # what follows must not loop back into the shared part
            nfa.moves[at].append((None, branch))
            at = branch
        for item in items[taken:]:
            at = _add(nfa, item, at, behind=behind)
        nfa.moves[at].append((None, out))
    return out


def _add_repeat(nfa: Nfa, node: Repeat, begin: int, *, behind: bool) -> int:
    least, most = node.least, node.most
    if width(node.item)[1] == 0:  # doing nothing twice is doing it once
        least, most = min(least, 1), min(1 if most is None else most, 1)
    for _ in range(least):
        begin = _add(nfa, node.item, begin, behind=behind)
    out = _state(nfa)
    if most is None:
        loop = _state(nfa)
        nfa.moves[begin].append((None, loop))
        nfa.moves[loop].append((None, out))
        nfa.moves[_add(nfa, node.item, loop, behind=behind)].append((None, loop))
        return out
    for _ in range(most - least):
        nfa.moves[begin].append((None, out))
        begin = _add(nfa, node.item, begin, behind=behind)
    nfa.moves[begin].append((None, out))
    return out
