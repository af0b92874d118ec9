"""How the alternatives of a tagged union exclude one another: by a member that must be there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assent.records import dataclass
from assent.schema.frozen import Frozen
from assent.schema.includes.clash import Branch, asked_at, conjuncts, nothing_follows
from assent.schema.includes.evaluate import members_at
from assent.schema.nodes import Members, Node, OneOfValues, Pool, Required, Types

if TYPE_CHECKING:
    from assent.schema.includes.search import Search


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a conjunction asks of objects, at a glance."""

    takes_objects: bool
    """Whether no type that is named is another."""
    is_object_only: bool
    """Whether it is said outright that the values are objects."""
    members: tuple[Members, ...]
    required: frozenset[str]
    tags: dict[str, frozenset[Frozen]]
    """By name, the only values that a member may have, where they are listed."""


def asked_of(node: Node, pool: Pool) -> Asked:
    """What the node asks of objects; found out once."""
    key = ("asked", node)
    known: Asked | None = pool.findings.get(key)
    if known is None:
        parts = conjuncts(node)
        types = [part.names for part in parts if isinstance(part, Types)]
        members = tuple([part for part in parts if isinstance(part, Members)])
        known = pool.findings[key] = Asked(
            takes_objects=all("object" in names for names in types),
            is_object_only={"object"} in types,
            members=members,
            required=frozenset([part.name for part in parts if isinstance(part, Required)]),
            tags=dict(_tags(members)),
        )
    return known


def _tags(members: tuple[Members, ...]) -> Iterator[tuple[str, frozenset[Frozen]]]:
    for atom in members:
        for name, part in atom.named:
            for value in conjuncts(part):
                if isinstance(value, OneOfValues):
                    yield name, value.values  # of several lists any will do: they are all to be followed


def told_apart(one: Asked, other: Asked) -> bool:
    """Whether a member that must be there can have no value of those that both list."""
    for name, values in one.tags.items():
        if name in one.required or name in other.required:
            others = other.tags.get(name)
            if others is not None and values.isdisjoint(others):
                return True
    return False


def contradicts(node: Node, branch: Branch, search: Search) -> bool:
    """Whether the node surely excludes what holds in a branch about objects: by a member that must be there.

    This is how branches of a tagged union exclude one another. False proves nothing.
    """
    asked = asked_of(node, search.pool)
    if not asked.takes_objects:
        return True
    own = asked.members
    if not own:
        return False
    for name in sorted(asked.required.union(branch.required, branch.broken)):
        theirs = [part for atom in own for part in members_at(atom, name)]
        ours = asked_at(branch, name)
        search.spend()
        if all(part in ours for part in theirs):
            continue
        goal = [(part, True) for part in (*theirs, *ours)]
        if nothing_follows([*goal, *branch.broken.get(name, ())], search):
            return True
    return False
