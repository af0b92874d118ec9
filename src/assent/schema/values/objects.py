"""Objects of a normal form: members that must be there, may be there, and have names of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeAlias

from assent.json import Json
from assent.records import dataclass
from assent.schema.frozen import freeze
from assent.schema.includes import objects as exactly
from assent.schema.includes.distinct import several
from assent.schema.includes.evaluate import holds, regular
from assent.schema.includes.forms import Literal, ObjectForm
from assent.schema.includes.objects import Demand, Making, some
from assent.schema.includes.outcomes import Found, Nothing, OutOfBudget
from assent.schema.includes.recursion import Solver
from assent.schema.nodes import Bottom, Matches, Node, Pool, Types
from assent.schema.patterns import OutOfSteps, Steps
from assent.schema.values.choices import Run, copied

if TYPE_CHECKING:
    from assent.schema.values.context import Context

Draw: TypeAlias = Callable[[Run, int], Json]
Asked: TypeAlias = dict[str, tuple[Literal, ...]]

BUDGET = 30_000
MOST_VARIANTS = 4
MOST_FEWEST = 5_000
"""Members that an object may need at least for anything to be drawn at all."""
MOST_REGIONS = 8
MOST_STEPS = 20_000
ATTEMPTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNames:
    """Members with names that the schema does not mention: a plan for the name and one for the value."""

    name: Any
    value: Any


@dataclass(slots=True, eq=False, kw_only=True)
class Variant:
    """One set of members that must be there, with those that may."""

    required: list[tuple[str, Any]]
    optional: list[tuple[str, Any]]
    others: list[NewNames]
    is_mixed: bool
    """Whether required and optional names stand among one another as authors wrote them."""


def object_way(form: ObjectForm, names: Iterable[str], plans: Context) -> Draw | None:
    """Objects of the form; None if there are none, or none that is known.

    Authors gave members the `names`, and those that the form mentions.
    """
    if form.fewest > MOST_FEWEST:
        return None
    plans.solver.left = BUDGET
    try:
        outcome = some(form, plans.solver)
    except (OutOfBudget, RecursionError):
        return None
    if isinstance(outcome, Nothing):
        return None
    least = outcome.value if isinstance(outcome, Found) else None
    variants = [
        variant for asked in _askings(form, plans) if (variant := _variant(form, asked, names, plans))
    ]
    if not variants:
        return None if least is None else lambda _, __: copied(least)

    def draw(run: Run, level: int) -> Json:
        variant = variants[0] if len(variants) == 1 else run.choices.pick(variants)
        for _ in range(ATTEMPTS if form.excluded else 1):
            made = _members(form, variant, run, level, plans)
            if made is not None and (not form.excluded or freeze(made) not in form.excluded):
                return made
        return copied(least)

    return draw


def _askings(form: ObjectForm, plans: Context) -> list[Asked]:
    """The sets of members that must be there, each with what is asked of it beside its schema."""
    if not form.breaking and not form.odd_names:
        return [dict.fromkeys(form.required, ())]
    plans.solver.left = BUDGET
    found: list[Asked] = []
    with suppress(OutOfBudget, RecursionError):
        found.extend(islice(_assignments(form, plans.solver), MOST_VARIANTS))
    return found


def _assignments(form: ObjectForm, solver: Solver) -> Iterator[Asked]:
    """Ways to meet what some member must break, as the solver finds them, but all and not the first only."""
    atoms = (*form.members, *form.breaking)
    named = {name for atom in atoms for name, _ in atom.named}.union(form.required, form.forbidden)
    making = Making(
        form=form,
        search=solver,
        named=tuple(sorted(named)),
        patterns=tuple(sorted({text for atom in atoms for text, _ in atom.patterned})),
        forbidden=frozenset(form.forbidden),
    )
    asked: Asked = dict.fromkeys(form.required, ())
    demands = exactly._demands(form)
    for demand in list(demands):
        if demand.name is not None and demand.broken is not None:
            asked[demand.name] = (*asked.get(demand.name, ()), (demand.broken, False))
            demands.remove(demand)
    return _assign(making, demands, asked)


def _assign(making: Making, demands: list[Demand], asked: Asked) -> Iterator[Asked]:
    if making.form.most is not None and len(asked) > making.form.most:
        return
    if not demands:
        yield asked
        return
    demand, later = demands[0], demands[1:]
    known = sorted((set(making.named) | set(asked)) - making.forbidden)
    for name in chain(known, making.fresh(frozenset(asked), demand.odd_name)):
        if not demand.is_place(name):
            continue
        extra = asked.get(name, ())
        if demand.broken is not None:
            extra = (*extra, (demand.broken, False))
        if isinstance(making.member(name, extra), Found):
            yield from _assign(making, later, {**asked, name: extra})


def _variant(form: ObjectForm, asked: Asked, names: Iterable[str], plans: Context) -> Variant | None:
    required: list[tuple[str, Any]] = []
    for name, extra in sorted(asked.items(), key=lambda entry: plans.hints.place(entry[0])):
        plan = plans.plan([*[(part, True) for part in form.at(name)], *extra], site=name)
        if plan is None:
            return None
        required.append((name, plan))
    forbidden = {*form.forbidden, *asked}
    unsaid = (plans.hints.unsaid.get(node, ()) for node in form.members)
    known = {name for node in form.members for name, _ in node.named}.union(names, *unsaid)
    named = sorted(known - forbidden, key=plans.hints.place)
    optional: list[tuple[str, Any]] = []
    for name in named:
        if all(holds(node, name, plans.solver.follows) for node in form.names):
            plan = plans.plan([(part, True) for part in form.at(name)], site=name)
            if plan is not None:
                optional.append((name, plan))
    closed = form.most is not None and form.most <= len(required)
    others = [] if closed else list(_new_names(form, {*forbidden, *named}, plans))
    if len(required) + len(optional) < form.fewest and not others:
        return None
    is_mixed = bool(required and optional)
    return Variant(required=required, optional=optional, others=others, is_mixed=is_mixed)


def _new_names(form: ObjectForm, taken: set[str], plans: Context) -> Iterator[NewNames]:
    """Regions into which patterns cut the names that nobody mentions, with plans."""
    if not any(node.patterned for node in form.members) and _is_closed(form):
        return
    pool = plans.pool
    base: list[Literal] = [
        (pool.make(Types, frozenset({"string"})), True),
        *[(node, True) for node in form.names],
    ]
    avoid = (pool.values(sorted({*taken, ""})), False)
    for signs in _signs(form, pool):
        name = plans.plan([*base, *signs, avoid])
        if name is None or not isinstance(name.least, str):
            continue
        value = plans.plan([(part, True) for part in form.at(name.least)])
        if value is not None:
            yield NewNames(name=name, value=value)


def _is_closed(form: ObjectForm) -> bool:
    """Whether a member that no schema mentions is refused."""
    return any(isinstance(node.rest, Bottom) for node in form.members)


def _signs(form: ObjectForm, pool: Pool) -> Iterator[list[Literal]]:
    texts = sorted({text for node in form.members for text, _ in node.patterned})
    known = [(text, one) for text in texts if (one := regular(text)) is not None]
    if len(known) < len(texts):
        return
    atoms: list[Node] = [pool.make(Matches, text) for text, _ in known]
    if not atoms:
        yield []
        return
    from assent.schema.patterns.regions import regions  # few names are ruled by patterns

    with suppress(OutOfSteps):
        for region in islice(regions([one for _, one in known], steps=Steps(MOST_STEPS)), MOST_REGIONS):
            yield [(atom, number in region.members) for number, atom in enumerate(atoms)]


def _members(
    form: ObjectForm, variant: Variant, run: Run, level: int, plans: Context
) -> dict[str, Json] | None:
    draw, below, enter = plans.draw, level + 1, run.choices.enter
    made: dict[str, Json] = {}
    chance = run.members[level] if variant.optional and level <= run.shape.depth else 0
    number = len(variant.required) + (len(variant.optional) if chance else 0)
    parts = run.choices.parts(number, number)
    part = 0
    for name, plan in variant.required:
        enter(parts, part)
        part += 1
        made[name] = draw(plan, run, below)
    most = len(made) + len(variant.optional) if form.most is None else form.most
    if variant.optional:
        if chance:
            coin, is_dear = run.choices.coin, run.choices.is_dear
            for name, plan in variant.optional:
                apart = is_dear and isinstance(plan.least, dict | list)
                enter(parts, number if apart else part)
                if len(made) < most and coin(chance):
                    if apart:
                        enter(parts, part)
                    made[name] = draw(plan, run, below)
                part += 1
        enter(parts, number)
        if len(made) < form.fewest:
            for name, plan in variant.optional:
                if name not in made and len(made) < form.fewest:
                    made[name] = draw(plan, run, below)
    more = form.fewest
    is_map = not variant.required and not variant.optional
    if is_map and run.shape.more and level <= run.shape.depth:
        more = max(more, run.choices.integer(1 if level < 2 else 0, run.shape.more))
    if form.most is not None:
        more = min(more, form.most)
    if len(made) < more and variant.others:
        missing = more - len(made)
        new_members = _new_members(list(made), variant.others, missing, run, plans)
        for name, new in islice(new_members, missing):
            made[name] = draw(new.value, run, below)
    if len(made) < form.fewest:
        return None
    place = plans.hints.place
    return {name: made[name] for name in sorted(made, key=place)} if variant.is_mixed else made


def _new_members(
    taken: Iterable[str], others: list[NewNames], count: int, run: Run, plans: Context
) -> Iterator[tuple[str, NewNames]]:
    """Up to so many new names; first by chance, then as the solver finds them."""
    known = set(taken)
    for _ in range(count * 4):
        new = run.choices.pick(others)
        name = plans.draw(new.name, run, 0)
        if isinstance(name, str) and name not in known:
            known.add(name)
            yield name, new
    for new in others:
        plans.solver.left = BUDGET
        with suppress(OutOfBudget, RecursionError):
            names, _ = several(new.name.goal, len(known) + count, plans.solver)
            for name in names:
                if isinstance(name, str) and name not in known:
                    known.add(name)
                    yield name, new
