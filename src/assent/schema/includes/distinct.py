"""Several different values of one goal, and one for each of several places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assent.json import Json
from assent.schema.frozen import Frozen, freeze
from assent.schema.includes.forms import Literal
from assent.schema.includes.outcomes import Found, Unknown

if TYPE_CHECKING:
    from assent.schema.includes.search import Search


def several(goal: Iterable[Literal], count: int, search: Search) -> tuple[list[Json], Unknown | None]:
    """Up to so many different values of the goal; with fewer, the doubt says whether there may be more."""
    literals = list(goal)
    found: list[Json] = []
    while len(found) < count:
        search.spend(1 + len(found) // 8)
        outcome = search.solve([*literals, (search.pool.values(found), False)] if found else literals)
        if isinstance(outcome, Unknown):
            return found, outcome
        if not isinstance(outcome, Found):
            return found, None
        found.append(outcome.value)
    return found, None


def assigned(choices: Sequence[Sequence[Json]]) -> list[Json] | None:
    """One value for each place, no two equal; None if that is impossible. Kuhn's matching."""
    frozen = [[freeze(value) for value in values] for values in choices]
    owner: dict[Frozen, int] = {}

    def settle(place: int, tried: set[Frozen]) -> bool:
        for value in frozen[place]:
            if value in tried:
                continue
            tried.add(value)
            if value not in owner or settle(owner[value], tried):
                owner[value] = place
                return True
        return False

    for place in range(len(choices)):
        if not settle(place, set()):
            return None
    chosen: list[Json] = [None] * len(choices)
    for value, place in owner.items():
        chosen[place] = choices[place][frozen[place].index(value)]
    return chosen
