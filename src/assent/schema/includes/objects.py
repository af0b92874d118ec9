"""Some object: members by name, by pattern and the rest, each asked for what all atoms say about its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice, product
from typing import TYPE_CHECKING

from assent.json import Json
from assent.records import dataclass, field
from assent.schema.frozen import freeze
from assent.schema.includes.distinct import several
from assent.schema.includes.evaluate import found_in, holds, regular
from assent.schema.includes.forms import Literal, ObjectForm
from assent.schema.includes.outcomes import NOTHING, Found, Nothing, Outcome, Unknown, neither, unknown
from assent.schema.nodes import Bottom, Matches, Members, Node, Top, Types
from assent.schema.patterns import OutOfSteps, Steps

if TYPE_CHECKING:
    from assent.schema.includes.search import Search

MOST_MEMBERS = 2_000
"""Members of the largest object that a witness may hold."""

MOST_STEPS = 20_000
"""Steps for cutting names into regions by patterns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Some member with a name like this must break `broken` (None: its name alone is what is demanded)."""

    is_place: Callable[[str], bool]
    broken: Node | None
    name: str | None = None
    odd_name: Node | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class Making:
    """One attempt at an object of a form."""

    form: ObjectForm
    search: Search
    named: tuple[str, ...]
    patterns: tuple[str, ...]
    forbidden: frozenset[str]
    doubts: list[Unknown] = field(default_factory=list)

    def member(self, name: str, extra: tuple[Literal, ...] = ()) -> Outcome:
        """A value for the member of this name, if it may be there."""
        if name in self.forbidden:
            return NOTHING
        for node in self.form.names:
            truth = holds(node, name, self.search.follows)
            if truth is None:
                return unknown("propertyNames", f"nobody can tell whether {name!r} is allowed")
            if not truth:
                return NOTHING
        return self.search.solve(self.goal(name, extra))

    def goal(self, name: str, extra: tuple[Literal, ...] = ()) -> list[Literal]:
        """What is asked of the value of the member of this name."""
        return [*[(part, True) for part in self.form.at(name)], *extra]

    def fresh(self, avoid: frozenset[str], odd_name: Node | None = None) -> Iterator[str]:
        """One name, not mentioned anywhere, from every region into which the patterns cut the names."""
        taken = self.search.pool.values(sorted({*self.named, *avoid}))
        is_text = self.search.pool.make(Types, frozenset({"string"}))
        goal: list[Literal] = [(taken, False), (is_text, True), *[(node, True) for node in self.form.names]]
        if odd_name is not None:
            goal.append((odd_name, False))
        not_empty = (self.search.pool.values([""]), False)
        for signs in self._signs():
            outcome: Outcome = NOTHING
            for literals in ([*goal, *signs, not_empty], [*goal, *signs]):
                outcome = self.search.solve(literals)
                if not isinstance(outcome, Nothing):
                    break
            if isinstance(outcome, Found) and isinstance(outcome.value, str):
                yield outcome.value
            elif isinstance(outcome, Unknown):
                self.doubts.append(outcome)

    def _signs(self) -> Iterator[list[Literal]]:
        """Which patterns hold and which do not, for every combination that some name shows."""
        known = [(text, one) for text in self.patterns if (one := regular(text)) is not None]
        if len(known) < len(self.patterns):
            self.doubts.append(unknown("patternProperties", "one of the patterns is not regular"))
        atoms = [self.search.pool.make(Matches, text) for text, _ in known]
        if not atoms:
            yield []
            return
        from assent.schema.patterns.regions import regions  # few names are ruled by patterns

        try:
            for region in regions([one for _, one in known], steps=Steps(MOST_STEPS)):
                yield [(atom, i in region.members) for i, atom in enumerate(atoms)]
        except OutOfSteps:
            self.doubts.append(unknown("patternProperties", "the patterns are too large together"))


def some(form: ObjectForm, search: Search) -> Outcome:
    """An object of the form with as few members as possible."""
    forbidden = frozenset(form.forbidden)
    most = form.most
    if most is not None and (form.fewest > most or len(form.required) > most):
        return NOTHING
    if forbidden.intersection(form.required):
        return NOTHING
    if form.fewest > MOST_MEMBERS:
        return unknown("minProperties", f"a witness would have more than {MOST_MEMBERS:,} members")
    atoms = (*form.members, *form.breaking)
    making = Making(
        form=form,
        search=search,
        named=tuple(
            sorted({name for atom in atoms for name, _ in atom.named}.union(form.required, forbidden))
        ),
        patterns=tuple(sorted({text for atom in atoms for text, _ in atom.patterned})),
        forbidden=forbidden,
    )
    demands = _demands(form)
    asked: dict[str, tuple[Literal, ...]] = dict.fromkeys(form.required, ())
    for demand in list(demands):
        if demand.name is not None and demand.broken is not None:
            asked[demand.name] = (*asked.get(demand.name, ()), (demand.broken, False))
            demands.remove(demand)
    for name in sorted(asked):
        outcome = making.member(name, asked[name])
        if not isinstance(outcome, Found):
            return outcome
    return _assign(making, demands, asked)


def _demands(form: ObjectForm) -> list[Demand]:
    demands = [_demand(atom) for atom in form.breaking]
    demands += [
        Demand(is_place=lambda name, node=node: holds(node, name) is False, broken=None, odd_name=node)  # type: ignore[misc]  # a default binds the loop's value
        for node in form.odd_names
    ]
    return demands


def _demand(atom: Members) -> Demand:
    """The demand to break an atom about one name, one pattern or the rest."""
    if atom.named and not _is_rest(atom):
        name, part = atom.named[0]
        return Demand(is_place=lambda other: other == name, broken=part, name=name)
    if atom.patterned and not _is_rest(atom):
        text, part = atom.patterned[0]
        return Demand(is_place=lambda other: found_in(text, other) is True, broken=part)
    names = {name for name, _ in atom.named}
    texts = [text for text, _ in atom.patterned]
    return Demand(
        is_place=lambda other: other not in names and not any(found_in(text, other) for text in texts),
        broken=atom.rest,
    )


def _is_rest(atom: Members) -> bool:
    return not isinstance(atom.rest, Top)


def _assign(making: Making, demands: list[Demand], asked: dict[str, tuple[Literal, ...]]) -> Outcome:
    """Give each open demand a member to meet it, trying mentioned names before new ones."""
    making.search.spend()
    if making.form.most is not None and len(asked) > making.form.most:
        return NOTHING
    open_demands = [demand for demand in demands if not _is_met(demand, asked)]
    if not open_demands:
        return _finish(making, asked)
    demand, later = open_demands[0], open_demands[1:]
    doubts: list[Unknown] = []
    before = len(making.doubts)
    for name, extra in _candidates(making, demand, asked):
        outcome = making.member(name, extra)
        if isinstance(outcome, Found):
            outcome = _assign(making, later, {**asked, name: extra})
            if making.form.most is None and not making.form.excluded and not _asks_for_value(demand):
                return outcome  # a member more is in nobody's way, so another choice would not end otherwise
        if isinstance(outcome, Found):
            return outcome
        if isinstance(outcome, Unknown):
            doubts.append(outcome)
    return neither([*doubts, *making.doubts[before:]])


def _candidates(
    making: Making, demand: Demand, asked: dict[str, tuple[Literal, ...]]
) -> Iterator[tuple[str, tuple[Literal, ...]]]:
    """Names where the demand may be met, with everything that is then asked of the member."""
    known = sorted((set(making.named) | set(asked)) - making.forbidden)
    for name in chain(known, making.fresh(frozenset(asked), demand.odd_name)):
        if demand.is_place(name):
            extra = asked.get(name, ())
            yield name, extra if demand.broken is None else (*extra, (demand.broken, False))


def _asks_for_value(demand: Demand) -> bool:
    """Whether more is demanded than that such a member is there."""
    return demand.broken is not None and not isinstance(demand.broken, Bottom)


def _is_met(demand: Demand, asked: dict[str, tuple[Literal, ...]]) -> bool:
    """Whether a member that is there anyway meets the demand, whatever its value."""
    return not _asks_for_value(demand) and any(demand.is_place(name) for name in asked)


def _finish(making: Making, asked: dict[str, tuple[Literal, ...]]) -> Outcome:
    """The object with the members asked for, and others as far as its size needs them."""
    made: dict[str, Json] = {}
    for name in sorted(asked):
        outcome = making.member(name, asked[name])
        if not isinstance(outcome, Found):
            return outcome
        made[name] = outcome.value
    doubts: list[Unknown] = []
    more = _others(making, made, doubts)
    while len(made) < making.form.fewest:
        making.search.spend()
        following = next(more, None)
        if following is None:
            return neither([*doubts, *making.doubts])
        made[following[0]] = following[1]
    if making.form.excluded and freeze(made) in making.form.excluded:
        return _varied(making, asked, made, more, doubts)
    return Found(made)


def _others(making: Making, made: dict[str, Json], doubts: list[Unknown]) -> Iterator[tuple[str, Json]]:
    """Members that may be added, each with a value; endless where new names never run out."""
    for name in making.named:
        if name not in made:
            yield from _addable(making, name, doubts)
    progress = True
    while progress:
        progress = False
        for name in making.fresh(frozenset(made)):
            for entry in _addable(making, name, doubts):
                progress = True
                yield entry


def _addable(making: Making, name: str, doubts: list[Unknown]) -> Iterator[tuple[str, Json]]:
    outcome = making.member(name)
    if isinstance(outcome, Found):
        yield name, outcome.value
    elif isinstance(outcome, Unknown):
        doubts.append(outcome)


def _varied(
    making: Making,
    asked: dict[str, tuple[Literal, ...]],
    made: dict[str, Json],
    more: Iterator[tuple[str, Json]],
    doubts: list[Unknown],
) -> Outcome:
    """Another object than the excluded ones: one value changed, or a member more."""
    excluded = making.form.excluded
    enough = len(excluded) + 1
    names = sorted(made)
    choices = []
    for name in names:
        found, doubt = several(making.goal(name, asked.get(name, ())), enough, making.search)
        doubts.extend([doubt] if doubt else [])
        choices.append(found)
    for values in islice(product(*choices), enough):
        candidate = dict(zip(names, values, strict=True))
        if freeze(candidate) not in excluded:
            return Found(candidate)
    while making.form.most is None or len(made) < making.form.most:
        following = next(more, None)
        if following is None:
            break
        made[following[0]] = following[1]
        if freeze(made) not in excluded:
            return Found(made)
    if set(made) - set(asked) and len(excluded) > 1:
        return unknown("enum", "too many objects are excluded one by one")
    return neither([*doubts, *making.doubts])
