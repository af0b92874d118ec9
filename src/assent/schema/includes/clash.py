"""What the literals already settled rule out at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from assent.records import dataclass, field
from assent.schema.frozen import Frozen, type_of
from assent.schema.includes.choices import Alternative, alternatives, broken_items, broken_members
from assent.schema.includes.evaluate import found_in, members_at
from assent.schema.includes.forms import Literal
from assent.schema.includes.outcomes import Nothing
from assent.schema.nodes import (
    ABOUT,
    And,
    Bottom,
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

if TYPE_CHECKING:
    from assent.schema.includes.search import Search

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
    wide: tuple[Members, ...] = ()
    """Atoms about members that hold and speak of more than one name."""
    narrow: dict[str, tuple[Node, ...]] = field(default_factory=dict)
    """By name, what atoms that hold and speak of no other name ask of the member."""
    asked: dict[str, list[Node]] = field(default_factory=dict)
    """By name, what all of them ask, as far as that was looked up; another dictionary as soon as one more holds."""
    broken: dict[str, tuple[Literal, ...]] = field(default_factory=dict)
    """By name, what the value of a member must not follow; such members are there."""
    required: frozenset[str] = frozenset()
    """Members that must be there."""
    finite: frozenset[Frozen] | None = None
    excluded: frozenset[Frozen] = frozenset()
    barred: frozenset[Literal] = frozenset()
    """Literals that nothing in the branch can follow, though nothing yet asks for the opposite."""

    def copy(self) -> Branch:
        return Branch(
            type=self.type,
            seen=dict(self.seen),
            splits=list(self.splits),
            taken=set(self.taken),
            wide=self.wide,
            narrow=dict(self.narrow),
            asked=self.asked,
            broken=dict(self.broken),
            required=self.required,
            finite=self.finite,
            excluded=self.excluded,
            barred=self.barred,
        )


def asked_at(branch: Branch, name: str) -> list[Node]:
    """What atoms that hold in the branch ask of the member of the name."""
    asked = branch.asked.get(name)
    if asked is None:
        asked = [part for atom in branch.wide for part in members_at(atom, name)]
        asked.extend(branch.narrow.get(name, ()))
        branch.asked[name] = asked
    return asked


def hold(branch: Branch, node: Node) -> None:
    """Let what the node says about members hold in the branch."""
    if isinstance(node, Required):
        branch.required |= {node.name}
    elif isinstance(node, Members):
        _hold_members(branch, node)


def _hold_members(branch: Branch, node: Members) -> None:
    branch.asked = {}
    if len(node.named) == 1 and not node.patterned and isinstance(node.rest, Top):
        name, part = node.named[0]
        branch.narrow[name] = (*branch.narrow.get(name, ()), part)
    else:
        branch.wide = (*branch.wide, node)


def items_holding(branch: Branch) -> list[Items]:
    """The atoms about items that hold in the branch."""
    return [node for node, wanted in branch.seen.items() if wanted and isinstance(node, Items)]


def subject(node: Node) -> str | None:
    """The JSON type that the atom speaks of; it holds for values of every other type."""
    about = ABOUT.get(type(node))
    if about is None:
        match node:
            case SizeAtLeast() | SizeAtMost():
                return node.type
            case Opaque():
                return SPEAKS_OF.get(node.construct)
    return about


@lru_cache(8192)
def values_of_type(values: frozenset[Frozen], type: str) -> frozenset[Frozen]:
    """The values of one JSON type."""
    return frozenset([value for value in values if type_of(value) == type])


@lru_cache(8192)
def values_of_types(values: frozenset[Frozen], names: frozenset[str]) -> frozenset[Frozen]:
    """The values of some types; `integer` may be one."""
    whole = "integer" in names
    return frozenset([it for it in values if type_of(it) in names or (whole and isinstance(it, int))])


def nothing_follows(goal: Sequence[Literal], search: Search) -> bool:
    """Whether no value follows every literal, what is to hold first: lists of values tell it without a search."""
    left: frozenset[Frozen] | None = None
    only_lists = True
    for node, wanted in goal:
        values = listed_by(node, search.pool)
        if values is not None and wanted:
            left = values if left is None else left & values
        elif values is not None and left is not None:
            left -= values
        else:
            only_lists = False
    if left is None or (left and not only_lists):
        return type(search.solve(goal)) is Nothing
    return not left


def listed_by(node: Node, pool: Pool) -> frozenset[Frozen] | None:
    """The values that follow the node, if it lists them, and says nothing else but which types; found out once."""
    key = ("listed", node)
    if key not in pool.findings:
        pool.findings[key] = _listed_by(node)
    values: frozenset[Frozen] | None = pool.findings[key]
    return values


def _listed_by(node: Node) -> frozenset[Frozen] | None:
    parts = conjuncts(node)
    lists = [part.values for part in parts if isinstance(part, OneOfValues)]
    types = [part.names for part in parts if isinstance(part, Types)]
    if isinstance(node, Bottom):
        return frozenset()
    if not lists or len(lists) + len(types) < len(parts):
        return None
    values = frozenset.intersection(*lists)
    for names in types:
        values = values_of_types(values, names)
    return values


def conjuncts(node: Node) -> tuple[Node, ...]:
    """What a conjunction joins, through one turn of a recursion; the node itself if it joins nothing."""
    if isinstance(node, Cycle) and node.body is not None:
        node = node.body
    return node.parts if isinstance(node, And) else (node,)


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
        if ((known, j) if known < j else (j, known)) in overlaps
    ]


def clashes(literal: Literal, branch: Branch, search: Search, depth: int = 0) -> bool:
    """Whether the literal surely contradicts what is settled; a cheap look, False proves nothing.

    No function of the core runs as often: it asks for types by `is` and in the order of how often they are met.
    """
    node, wanted = literal
    if depth and type(node) is Cycle and node.body is not None:
        node = node.body
    settled = branch.seen.get(node)
    if settled is not None:
        return settled is not wanted
    kind = type(node)
    about = ABOUT.get(kind)
    if about is None and kind in _NAMING:
        about = subject(node)
    if about is not None and about != branch.type:
        return not wanted
    look = _LOOKS.get(kind)
    if look is not None:
        return look(node, wanted, branch, search)
    if type(node) is Not:
        return clashes((node.part, not wanted), branch, search, depth)
    if depth > DEEPEST_LOOK:
        return False
    if (type(node) is And and wanted) or (type(node) is Or and not wanted):
        for part in node.parts:  # noqa: SIM110 - a loop runs faster
            if clashes((part, wanted), branch, search, depth + 1):
                return True
        return False
    ways = alternatives(node, wanted, search)
    if ways is None:
        return False
    for way in ways:
        for each in way:
            if clashes(each, branch, search, depth + 1):
                break
        else:
            return False
    return True


def _type_clashes(node: Types, wanted: bool, branch: Branch, _: Search) -> bool:  # noqa: FBT001  # half of a literal
    whole = branch.type in node.names
    if wanted:
        return not whole and not (branch.type == "number" and "integer" in node.names)
    return whole


def _value_clashes(node: OneOfValues, wanted: bool, branch: Branch, _: Search) -> bool:  # noqa: FBT001  # half of a literal
    values = values_of_type(node.values, branch.type)
    if wanted:
        return not values or (branch.finite is not None and not values & branch.finite)
    if branch.finite is not None:
        return branch.finite <= values
    return branch.type == "null" and None in values


def _members_clash(node: Members, wanted: bool, branch: Branch, search: Search) -> bool:  # noqa: FBT001  # half of a literal
    if wanted:
        return False
    for part in broken_members(node, search.pool):  # noqa: SIM110 - a loop runs faster
        if not _cannot_break(part, branch, search):
            return False
    return True


def _items_clash(node: Items, wanted: bool, branch: Branch, search: Search) -> bool:  # noqa: FBT001  # half of a literal
    return not wanted and all(
        _cannot_break_item(part, branch, search) for part in broken_items(node, search.pool)
    )


_NAMING: Final = frozenset([SizeAtLeast, SizeAtMost, Opaque])
"""Atoms that name the type they speak of."""

_LOOKS: Final[dict[type[Any], Callable[[Any, bool, Branch, Search], bool]]] = {
    Members: _members_clash,
    Types: _type_clashes,
    OneOfValues: _value_clashes,
    Items: _items_clash,
    Top: lambda _, wanted, __, ___: not wanted,
    Bottom: lambda _, wanted, __, ___: wanted,
}


def _cannot_break(part: Node, branch: Branch, search: Search) -> bool:
    """Whether no member can break the atom about one name, one pattern or the rest."""
    assert isinstance(part, Members)
    if part.named and type(part.rest) is Top:
        name, asked = part.named[0]
        others = asked_at(branch, name)
        for other in others:
            if other is asked or type(other) is Bottom:
                return True
        search.spend()
        goal = [(other, True) for other in others]
        return nothing_follows([*goal, *branch.broken.get(name, ()), (asked, False)], search)
    if type(part.rest) is Top:
        return False
    texts = {text for text, _ in part.patterned}
    if any(
        node.rest is part.rest
        and node.by_name.keys() <= part.by_name.keys()
        and {text for text, _ in node.patterned} <= texts
        for node in branch.wide
    ):
        return True
    return _no_other_member(part, branch, search)


def _no_other_member(part: Members, branch: Branch, search: Search) -> bool:
    """Whether the only names left, where members are closed, are those that the atom names."""
    closed = [
        frozenset(node.by_name)
        for node in branch.wide
        if isinstance(node.rest, Bottom) and not node.patterned
    ]
    if not closed:
        return False
    for name in sorted(frozenset.intersection(*closed) - part.by_name.keys()):
        if branch.seen.get(search.pool.make(Required, name)) is False:
            continue
        if any(found_in(text, name) for text, _ in part.patterned):
            continue
        search.spend()
        goal = [(other, True) for other in asked_at(branch, name)]
        if not nothing_follows([*goal, (part.rest, False)], search):
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
