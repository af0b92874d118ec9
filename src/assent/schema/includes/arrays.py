"""Some array: places with roles, so that as many items as asked for follow `contains`, no more, all different."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice, product
from typing import TYPE_CHECKING, TypeAlias

from assent.json import Json
from assent.records import dataclass, field
from assent.schema.frozen import freeze
from assent.schema.includes.distinct import assigned, several
from assent.schema.includes.forms import ArrayForm, Literal
from assent.schema.includes.outcomes import NOTHING, Found, Nothing, Outcome, Unknown, neither, unknown
from assent.schema.nodes import Top

if TYPE_CHECKING:
    from assent.schema.includes.search import Search

MOST_ITEMS = 200_000
"""Items of the longest array that a witness may hold."""

MOST_DIFFERENT = 200
"""Items of the longest array of different items."""

MOST_COUNTED = 5
"""Things counted in one array at once."""

Goal: TypeAlias = tuple[Literal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """From index `start` on, at least `least` and at most `most` items make the literal true."""

    literal: Literal
    start: int
    least: int
    most: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """So many neighbouring places that are asked for the same, and the counts that look at them."""

    places: int
    asked: Goal
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What one item of a zone is: the counts it adds to, and its goal because of it."""

    adds: frozenset[int]
    goal: Goal


@dataclass(slots=True, eq=False, kw_only=True)
class Making:
    """One attempt at arrays of a form."""

    form: ArrayForm
    search: Search
    counts: tuple[Count, ...]
    at_index: dict[int, Goal]
    steady: int
    """From this index on, all places are alike."""
    roles: dict[tuple[Goal, tuple[int, ...]], list[Role]] = field(default_factory=dict)
    doubts: list[Unknown] = field(default_factory=list)

    def zones(self, length: int) -> list[Zone]:
        """The places of an array of this length."""
        found = [
            Zone(
                places=1,
                asked=(*[(part, True) for part in self.form.at(i)], *self.at_index.get(i, ())),
                counts=tuple([n for n, count in enumerate(self.counts) if count.start <= i]),
            )
            for i in range(min(length, self.steady))
        ]
        if length > self.steady:
            asked = tuple([(part, True) for part in self.form.at(self.steady)])
            found.append(
                Zone(places=length - self.steady, asked=asked, counts=tuple(range(len(self.counts))))
            )
        return found

    def roles_in(self, zone: Zone) -> list[Role]:
        """The roles that some value can play there; the one that adds to least comes last."""
        key = (zone.asked, zone.counts)
        if key not in self.roles:
            self.roles[key] = []
            for size in range(len(zone.counts), -1, -1):
                for adds in combinations(zone.counts, size):
                    self._add_role(self.roles[key], zone, frozenset(adds))
        return self.roles[key]

    def _add_role(self, roles: list[Role], zone: Zone, adds: frozenset[int]) -> None:
        goal = list(zone.asked)
        for n in zone.counts:
            node, wanted = self.counts[n].literal
            if n in adds:
                goal.append((node, wanted))
            elif self.counts[n].most is not None:
                goal.append((node, not wanted))
        outcome = self.search.solve(goal)
        if isinstance(outcome, Found):
            roles.append(Role(adds=adds, goal=tuple(goal)))
        elif isinstance(outcome, Unknown):
            self.doubts.append(outcome)


def some(form: ArrayForm, search: Search) -> Outcome:
    """An array of the form, as short as possible."""
    making = prepared(form, search)
    counts = making.counts
    fewest = max(
        [
            form.fewest,
            2 if form.repeated else 0,
            *[index + 1 for index in making.at_index],
            *[count.start + count.least for count in counts if count.least],
        ]
    )
    if form.most is not None and form.most < fewest:
        return NOTHING
    if len(counts) > MOST_COUNTED:
        return unknown("contains", f"more than {MOST_COUNTED} things are counted in one array")
    if any(count.least and isinstance(search.solve([count.literal]), Nothing) for count in counts):
        return NOTHING
    if fewest > making.steady:
        tail = search.solve([(part, True) for part in form.at(making.steady)])
        if isinstance(tail, Nothing):
            return NOTHING
    if fewest > MOST_ITEMS or (form.unique and fewest > MOST_DIFFERENT):
        return unknown("minItems", f"a witness would have {fewest:,} items")
    enough = max(fewest, making.steady) + sum(count.least for count in counts)
    enough += (2 if form.repeated else 0) + len(form.excluded)
    for length in range(fewest, min(enough, enough if form.most is None else form.most) + 1):
        search.spend()
        outcome = _of_length(length, making)
        if isinstance(outcome, Found):
            return outcome
    return neither(making.doubts)


def prepared(form: ArrayForm, search: Search) -> Making:
    """What making arrays of the form needs to know beforehand."""
    at_index: dict[int, Goal] = {}
    counts = [
        Count(literal=(node.item, True), start=0, least=node.least, most=node.most) for node in form.contains
    ]
    for node in form.breaking:
        if isinstance(node.rest, Top):
            index = len(node.prefix) - 1
            at_index[index] = (*at_index.get(index, ()), (node.prefix[index], False))
        else:
            counts.append(Count(literal=(node.rest, False), start=len(node.prefix), least=1, most=None))
    steady = max(
        [0]
        + [len(node.prefix) for node in form.items]
        + [index + 1 for index in at_index]
        + [count.start for count in counts]
    )
    return Making(form=form, search=search, counts=tuple(counts), at_index=at_index, steady=steady)


def _of_length(length: int, making: Making) -> Outcome:
    for goals in castings(length, making):
        making.search.spend()
        outcome = _filled(goals, making)
        if isinstance(outcome, Found):
            return outcome
        if isinstance(outcome, Unknown):
            making.doubts.append(outcome)
    return NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How many items each count still needs, and how many it still allows."""

    needs: tuple[int, ...]
    room: tuple[int, ...]

    def after(self, role: Role, times: int) -> Account:
        """What is left when so many items have played the role."""
        return Account(
            needs=tuple([need - times if n in role.adds else need for n, need in enumerate(self.needs)]),
            room=tuple([free - times if n in role.adds else free for n, free in enumerate(self.room)]),
        )


def castings(length: int, making: Making) -> Iterator[list[Goal]]:
    """Goals for the places of an array of this length, in every way that meets the counts."""
    account = Account(
        needs=tuple([count.least for count in making.counts]),
        room=tuple([length if count.most is None else count.most for count in making.counts]),
    )
    return _castings(making.zones(length), account, making)


def _castings(zones: list[Zone], account: Account, making: Making) -> Iterator[list[Goal]]:
    """Goals for all places that meet the counts."""
    if not zones:
        if not any(need > 0 for need in account.needs):
            yield []
        return
    places = sum(zone.places for zone in zones)
    if any(need > places for need in account.needs):
        return
    zone, later = zones[0], zones[1:]
    for goals, left in _cast(making.roles_in(zone), zone.places, account, making):
        for others in _castings(later, left, making):
            yield [*goals, *others]


def _cast(
    roles: list[Role], places: int, account: Account, making: Making
) -> Iterator[tuple[list[Goal], Account]]:
    """Ways to give so many places alike their roles, with the account after it."""
    making.search.spend()
    if places == 0:
        yield [], account
        return
    if not roles:
        return
    role, others = roles[0], roles[1:]
    most = min([places, *[account.room[n] for n in role.adds]])
    fewest = 0 if others else places
    form = making.form
    if others and _is_free(others[-1], making) and not (form.unique or form.repeated or form.excluded):
        wanted = max([account.needs[n] for n in role.adds], default=0)
        most = min(most, max(wanted, 0))
    for times in range(most, fewest - 1, -1):
        for goals, left in _cast(others, places - times, account.after(role, times), making):
            yield [*[role.goal] * times, *goals], left


def _is_free(role: Role, making: Making) -> bool:
    """Whether any number of items may play the role."""
    return all(making.counts[n].most is None for n in role.adds)


def _filled(goals: list[Goal], making: Making) -> Outcome:
    """Values for goals, one per place, different or not as the form says."""
    form, search = making.form, making.search
    if form.unique and form.repeated:
        return NOTHING
    if form.unique:
        return _different(goals, making)
    if form.repeated:
        return _with_a_pair(goals, making)
    if form.excluded:
        return _besides(goals, making)
    values: list[Json] = []
    for goal in goals:
        outcome = search.solve(goal)
        if not isinstance(outcome, Found):
            return outcome
        values.append(outcome.value)
    return Found(values)


def _choices(goals: list[Goal], count: int, making: Making) -> tuple[list[list[Json]], Unknown | None]:
    found: dict[Goal, list[Json]] = {}
    doubt: Unknown | None = None
    for goal in goals:
        if goal not in found:
            found[goal], unsure = several(goal, count, making.search)
            doubt = doubt or unsure
    return [found[goal] for goal in goals], doubt


def _different(goals: list[Goal], making: Making) -> Outcome:
    """Different values: a place with as many choices as there are places never stands in the way."""
    choices, doubt = _choices(goals, len(goals), making)
    values = assigned(choices)
    if values is not None and freeze(values) in making.form.excluded:
        return unknown("enum", "arrays of different items are excluded one by one")
    if values is not None:
        return Found(values)
    return doubt or NOTHING


def _with_a_pair(goals: list[Goal], making: Making) -> Outcome:
    """Values two of which are equal."""
    candidates = [i for i, goal in enumerate(goals) if goals[:i].count(goal) < 2]
    doubts: list[Unknown] = []
    for one, other in combinations(candidates, 2):
        pair = making.search.solve([*goals[one], *goals[other]])
        if isinstance(pair, Unknown):
            doubts.append(pair)
        if not isinstance(pair, Found):
            continue
        values: list[Json] = []
        for i, goal in enumerate(goals):
            outcome = pair if i in (one, other) else making.search.solve(goal)
            if not isinstance(outcome, Found):
                return outcome
            values.append(outcome.value)
        if freeze(values) not in making.form.excluded:
            return Found(values)
        doubts.append(unknown("enum", "arrays with equal items are excluded one by one"))
    return neither(doubts)


def _besides(goals: list[Goal], making: Making) -> Outcome:
    """Values that are not all those of an excluded array: among enough combinations one is new."""
    enough = len(making.form.excluded) + 1
    choices, doubt = _choices(goals, enough, making)
    for values in islice(product(*choices), enough):
        if freeze(list(values)) not in making.form.excluded:
            return Found(list(values))
    return doubt or NOTHING
