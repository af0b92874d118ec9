"""The search for a value, remembered: goals that contain themselves, budgets, and how deep one may go.

A goal is a set of literals; the question is whether some value follows them all. A smallest value never needs a
value of the same goal inside of itself, so a goal met again while it is being answered counts as empty (the least
fixed point). Answers that lean on this are kept as tentative until the goal they lean on is answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final, TypeAlias

from assent.records import dataclass, field
from assent.schema.frozen import Frozen, freeze, thaw
from assent.schema.includes import arrays, numbers, objects, strings
from assent.schema.includes.apart import asked_of, contradicts, told_apart
from assent.schema.includes.clash import Branch, conjuncts, hold, values_of_type, values_of_types
from assent.schema.includes.combine import forms
from assent.schema.includes.evaluate import FormatTest, annotated, holds
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
from assent.schema.includes.listed import in_order
from assent.schema.includes.outcomes import (
    NOTHING,
    Doubt,
    Found,
    Nothing,
    Outcome,
    OutOfBudget,
    Unknown,
    neither,
    unknown,
)
from assent.schema.nodes import Bottom, ExactlyOne, Node, Not, OneOfValues, Pool, Types

Goal: TypeAlias = frozenset[Literal]

DEEPEST = 60
"""Goals within goals; below, the answer is not known. A bound on Python's stack as well."""

MOST_TESTED = 32
"""Values that are tested one by one where a goal lists all there may be; of more, sets are made."""

SMALLEST_FIRST = ("string", "number", "boolean", "null", "object", "array")
"""The order in which JSON types are tried, so that witnesses are short."""


@dataclass(slots=True, eq=False, kw_only=True)
class Solver:
    """Answers goals over one pool. Answers are kept between questions; the budget is set anew for each."""

    pool: Pool
    follows: FormatTest = annotated
    left: int = 0
    known: dict[Goal, Outcome] = field(default_factory=dict, repr=False)
    overlapping: dict[ExactlyOne, frozenset[tuple[int, int]]] = field(default_factory=dict, repr=False)
    meetings: dict[tuple[Node, Node], bool] = field(default_factory=dict, repr=False)
    asserts_formats: bool = False
    depth: int = 0
    _path: dict[Goal, int] = field(default_factory=dict, repr=False)
    _lowest: int = 0
    _tentative: list[Goal] = field(default_factory=list, repr=False)
    _assumed: dict[Goal, int] = field(default_factory=dict, repr=False)

    def spend(self, steps: int = 1) -> None:
        """Raises: OutOfBudget when the question has used its steps up."""
        self.left -= steps
        if self.left < 0:
            raise OutOfBudget

    def ask(self, literals: Iterable[Literal], budget: int) -> Outcome:
        """Some value that follows every literal, with a fresh budget of steps."""
        self.left = budget
        self._path.clear()
        self._forget(0)
        try:
            return self.solve(literals)
        except OutOfBudget:
            return unknown("budget", f"more than {budget:,} steps are needed")
        except RecursionError:
            return unknown("nesting", "the schemas are nested deeper than Python's stack")

    def solve(self, literals: Iterable[Literal]) -> Outcome:
        """Some value that follows every literal."""
        goal = frozenset([_unsigned(literal) for literal in literals])
        answer = self.known.get(goal)
        if answer is not None:
            return answer
        if goal in self._assumed:
            self._lowest = min(self._lowest, self._assumed[goal])
            return NOTHING
        if goal in self._path:
            self._lowest = min(self._lowest, self._path[goal])
            return NOTHING
        if any((node, not wanted) in goal for node, wanted in goal):
            return NOTHING
        level = len(self._path)
        if self.depth + level > DEEPEST:
            return unknown(
                "nesting", f"values nested more than {DEEPEST} levels deep would have to be searched"
            )
        return self._answer(goal, level)

    def _answer(self, goal: Goal, level: int) -> Outcome:
        outer, self._lowest = self._lowest, level
        self._path[goal] = level
        mark = len(self._tentative)
        try:
            answer = self._search(goal)
        finally:
            del self._path[goal]
        lowest = self._lowest
        self._lowest = min(outer, lowest)
        if isinstance(answer, Found):
            self.known[goal] = answer
            self._forget(mark)
        elif lowest >= level:
            self.known[goal] = answer
            if isinstance(answer, Nothing):
                for assumed in self._tentative[mark:]:
                    self.known[assumed] = NOTHING
            self._forget(mark)
        elif isinstance(answer, Nothing):
            self._tentative.append(goal)
            self._assumed[goal] = lowest
        else:
            self._forget(mark)
        return answer

    def _forget(self, mark: int) -> None:
        for goal in self._tentative[mark:]:
            self._assumed.pop(goal, None)
        del self._tentative[mark:]

    def _search(self, goal: Goal) -> Outcome:
        listed = _listed(goal)
        if listed is not None and len(listed) <= MOST_TESTED:
            answer = self._tested(goal, listed)
            if answer is not None:
                return answer
        doubts: list[Unknown] = []
        ordered = sorted(goal, key=lambda literal: (literal[0].number, literal[1]))
        types = _types_left(goal)
        for type in SMALLEST_FIRST:
            self.spend()
            if type not in types:
                continue
            for form in forms(ordered, type, self):
                outcome = form if isinstance(form, Unknown) else self.value_of(form)
                if isinstance(outcome, Found):
                    return outcome
                if isinstance(outcome, Unknown):
                    doubts.append(outcome)
        return neither(doubts)

    def _tested(self, goal: Goal, listed: frozenset[Frozen]) -> Outcome | None:
        """The first of the listed values that follows every literal, in the order of forms; None: nobody can tell."""
        left, more = listed, list[Literal]()
        for node, wanted in goal:
            taken = _taken_of(left, node)
            if taken is None:
                more.append((node, wanted))
            else:
                left = taken if wanted else left - taken
        for type in SMALLEST_FIRST if left else ():
            for frozen in in_order(values_of_type(left, type)):
                self.spend()
                value = thaw(frozen)
                doubtful = False
                for node, wanted in more:
                    truth = holds(node, value, self.follows)
                    if truth is None:
                        doubtful = True
                    elif truth is not wanted:
                        break
                else:
                    return None if doubtful else Found(value)
        return NOTHING

    def value_of(self, form: Form) -> Outcome:
        """Some value of a normal form."""
        match form:
            case Constants():
                return Found(thaw(form.values[0])) if form.values else NOTHING
            case Plain(type="null"):
                return NOTHING if None in form.excluded else Found(None)
            case Plain():
                return next((Found(b) for b in (True, False) if freeze(b) not in form.excluded), NOTHING)
            case NumberForm():
                return numbers.some(form, self)
            case StringForm():
                return strings.some(form, self)
            case ArrayForm():
                return arrays.some(form, self)
            case ObjectForm():
                return objects.some(form, self)
            case Veiled():
                outcome = self.value_of(form.form)
                if isinstance(outcome, Nothing):
                    return outcome
                return Unknown(tuple([Doubt(node.construct, node.why, node.where) for node in form.opaque]))

    def overlaps(self, node: ExactlyOne) -> frozenset[tuple[int, int]]:
        """The pairs of parts that may hold together; a question of its own, apart from the goals in progress."""
        pairs = self.overlapping.get(node)
        if pairs is None:
            every = frozenset(combinations(range(len(node.parts)), 2))
            self.overlapping[node] = every  # the safe answer while it is being found
            aside = Solver(
                pool=self.pool,
                follows=self.follows,
                left=self.left,
                known=self.known,
                overlapping=self.overlapping,
                meetings=self.meetings,
                asserts_formats=self.asserts_formats,
                depth=self.depth + len(self._path),
            )
            try:
                pairs = frozenset(aside.meeting(node.parts))
            except (OutOfBudget, RecursionError):
                del self.overlapping[node]
                raise
            finally:
                self.left = aside.left
            self.overlapping[node] = pairs
        return pairs

    def meeting(self, parts: tuple[Node, ...]) -> Iterator[tuple[int, int]]:
        """The pairs of parts that may hold for one value; for objects, as far as a look can tell."""
        asked = [asked_of(part, self.pool) for part in parts]
        of_objects = [it.is_object_only for it in asked]
        for i, one in enumerate(parts):
            branch = _branch_of(one) if of_objects[i] else None
            for j in range(i + 1, len(parts)):
                pair = one, parts[j]
                met = self.meetings.get(pair)
                if met is None:
                    if branch is None or not of_objects[j]:
                        met = not isinstance(self.solve([(one, True), (parts[j], True)]), Nothing)
                    else:
                        met = not told_apart(asked[i], asked[j]) and not contradicts(parts[j], branch, self)
                    self.meetings[pair] = met
                if met:
                    yield i, j


def _branch_of(node: Node) -> Branch:
    """What holds for an object where the node does, at a glance."""
    branch = Branch(type="object")
    for part in conjuncts(node):
        branch.seen[part] = True
        hold(branch, part)
    return branch


def _types_left(goal: Goal) -> frozenset[str]:
    """The JSON types that the literals leave, as far as they name types outright."""
    left = _ALL_TYPES
    for node, wanted in goal:
        if wanted:
            for part in conjuncts(node):
                if type(part) is Types:
                    left &= part.names if "integer" not in part.names else part.names | {"number"}
    return left


def _listed(goal: Goal) -> frozenset[Frozen] | None:
    """The only values that the literals leave, as far as they list any outright; None if they list none."""
    values: frozenset[Frozen] | None = None
    for node, wanted in goal:
        if wanted:
            for part in conjuncts(node):
                if type(part) is OneOfValues:
                    values = part.values if values is None else values & part.values
                elif type(part) is Bottom:
                    return frozenset()
    return values


def _taken_of(values: frozenset[Frozen], node: Node) -> frozenset[Frozen] | None:
    """Those of the values that follow the node, if it does nothing but name types and list values."""
    for part in conjuncts(node):
        if type(part) is OneOfValues:
            values &= part.values
        elif type(part) is Types:
            values = values_of_types(values, part.names)
        else:
            return None
    return values


_ALL_TYPES: Final = frozenset(SMALLEST_FIRST)


def _unsigned(literal: Literal) -> Literal:
    node, wanted = literal
    return (node.part, not wanted) if isinstance(node, Not) else literal
