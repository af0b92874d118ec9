"""Arrays of a normal form: places with plans, counted and distinct where the form asks for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from assent.json import Json
from assent.records import dataclass, field
from assent.schema.frozen import Frozen, freeze
from assent.schema.includes.arrays import Making, castings, prepared, some
from assent.schema.includes.distinct import assigned, several
from assent.schema.includes.forms import ArrayForm, Literal
from assent.schema.includes.outcomes import Found, OutOfBudget
from assent.schema.values.choices import Run, copied

if TYPE_CHECKING:
    from assent.schema.values.context import Context

Draw: TypeAlias = Callable[[Run, int], Json]
Goals: TypeAlias = list[tuple[Literal, ...]]

BUDGET = 30_000
ATTEMPTS = 8
"""Draws of one item that shall differ from others, before the solver is asked for different ones."""
MOST_DISTINCT = 64
MOST_CASTINGS = 4
MOST_FEWEST = 20_000
"""Items that an array may need at least for anything to be drawn at all."""
MOST_ITEMS = 1_000
"""Items of the longest array that is drawn because its length is a bound."""


def array_way(form: ArrayForm, plans: Context) -> Draw | None:
    """Arrays of the form; None if there are none, or none that is known."""
    if form.contains or form.breaking or form.repeated:
        return _cast_way(form, plans)
    return _simple_way(form, plans)


@dataclass(slots=True, eq=False)
class _Places:
    """Plans for the places of an array, found when first asked for."""

    form: ArrayForm
    plans: Context
    steady: int = field(init=False)
    _known: dict[int, Any | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.steady = max((len(node.prefix) for node in self.form.items), default=0)

    def at(self, index: int) -> Any | None:
        index = min(index, self.steady)
        if index not in self._known:
            self._known[index] = self.plans.plan([(part, True) for part in self.form.at(index)])
        return self._known[index]

    def longest(self, most: int) -> int:
        """The most places that have plans, up to a bound."""
        for index in range(min(most, self.steady + 1)):
            if self.at(index) is None:
                return index
        return most


def _simple_way(form: ArrayForm, plans: Context) -> Draw | None:
    places = _Places(form, plans)
    if form.fewest > MOST_FEWEST or form.fewest > places.longest(form.fewest):
        return None
    if form.most is not None and form.most < form.fewest:
        return None
    plans.solver.left = BUDGET
    least = None
    if form.unique or form.excluded:
        with suppress(OutOfBudget, RecursionError):
            outcome = some(form, plans.solver)
            if not isinstance(outcome, Found):
                return None
            least = outcome.value
    fillers = _Fillers(plans)
    is_apart = not form.unique and not form.excluded and places.longest(1) and _takes_more(places.at(0))

    def simple(run: Run, level: int) -> Json:
        if run.choices.is_dear and is_apart and level <= run.shape.depth:
            return _one_by_one(form, run, level, places)
        parts = _parts(form, run, level, places)
        length = places.longest(len(parts))
        for _ in range(ATTEMPTS if form.excluded else 1):
            goals = [places.at(index) for index in range(length)]
            items = (
                _distinct(goals, form.fewest, run, level, fillers=fillers, parts=parts)
                if form.unique
                else _items(goals, run, level, plans, parts)
            )
            if items is not None and (not form.excluded or freeze(items) not in form.excluded):
                return items
        return copied(least)

    return simple


def _takes_more(plan: Any) -> bool:
    """Whether values of the plan are made by more choices than one byte holds, so that each is best on its own."""
    return isinstance(plan.least, dict | list | int | float) and not isinstance(plan.least, bool)


def _one_by_one(form: ArrayForm, run: Run, level: int, places: _Places) -> list[Json]:
    most = form.fewest + run.shape.more
    most = places.longest(most if form.most is None else min(form.most, most))
    goals: list[Any] = [places.at(index) for index in range(most)]
    kind = min((node.number for goal in goals[:1] for node, _ in goal.goal), default=0)
    draw = places.plans.draw
    return [draw(goals[index], run, level + 1) for index in run.choices.each(form.fewest, most, kind)]


def _items(goals: list[Any], run: Run, level: int, plans: Context, parts: bytes) -> list[Json]:
    enter, draw = run.choices.enter, plans.draw
    items = []
    for index, goal in enumerate(goals):
        enter(parts, index)
        items.append(draw(goal, run, level + 1))
    return items


def _parts(form: ArrayForm, run: Run, level: int, places: _Places) -> bytes:
    """One byte for each item that there shall be."""
    fewest, shape = form.fewest, run.shape
    most = fewest + shape.more if form.most is None else min(form.most, fewest + shape.more)
    if level > shape.depth:
        return run.choices.parts(fewest, fewest)
    if (
        shape.edges
        and form.most is not None
        and form.most <= MOST_ITEMS
        and level < 2
        and run.choices.coin(shape.edges)
    ):
        length = places.longest(run.choices.pick((fewest, form.most)))
        return run.choices.parts(length, length)
    if most == fewest:
        return run.choices.parts(fewest, fewest)
    low = (
        1 if fewest == 0 and level < 3 and not run.choices.is_dear and not run.choices.coin(0.15) else fewest
    )
    return run.choices.parts(min(low, most), most)


@dataclass(slots=True, eq=False)
class _Fillers:
    """Different values of one plan, asked of the solver when chance finds no more."""

    plans: Context
    _known: dict[int, list[Json]] = field(default_factory=dict)

    def values(self, plan: Any, count: int) -> list[Json]:
        known = self._known.get(id(plan), [])
        if len(known) < min(count, MOST_DISTINCT):
            self.plans.solver.left = BUDGET
            with suppress(OutOfBudget, RecursionError):
                known, _ = several(plan.goal, min(max(count, 8), MOST_DISTINCT), self.plans.solver)
            self._known[id(plan)] = known
        return known


def _distinct(
    goals: list[Any], fewest: int, run: Run, level: int, *, fillers: _Fillers, parts: bytes
) -> list[Json] | None:
    """Different items; fewer than there are places if there are not enough values; None if below `fewest`."""
    items: list[Json] = []
    seen: set[Frozen] = set()
    for index, goal in enumerate(goals):
        run.choices.enter(parts, index)
        item = _new(goal, seen, run, level, fillers)
        if item is None:
            if index >= fewest:
                return items
            return assigned([fillers.values(one, len(goals)) for one in goals[: max(fewest, index)]])
        items.append(item[0])
        seen.add(freeze(item[0]))
    return items


def _new(goal: Any, seen: set[Frozen], run: Run, level: int, fillers: _Fillers) -> tuple[Json] | None:
    for _ in range(ATTEMPTS):
        item = fillers.plans.draw(goal, run, level + 1)
        if freeze(item) not in seen:
            return (item,)
    for item in fillers.values(goal, len(seen) + 1):
        if freeze(item) not in seen:
            return (copied(item),)
    return None


def _cast_way(form: ArrayForm, plans: Context) -> Draw | None:
    """Arrays in which things are counted: the solver says which place is to be what."""
    plans.solver.left = BUDGET
    try:
        outcome = some(form, plans.solver)
    except (OutOfBudget, RecursionError):
        return None
    if not isinstance(outcome, Found) or not isinstance(outcome.value, list):
        return None
    least = outcome.value
    making = prepared(form, plans.solver)
    casts: dict[int, list[list[Any]]] = {}
    fillers = _Fillers(plans)

    def rows_of(length: int) -> list[list[Any]]:
        if length not in casts:
            casts[length] = _rows(length, making, plans)
        return casts[length]

    def counted(run: Run, level: int) -> Json:
        most = len(least) + run.shape.more
        if form.most is not None:
            most = min(most, form.most)
        parts = run.choices.parts(len(least), max(most, len(least)))
        rows = rows_of(len(parts)) or rows_of(len(least))
        if not rows or level > run.shape.depth:
            return copied(least)
        goals = run.choices.pick(rows)
        if form.unique:
            items = _distinct(goals, len(goals), run, level, fillers=fillers, parts=parts)
        else:
            items = _items(goals, run, level, plans, parts)
            if form.repeated:
                items = _with_twins(items, goals, plans, run, level)
        if items is None or (form.excluded and freeze(items) in form.excluded):
            return copied(least)
        return items

    return counted


def _rows(length: int, making: Making, plans: Context) -> list[list[Any]]:
    rows: list[list[Any]] = []
    plans.solver.left = BUDGET
    found: list[Goals] = []
    with suppress(OutOfBudget, RecursionError):
        found.extend(islice(castings(length, making), MOST_CASTINGS))
    for goals in found:
        row = [plans.plan(goal) for goal in goals]
        if all(goal is not None for goal in row):
            rows.append(row)
    return rows


def _with_twins(
    items: list[Json], goals: list[Any], plans: Context, run: Run, level: int
) -> list[Json] | None:
    """The items with two of them made equal."""
    for other in range(1, len(goals)):
        for one in range(other):
            twin = plans.plan(goals[one].goal | goals[other].goal)
            if twin is not None:
                items[one] = plans.draw(twin, run, level + 1)
                items[other] = copied(items[one])
                return items
    return None
