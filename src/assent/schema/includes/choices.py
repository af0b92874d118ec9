"""The choices that a literal leaves: the ways to make it true."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from assent.schema.includes.forms import Literal
from assent.schema.nodes import (
    And,
    Contains,
    ExactlyOne,
    Items,
    Members,
    Node,
    Or,
    Pool,
)

if TYPE_CHECKING:
    from assent.schema.includes.search import Search

Alternative: TypeAlias = tuple[Literal, ...]
"""Literals that hold together; a choice takes one alternative of several."""


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
    overlaps = search.overlaps(node)
    key = "exactly one", node, wanted, overlaps
    ways: list[Alternative] | None = search.pool.findings.get(key)
    if ways is None:
        find = _exactly_one if wanted else _not_exactly_one
        ways = search.pool.findings[key] = find(node.parts, overlaps, search.pool)
    return ways


def _exactly_one(parts: tuple[Node, ...], overlaps: frozenset[tuple[int, int]], _: Pool) -> list[Alternative]:
    """One holds, and no other that may hold together with it."""
    against: list[list[Literal]] = [[] for _ in parts]
    for i, j in sorted(overlaps):
        against[i].append((parts[j], False))
        against[j].append((parts[i], False))
    return [((part, True), *others) for part, others in zip(parts, against, strict=True)]


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


def broken_members(node: Members, pool: Pool) -> list[Node]:
    """The atom as several, each about one name, one pattern or the rest; it is broken if one of them is."""
    key = ("broken", node)
    found: list[Node] | None = pool.findings.get(key)
    if found is None:
        found = pool.findings[key] = _broken_members(node, pool)
    return found


def _broken_members(node: Members, pool: Pool) -> list[Node]:
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
