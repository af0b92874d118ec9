"""Subsets of states with look-aheads and look-behinds: every pattern, at the price of speed."""

from __future__ import annotations

from typing import TypeAlias

from assent.records import dataclass
from assent.schema.patterns.nfa import Guard, Nfa
from assent.schema.patterns.steps import OutOfSteps

MOST_THREADS = 20_000

Config: TypeAlias = "frozenset[Thread]"
Duty: TypeAlias = "tuple[bool, Config] | None"
"""What must still come true for a thread to count: (negated, what follows), or None: the text ends here."""
Thread: TypeAlias = "tuple[int, frozenset[Duty]]"
"""A state of the automaton and its duties: look-aheads that are not settled yet."""

NO_DUTIES: frozenset[Duty] = frozenset()


@dataclass(frozen=True, slots=True)
class Situation:
    """The threads of the pattern, and those of each of its look-behinds."""

    config: Config
    tracked: tuple[Config, ...]


def first(nfa: Nfa) -> Situation:
    """Where a text begins."""
    tracked: list[Config] = []
    truths: list[bool] = []
    for tracker in nfa.trackers:
        tracked.append(_close(nfa, [(tracker.start, NO_DUTIES)], truths, at_start=True))
        truths.append((tracker.end, NO_DUTIES) in tracked[-1])
    return _settled(nfa, _close(nfa, [(nfa.start, NO_DUTIES)], truths, at_start=True), tracked)


def advance(nfa: Nfa, situation: Situation, mask: int) -> Situation:
    """After a character that lies in the sets of the mask."""
    tracked: list[Config] = []
    truths: list[bool] = []
    for tracker, behind in zip(nfa.trackers, situation.tracked, strict=True):
        tracked.append(_read(nfa, behind, mask, truths))
        truths.append((tracker.end, NO_DUTIES) in tracked[-1])
    return _settled(nfa, _read(nfa, situation.config, mask, truths), tracked)


def _settled(nfa: Nfa, config: Config, tracked: list[Config]) -> Situation:
    ended = not config or (nfa.final, NO_DUTIES) in config
    return Situation(config, () if ended else tuple(tracked))


def accepts_here(nfa: Nfa, config: Config) -> bool:
    return any(state == nfa.final and _all_settled(nfa, duties) for state, duties in config)


def _all_settled(nfa: Nfa, duties: frozenset[Duty]) -> bool:
    return all(duty is None or accepts_here(nfa, duty[1]) != duty[0] for duty in duties)


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
        case "start":
            return duties if at_start else None
        case "end":
            return duties | {None}
        case "behind":
            return duties if truths[guard.index] != guard.negated else None
        case "ahead":
            following = _close(nfa, [(guard.index, NO_DUTIES)], truths, at_start=at_start)
            settled = (nfa.final, NO_DUTIES) in following
            if settled if guard.negated else not following:
                return None
            return duties if settled or not following else duties | {(guard.negated, following)}
