"""Choices that a literal leaves, and those that the literals already settled rule out at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from assent.schema.frozen import Frozen, type_of
from assent.schema.includes.evaluate import found_in, members_at
from assent.schema.includes.forms import Literal
from assent.schema.includes.outcomes import Nothing
from assent.schema.includes.search import Search
from assent.schema.nodes import (
    ABOUT,
    And,
    Bottom,
    Contains,
    Cycle,
    ExactlyOne,
    Items,
    Members,
    Node,
    Not,
    OneOfValues,
    Opaque,
    Or,
    Pool,
    Required,
    SizeAtLeast,
    SizeAtMost,
    Top,
    Types,
)

Alternative: TypeAlias = tuple[Literal, ...]
"""Literals that hold together; a choice takes one alternative of several."""

DEEPEST_LOOK = 4
"""Formulas within formulas that are looked into before an alternative is tried."""

SPEAKS_OF = {
    "minimum": "number",
    "maximum": "number",
    "exclusiveMinimum": "number",
    "exclusiveMaximum": "number",
    "multipleOf": "number",
    "minLength": "string",
    "maxLength": "string",
    "pattern": "string",
    "items": "array",
    "prefixItems": "array",
    "contains": "array",
    "minItems": "array",
    "maxItems": "array",
    "uniqueItems": "array",
    "unevaluatedItems": "array",
    "properties": "object",
    "patternProperties": "object",
    "additionalProperties": "object",
    "propertyNames": "object",
    "required": "object",
    "minProperties": "object",
    "maxProperties": "object",
    "dependencies": "object",
    "dependentRequired": "object",
    "dependentSchemas": "object",
    "unevaluatedProperties": "object",
}
"""Keywords that say nothing about values of other types, even where they are malformed."""


@dataclass(slots=True, eq=False, kw_only=True)
class Branch:
    """Literals settled so far for values of one JSON type, and choices still open."""

    type: str
    seen: dict[Node, bool] = field(default_factory=dict)
    splits: list[tuple[Literal, list[Alternative]]] = field(default_factory=list)
    taken: set[Node] = field(default_factory=set)
    """Nodes whose literals have become choices; the alternative that is taken speaks for them."""
    broken: dict[str, tuple[Literal, ...]] = field(default_factory=dict)
    """By name, what the value of a member must not follow; such members are there."""
    finite: frozenset[Frozen] | None = None
    excluded: frozenset[Frozen] = frozenset()

    def copy(self) -> Branch:
        return Branch(
            type=self.type,
            seen=dict(self.seen),
            splits=list(self.splits),
            taken=set(self.taken),
            broken=dict(self.broken),
            finite=self.finite,
            excluded=self.excluded,
        )


def members_holding(branch: Branch) -> list[Members]:
    """The atoms about members that hold in the branch."""
    return [node for node, wanted in branch.seen.items() if wanted and isinstance(node, Members)]


def items_holding(branch: Branch) -> list[Items]:
    """The atoms about items that hold in the branch."""
    return [node for node, wanted in branch.seen.items() if wanted and isinstance(node, Items)]


def subject(node: Node) -> str | None:
    """The JSON type that the atom speaks of; it holds for values of every other type."""
    if isinstance(node, SizeAtLeast | SizeAtMost):
        return node.type
    if isinstance(node, Opaque):
        return SPEAKS_OF.get(node.construct)
    return ABOUT.get(type(node))


@lru_cache(8192)
def values_of_type(values: frozenset[Frozen], type: str) -> frozenset[Frozen]:
    """The values of one JSON type."""
    return frozenset([value for value in values if type_of(value) == type])


def alternatives(node: Node, wanted: bool, search: Search) -> list[Alternative] | None:  # noqa: FBT001  # half of a literal
    """The ways to make a literal true; None if it leaves no choice."""
    match node:
        case And() if not wanted:
            return [((part, False),) for part in node.parts]
        case Or() if wanted:
            return [((part, True),) for part in node.parts]
        case ExactlyOne():
            return _of_exactly_one(node, wanted, search)
        case Members() if not wanted:
            return _single([((part, False),) for part in broken_members(node, search.pool)], node)
        case Items() if not wanted:
            return _single([((part, False),) for part in broken_items(node, search.pool)], node)
        case Contains() if not wanted:
            return _uncontained(node, search.pool)
        case _:
            return None


def _single(found: list[Alternative], node: Node) -> list[Alternative] | None:
    return None if len(found) == 1 and found[0][0][0] is node else found


def _of_exactly_one(node: ExactlyOne, wanted: bool, search: Search) -> list[Alternative]:  # noqa: FBT001  # half of a literal
    overlaps, parts = search.overlaps(node), node.parts
    if not wanted:
        return _not_exactly_one(parts, overlaps, search.pool)
    return [
        (
            (part, True),
            *[(parts[j], False) for j in range(len(parts)) if (min(i, j), max(i, j)) in overlaps],
        )
        for i, part in enumerate(parts)
    ]


def _not_exactly_one(
    parts: tuple[Node, ...], overlaps: frozenset[tuple[int, int]], pool: Pool
) -> list[Alternative]:
    """None holds, or one does together with a later one."""
    ways: list[Alternative] = [tuple([(part, False) for part in parts])]
    for i, part in enumerate(parts):
        later = [parts[j] for j in range(i + 1, len(parts)) if (i, j) in overlaps]
        if later:
            ways.append(((part, True), (pool.disjunction(later), True)))
    return ways


def beside(node: ExactlyOne, branch: Branch, search: Search) -> list[Alternative] | None:
    """For a union that must not have exactly one part holding, where one is known to: the others that may hold too."""
    parts = node.parts
    known = next((i for i, part in enumerate(parts) if branch.seen.get(part)), None)
    if known is None:
        return None
    overlaps = search.overlaps(node)
    return [
        ((parts[j], True),)
        for j in range(len(parts))
        if (min(known, j), max(known, j)) in overlaps and j != known
    ]


def broken_members(node: Members, pool: Pool) -> list[Node]:
    """The atom as several, each about one name, one pattern or the rest; it is broken if one of them is."""
    top = pool.top
    found: list[Node] = [
        pool.make(Members, ((name, part),), (), top) for name, part in node.named if part is not top
    ]
    found += [
        pool.make(Members, (), ((text, part),), top) for text, part in node.patterned if part is not top
    ]
    if node.rest is not top:
        named = tuple([(name, top) for name, _ in node.named])
        patterned = tuple([(text, top) for text, _ in node.patterned])
        found.append(pool.make(Members, named, patterned, node.rest))
    return found


def broken_items(node: Items, pool: Pool) -> list[Node]:
    """The atom as several, each about one index or the tail; it is broken if one of them is."""
    top = pool.top
    found: list[Node] = [
        pool.make(Items, (*(top,) * i, part), top) for i, part in enumerate(node.prefix) if part is not top
    ]
    if node.rest is not top:
        found.append(pool.make(Items, (top,) * len(node.prefix), node.rest))
    return found


def _uncontained(node: Contains, pool: Pool) -> list[Alternative]:
    found: list[Alternative] = []
    if node.least:
        found.append(((pool.make(Contains, node.item, 0, node.least - 1), True),))
    if node.most is not None:
        found.append(((pool.make(Contains, node.item, node.most + 1, None), True),))
    return found


def clashes(literal: Literal, branch: Branch, search: Search, depth: int = 0) -> bool:
    """Whether the literal surely contradicts what is settled; a cheap look, False proves nothing."""
    node, wanted = literal
    if depth and isinstance(node, Cycle) and node.body is not None:
        node = node.body
    settled = branch.seen.get(node)
    if settled is not None:
        return settled != wanted
    about = subject(node)
    if about is not None and about != branch.type:
        return not wanted
    match node:
        case Not():
            return clashes((node.part, not wanted), branch, search, depth)
        case Top():
            return not wanted
        case Bottom():
            return wanted
        case Types():
            return _type_clashes(node, wanted, branch.type)
        case OneOfValues():
            return _value_clashes(node, wanted, branch)
        case Members() if not wanted:
            parts = broken_members(node, search.pool)
            return all(_cannot_break(part, branch, search) for part in parts)
        case Items() if not wanted:
            return all(_cannot_break_item(part, branch, search) for part in broken_items(node, search.pool))
    if depth > DEEPEST_LOOK:
        return False
    if (isinstance(node, And) and wanted) or (isinstance(node, Or) and not wanted):
        return any(clashes((part, wanted), branch, search, depth + 1) for part in node.parts)
    ways = alternatives(node, wanted, search)
    return ways is not None and all(
        any(clashes(part, branch, search, depth + 1) for part in way) for way in ways
    )


def _type_clashes(node: Types, wanted: bool, type: str) -> bool:  # noqa: FBT001  # half of a literal
    whole = type in node.names
    if wanted:
        return not whole and not (type == "number" and "integer" in node.names)
    return whole


def _value_clashes(node: OneOfValues, wanted: bool, branch: Branch) -> bool:  # noqa: FBT001  # half of a literal
    values = values_of_type(node.values, branch.type)
    if wanted:
        return not values or (branch.finite is not None and not values & branch.finite)
    if branch.finite is not None:
        return branch.finite <= values
    return branch.type == "null" and None in values


def _cannot_break(part: Node, branch: Branch, search: Search) -> bool:
    """Whether no member can break the atom about one name, one pattern or the rest."""
    assert isinstance(part, Members)
    holding = members_holding(branch)
    if part.named and part.rest is search.pool.top:
        name, asked = part.named[0]
        goal = [(other, True) for node in holding for other in members_at(node, name)]
        if (asked, True) in goal:
            return True
        return isinstance(search.solve([*goal, *branch.broken.get(name, ()), (asked, False)]), Nothing)
    if part.rest is search.pool.top:
        return False
    names, texts = {name for name, _ in part.named}, {text for text, _ in part.patterned}
    if any(
        node.rest is part.rest
        and {name for name, _ in node.named} <= names
        and {text for text, _ in node.patterned} <= texts
        for node in holding
    ):
        return True
    return _no_other_member(part, holding, branch, search)


def _no_other_member(part: Members, holding: list[Members], branch: Branch, search: Search) -> bool:
    """Whether the only names left, where members are closed, are those that the atom names."""
    closed = [
        frozenset([name for name, _ in node.named])
        for node in holding
        if isinstance(node.rest, Bottom) and not node.patterned
    ]
    if not closed:
        return False
    covered = {name for name, _ in part.named}
    for name in sorted(frozenset.intersection(*closed) - covered):
        if branch.seen.get(search.pool.make(Required, name)) is False:
            continue
        if any(found_in(text, name) for text, _ in part.patterned):
            continue
        goal = [(other, True) for node in holding for other in members_at(node, name)]
        if not isinstance(search.solve([*goal, (part.rest, False)]), Nothing):
            return False
    return True


def _cannot_break_item(part: Node, branch: Branch, search: Search) -> bool:
    """Whether no item can break the atom about one index or the tail."""
    assert isinstance(part, Items)
    holding = items_holding(branch)
    index = len(part.prefix)
    if part.rest is not search.pool.top:
        return any(node.rest is part.rest and len(node.prefix) <= index for node in holding)
    here = [node.prefix[index - 1] if index <= len(node.prefix) else node.rest for node in holding]
    return part.prefix[-1] in here
