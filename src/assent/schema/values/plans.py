"""A goal → how to draw values that follow it: one way for each normal form, compiled when first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import islice
from typing import TypeAlias

from assent.json import Json
from assent.records import dataclass, field
from assent.schema.dialect import Formats
from assent.schema.formats import follows
from assent.schema.frozen import thaw
from assent.schema.includes.combine import forms
from assent.schema.includes.evaluate import annotated
from assent.schema.includes.forms import (
    ArrayForm,
    Constants,
    Form,
    Literal,
    NumberForm,
    ObjectForm,
    Plain,
    StringForm,
    Veiled,
)
from assent.schema.includes.outcomes import Doubt, Found, Nothing, OutOfBudget, Unknown
from assent.schema.includes.recursion import Solver
from assent.schema.nodes import Pool
from assent.schema.values import arrays, numbers, objects, texts
from assent.schema.values.choices import Run, copied
from assent.schema.values.hints import Hints, formats_in

Draw: TypeAlias = Callable[[Run, int], Json]
"""Draws a value at a level: 0 is the whole value, 1 what lies directly in it."""

Goal: TypeAlias = frozenset[Literal]

BUDGET = 30_000
MOST_FORMS = 24
"""Branches of one JSON type that are drawn from; there is always at least one if there is any."""

MOST_PARTS = 150_000
"""Parts of the largest value that is made."""

MOST_GUESSED = 500
"""Parts that are drawn beyond all bounds where no smallest value is known."""

TYPES = ("string", "number", "boolean", "object", "array", "null")
"""The order in which types are offered, those that people read most easily first."""


@dataclass(slots=True, eq=False)
class Plan:
    """How to draw values of a goal. `least` is a small one; it means nothing where none is `known`."""

    goal: Goal
    least: Json
    examples: tuple[Json, ...] = ()
    names: tuple[str, ...] = ()
    """Members that authors named though the goal does not speak of them."""
    ways: list[Draw] | None = None
    known: bool = True
    is_listed: bool = False
    """Whether all values are listed, so that examples are among them."""


@dataclass(slots=True, eq=False, kw_only=True)
class Plans:
    """The plans for the parts of one schema, with the solver that finds what is possible."""

    pool: Pool
    formats: Formats
    hints: Hints
    solver: Solver
    doubts: list[Doubt] = field(default_factory=list)
    _known: dict[tuple[str, Goal], Plan | None] = field(default_factory=dict)

    def plan(self, literals: Iterable[Literal], *, site: str = "") -> Plan | None:
        """How to draw values that follow the literals, for a member of the name `site`; None if none is known.

        Why none is known, if it is not proven that there is none, is added to `doubts`.
        """
        goal = frozenset(literals)
        key = (site, goal)
        if key not in self._known:
            outcome = self.solver.ask(goal, BUDGET)
            match outcome:
                case Found(value=least) if _parts_of(least) > MOST_PARTS:
                    why = f"the smallest value has more than {MOST_PARTS:,} parts"
                    self.doubts.append(Doubt("values", why))
                    self._known[key] = None
                case Found(value=least):
                    examples = self.hints.fitting(site, goal, self.solver.follows)
                    names = self.hints.names(site, goal)
                    self._known[key] = Plan(goal, least, tuple(examples), names)
                case Nothing():
                    self._known[key] = None
                case Unknown(doubts=doubts):
                    self.doubts.extend(doubts)
                    self._known[key] = None  # met again inside of itself, it is no way out
                    self._known[key] = self._guess(goal)
        return self._known[key]

    def _guess(self, goal: Goal) -> Plan | None:
        """A plan whose values nobody can vouch for but the validator: of forms with undecidable parts."""
        plan = Plan(goal, None, known=False)
        plan.ways = self._ways(plan)
        return plan if plan.ways else None

    def draw(self, plan: Plan, run: Run, level: int) -> Json:
        """A value of the plan's goal."""
        shape = run.shape
        if run.choices.is_dear and plan.ways is None:
            plan.ways = self._ways(plan)
        if (
            plan.examples
            and not (plan.is_listed and run.choices.is_dear)
            and (shape.examples >= 1 or run.choices.coin(shape.examples))
        ):
            return copied(run.choices.pick(plan.examples))
        run.left -= 1
        if (level > shape.depth or run.left < 0) and (plan.known or run.left < -MOST_GUESSED):
            return copied(plan.least)
        ways = plan.ways
        if ways is None:
            ways = plan.ways = self._ways(plan)
        if not ways:
            return copied(plan.least)
        way = ways[0] if len(ways) == 1 else run.choices.pick(ways)
        if not shape.readable:
            return way(run, level)
        if id(plan) in run.path and plan.known:
            return copied(plan.least)
        run.path.add(id(plan))
        try:
            return way(run, level)
        finally:
            run.path.discard(id(plan))

    def _ways(self, plan: Plan) -> list[Draw]:
        ordered = sorted(plan.goal, key=lambda literal: (literal[0].number, literal[1]))
        wishes = formats_in(plan.goal)
        ways: list[Draw] = []
        listed: list[bool] = []
        for type in TYPES:
            found: list[Form | Unknown] = []
            self.solver.left = BUDGET
            with suppress(OutOfBudget, RecursionError):
                found.extend(islice(forms(ordered, type, self.solver), MOST_FORMS))
            for form in found:
                way = None if isinstance(form, Unknown) else self._way(form, wishes, plan.names)
                if way is not None:
                    ways.append(way)
                    listed.append(isinstance(form, Constants | Plain))
        plan.is_listed = all(listed)
        return ways

    def _way(self, form: Form, wishes: tuple[str, ...], names: tuple[str, ...]) -> Draw | None:
        """How to draw values of a form; None if it has none."""
        match form:
            case Constants(values=values):
                return lambda run, _: thaw(run.choices.pick(values)) if values else None
            case Plain(type="null"):
                return None if None in form.excluded else lambda _, __: None
            case Plain():
                return numbers.boolean_way(form)
            case NumberForm():
                return numbers.number_way(form, wishes, self)
            case StringForm():
                return texts.text_way(form, wishes, self)
            case ArrayForm():
                return arrays.array_way(form, self)
            case ObjectForm():
                return objects.object_way(form, names, self)
            case Veiled(form=inner):
                return self._way(inner, wishes, names)


def plans_for(pool: Pool, hints: Hints, formats: Formats) -> Plans:
    """Plans over the pool; the solver is shared, since what it knows depends on the pool only."""
    key = ("values", formats)
    solver = pool.findings.get(key)
    if solver is None:
        asserts = formats == "assert"
        solver = Solver(pool=pool, follows=follows if asserts else annotated, asserts_formats=asserts)
        pool.findings[key] = solver
    return Plans(pool=pool, formats=formats, hints=hints, solver=solver)


def _parts_of(value: Json) -> int:
    """How many parts the value has; those that it holds many times are counted through once only."""
    known: dict[int, int] = {}

    def count(part: Json) -> int:
        if not isinstance(part, dict | list):
            return 1
        found = known.get(id(part))
        if found is None:
            inner = part.values() if isinstance(part, dict) else part
            found = known[id(part)] = 1 + sum(count(item) for item in inner)
        return found

    return count(value)
