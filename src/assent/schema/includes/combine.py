"""A goal, one JSON type at a time, split into branches that need no further choice: the tableau."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from assent.records import dataclass
from assent.schema.formats import Format, format_named
from assent.schema.includes.apart import contradicts
from assent.schema.includes.choices import Alternative, alternatives
from assent.schema.includes.clash import (
    Branch,
    asked_at,
    beside,
    clashes,
    hold,
    subject,
    values_of_type,
)
from assent.schema.includes.forms import Form, Literal, gather
from assent.schema.includes.listed import constants
from assent.schema.includes.outcomes import Nothing, Unknown
from assent.schema.nodes import (
    And,
    AtLeast,
    AtMost,
    Bottom,
    Contains,
    Cycle,
    ExactlyOne,
    Formatted,
    Items,
    Members,
    MultipleOf,
    Node,
    Not,
    OneOfValues,
    Or,
    Top,
    Types,
)

if TYPE_CHECKING:
    from assent.schema.includes.search import Search

_Closed: TypeAlias = None
_Step: TypeAlias = "Form | Unknown | list[Alternative] | Halves | _Closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Halves:
    """A literal that is to be decided first: what is left where it holds, then the rest."""

    node: Node
    wanted: bool


def forms(goal: Sequence[Literal], type: str, search: Search) -> Iterator[Form | Unknown]:
    """The normal forms whose union is the goal's values of a JSON type, in a fixed order.

    `Unknown` stands for a part of them of which nothing is known. Forms may turn out empty.
    Raises: OutOfBudget.
    """
    todo: list[tuple[list[Literal], Branch, int | None]] = [(list(goal), Branch(type=type), None)]
    given = 0
    while todo:
        work, branch, since = todo.pop()
        if since == given:  # nothing was left with the literal, so no way can take it; no more is known
            node, wanted = work.pop()
            if not _bar((node, not wanted), work, branch):
                continue
        match _step(work, branch, goal, search):
            case None:
                pass
            case list() as ways:
                todo.extend((list(way), branch.copy(), None) for way in reversed(ways))
            case Halves(node=node, wanted=wanted):
                todo.append(([(node, not wanted)], branch.copy(), given))
                todo.append(([(node, wanted)], branch, None))
            case form:
                given += 1
                yield form


def _bar(literal: Literal, work: list[Literal], branch: Branch) -> bool:
    """Strike the ways that would take a literal of which nothing is left; False: a choice has no way left.

    What is left without choice goes to `work`. Nothing more is settled by that, so no other way needs a look.
    """
    branch.barred |= {literal}
    splits, branch.splits = branch.splits, []
    for choice, ways in splits:
        if not _keep(choice, [way for way in ways if literal not in way], work, branch):
            return False
    return True


def _keep(choice: Literal, left: list[Alternative], work: list[Literal], branch: Branch) -> bool:
    """Go on with the ways that are left of a choice: one alone is none; False: there is no way left."""
    if len(left) > 1:
        branch.splits.append((choice, left))
    elif left:
        work.extend(left[0])
    return bool(left)


def _step(work: list[Literal], branch: Branch, goal: Sequence[Literal], search: Search) -> _Step:
    """Settle what leaves no choice; then a form, or the alternatives of the choice to take next."""
    news = bool(work)
    while work:
        if not _absorb(work, branch, search):
            return None
        if branch.finite is not None:
            return constants(goal, branch, search)
        if len(branch.splits) > 1 and branch.type == "object":
            _drop_implied(branch, search)
        if not _narrow(work, branch, search):
            return None
    if news and branch.splits and branch.type == "object" and _has_impossible_member(branch, search):
        return None
    if not branch.splits:
        settled = {node: wanted for node, wanted in branch.seen.items() if node not in branch.taken}
        return gather(branch.type, settled, branch.excluded)
    shared = _shared_literal(branch)
    if shared is not None:
        return Halves(node=shared[0], wanted=shared[1])
    chosen = min(range(len(branch.splits)), key=lambda i: _urgency(branch.splits[i]))
    return branch.splits.pop(chosen)[1]


_JOINING: Final = (And, Cycle)


def _shared_literal(branch: Branch) -> Literal | None:
    """The formula that most choices name as a way of theirs, if several do: deciding it decides them together."""
    counts: dict[Literal, int] = {}
    for _, ways in branch.splits:
        for way in ways:
            if len(way) == 1 and type(way[0][0]) in _JOINING:
                counts[way[0]] = counts.get(way[0], 0) + 1
    if not counts:
        return None
    best = max(counts, key=lambda literal: (counts[literal], -literal[0].number))
    return best if counts[best] > 1 else None


def _urgency(split: tuple[Literal, list[Alternative]]) -> tuple[bool, int]:
    """Choices that settle what holds come first, as they rule out most; among equals the narrowest."""
    (_, wanted), ways = split
    settles = wanted or any(positive for way in ways for _, positive in way)
    return (not settles, len(ways))


def _absorb(work: list[Literal], branch: Branch, search: Search) -> bool:
    """Settle every literal of the work; False if they contradict one another."""
    while work:
        search.spend()
        node, wanted = work.pop()
        settled = branch.seen.get(node)
        if settled is not None:
            if settled != wanted:
                return False
            continue
        branch.seen[node] = wanted
        about = subject(node)
        if about is not None and about != branch.type:
            if not wanted:
                return False
            continue
        if not _settle(node, wanted, work, branch, search):
            return False
    return True


def _settle(node: Node, wanted: bool, work: list[Literal], branch: Branch, search: Search) -> bool:  # noqa: FBT001  # half of a literal
    """Take one literal about the branch's type; False if it cannot hold."""
    match node:
        case Top():
            return wanted
        case Bottom():
            return not wanted
        case Not():
            work.append((node.part, not wanted))
        case Cycle():
            assert node.body is not None
            work.append((node.body, wanted))
        case And(parts=parts) if wanted:
            work.extend([(part, True) for part in parts])
        case Or(parts=parts) if not wanted:
            work.extend([(part, False) for part in parts])
        case Types():
            return _settle_type(node, wanted, work, branch, search)
        case OneOfValues():
            values = values_of_type(node.values, branch.type)
            if wanted:
                branch.finite = values if branch.finite is None else branch.finite & values
            else:
                branch.excluded |= values
        case Formatted():
            return _settle_format(node, wanted, work, branch, search)
        case Contains(least=0, most=0) if wanted:
            work.append((search.pool.make(Items, (), search.pool.negation(node.item)), True))
        case _:
            ways = alternatives(node, wanted, search)
            if ways is not None:
                branch.splits.append(((node, wanted), ways))
                branch.taken.add(node)
            elif wanted:
                hold(branch, node)
            elif isinstance(node, Members) and isinstance(node.rest, Top) and node.named:
                name, part = node.named[0]
                branch.broken[name] = (*branch.broken.get(name, ()), (part, False))
    return True


def _settle_format(
    node: Formatted,
    wanted: bool,  # noqa: FBT001  # half of a literal
    work: list[Literal],
    branch: Branch,
    search: Search,
) -> bool:
    """Formats of numbers are bounds; those of strings stay; what says nothing holds for every value."""
    known = format_named(node.format) if search.asserts_formats else None
    if known is None or known.type != branch.type or not says_anything(known):
        branch.taken.add(node)
        return wanted
    if known.type == "number":
        bounds: list[Node] = []
        if known.low is not None:
            bounds.append(search.pool.make(AtLeast, known.low, False))
        if known.high is not None:
            bounds.append(search.pool.make(AtMost, known.high, False))
        if known.whole:
            bounds.append(search.pool.make(MultipleOf, 1))
        branch.taken.add(node)
        work.append((search.pool.conjunction(bounds), wanted))
    return True


def says_anything(known: Format) -> bool:
    """Whether the format refuses any value at all."""
    return known.whole or any(
        part is not None for part in (known.inner, known.outer, known.low, known.high, known.follows)
    )


def _settle_type(node: Types, wanted: bool, work: list[Literal], branch: Branch, search: Search) -> bool:  # noqa: FBT001  # half of a literal
    whole = branch.type in node.names
    if not whole and branch.type == "number" and "integer" in node.names:
        work.append((search.pool.make(MultipleOf, 1), wanted))
        return True
    return whole == wanted


def _narrow(work: list[Literal], branch: Branch, search: Search) -> bool:
    """Strike alternatives that cannot hold; what is left without choice goes to `work`. False: nothing is left."""
    splits, branch.splits = branch.splits, []
    out = _Out(branch, search)  # many choices share their ways
    for literal, ways in splits:
        if type(literal[0]) is ExactlyOne:
            ways = _told(literal, ways, branch, search)
        if _is_taken(ways, branch):
            continue
        if not _keep(literal, [way for way in ways if not out[way]], work, branch):
            return False
    return True


def _told(literal: Literal, ways: list[Alternative], branch: Branch, search: Search) -> list[Alternative]:
    """The ways that are left for exactly one part to hold, or for another number of them, where one is known to."""
    node, wanted = literal
    assert isinstance(node, ExactlyOne)
    if wanted:
        return next(([way] for way in ways if branch.seen.get(way[0][0])), ways)
    others = beside(node, branch, search)
    return ways if others is None else others


class _Out(dict[Alternative, bool]):
    """Whether some literal of an alternative surely contradicts what is settled, found out once."""

    def __init__(self, branch: Branch, search: Search) -> None:
        super().__init__()
        self._branch, self._search = branch, search
        self._known: dict[Literal, bool] = {}

    def __missing__(self, way: Alternative) -> bool:
        known, barred = self._known, self._branch.barred
        contradicted = not barred.isdisjoint(way) or self._is_settled_otherwise(way)
        for part in () if contradicted else way:
            held = known.get(part)
            if held is None:
                held = known[part] = self._contradicts(part)
            if held:
                contradicted = True
                break
        self[way] = contradicted
        return contradicted

    def _is_settled_otherwise(self, way: Alternative) -> bool:
        seen = self._branch.seen
        for node, wanted in way:  # noqa: SIM110 - a loop runs faster
            if seen.get(node, wanted) is not wanted:
                return True
        return False

    def _contradicts(self, part: Literal) -> bool:
        """At a glance, or as alternatives of a tagged union contradict one another."""
        branch, search = self._branch, self._search
        if clashes(part, branch, search):
            return True
        node, wanted = part
        return (
            wanted
            and branch.type == "object"
            and type(node) in _JOINING
            and contradicts(node, branch, search)
        )


def _is_taken(ways: Sequence[Alternative], branch: Branch) -> bool:
    """Whether all literals of some alternative are settled. Plain loops: no others run as often."""
    seen = branch.seen
    for way in ways:
        for node, wanted in way:
            held = seen.get(node)
            if held is None and type(node) in _FIXED:
                held = type(node) is Top
            if held is not wanted:
                break
        else:
            return True
    return False


_FIXED: Final = (Top, Bottom)


def _has_impossible_member(branch: Branch, search: Search) -> bool:
    """Whether the value of a member that must be there is already asked for contradictory things."""
    for name in sorted(branch.required.union(branch.broken)):
        asked = {(part, True) for part in asked_at(branch, name)}
        asked.update(branch.broken.get(name, ()))
        if len(asked) > 1 and isinstance(search.solve(asked), Nothing):
            return True
    return False


def _drop_implied(branch: Branch, search: Search) -> None:
    """Drop negative choices that follow from what holds, as between branches of a tagged union."""
    branch.splits = [
        ((node, wanted), ways)
        for (node, wanted), ways in branch.splits
        if wanted or not contradicts(node, branch, search)
    ]
