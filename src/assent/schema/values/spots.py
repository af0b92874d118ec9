"""The places of a value that a schema speaks of, and how to build a whole value around a part."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TypeAlias

from assent.json import Json, Pointer
from assent.records import dataclass, replace
from assent.schema.includes.forms import Literal
from assent.schema.model import Reference, Schema
from assent.schema.nodes import Node, Pool, Required, SizeAtLeast, Types
from assent.schema.values.choices import Run, copied
from assent.schema.values.plans import Plans

MOST_SPOTS = 400
DEEPEST = 8
MOST_ALTERNATIVES = 64
"""Ways to choose among the unions at one place."""
MOST_WEIGHED = 4
"""Alternatives of a union that are weighed against one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in values: the schemas that apply there, and what the containers around it must be.

    `around` has, for each level above, the literals of the container and the name or index of what lies in it.
    `unions` are the alternatives chosen here: the schema that has the union, its keyword, and the branch; what
    comes from the branch stands behind it in `schemas`.
    """

    pointer: Pointer
    schemas: tuple[Schema, ...]
    literals: tuple[Literal, ...]
    around: tuple[tuple[tuple[Literal, ...], str | int], ...] = ()
    unions: tuple[tuple[Schema, str, Schema], ...] = ()

    @property
    def site(self) -> str:
        """The name of the member that stands here; empty if it is none."""
        return str(self.around[-1][1]) if self.around and isinstance(self.around[-1][1], str) else ""


def spots(root: Schema) -> Iterator[Spot]:
    """Every place, nearer ones first; each set of schemas once, so that recursion ends."""
    waiting = deque([Spot(pointer=(), schemas=(root,), literals=((root.node, True),))])
    seen: set[tuple[int, ...]] = set()
    given = 0
    while waiting and given < MOST_SPOTS:
        spot = waiting.popleft()
        for whole in _expanded(spot):
            key = tuple(id(schema) for schema in whole.schemas)
            if key in seen:
                continue
            seen.add(key)
            given += 1
            yield whole
            if len(whole.pointer) < DEEPEST:
                waiting.extend(_inside(whole))


def _expanded(spot: Spot) -> list[Spot]:
    """The spot with every schema that applies in place; one spot for each alternative of its unions."""
    found: list[Spot] = []
    waiting = deque([spot])
    while waiting and len(found) < MOST_ALTERNATIVES:
        whole = _flattened(waiting.popleft())
        found.append(whole)
        opened = {(id(holder), keyword) for holder, keyword, _ in whole.unions}
        waiting.extend(
            _chosen(whole, schema, keyword, branch)
            for schema in whole.schemas
            for keyword in ("anyOf", "oneOf")
            if (id(schema), keyword) not in opened
            for branch in schema.keywords.get(keyword, ())
        )
        while len(waiting) > MOST_ALTERNATIVES:
            waiting.pop()
    return found


def _flattened(spot: Spot) -> Spot:
    schemas: dict[int, Schema] = {}
    todo = deque(spot.schemas)
    while todo:
        schema = todo.popleft()
        if id(schema) in schemas:
            continue
        schemas[id(schema)] = schema
        reference = schema.keywords.get("$ref")
        if isinstance(reference, Reference):
            todo.append(reference.target)
        todo.extend(schema.keywords.get("allOf", ()))
    return replace(spot, schemas=tuple(schemas.values()))


def _chosen(spot: Spot, schema: Schema, keyword: str, branch: Schema) -> Spot:
    """The spot with one alternative of a union taken.

    Of a large union the other alternatives are not looked at: that none of them holds as well is seen afterwards.
    """
    taken = replace(spot, schemas=(*spot.schemas, branch), unions=(*spot.unions, (schema, keyword, branch)))
    if len(schema.keywords[keyword]) <= MOST_WEIGHED:
        return replace(taken, literals=(*spot.literals, (branch.node, True)))
    opened = {id(holder): word for holder, word, _ in taken.unions}
    literals = [(own(part, opened.get(id(part))), True) for part in taken.schemas[:-1]]
    return replace(taken, literals=(*literals, (branch.node, True)))


def own(schema: Schema, opened: str | None) -> Node:
    """What the schema says beside schemas that apply in place as well, and beside the union opened."""
    dropped = {"$ref", "allOf", opened}
    kept = {word: held for word, held in schema.keywords.items() if word not in dropped}
    return (
        schema.node
        if len(kept) == len(schema.keywords)
        else replace(schema, keywords=kept, meaning=None).node
    )


def _inside(spot: Spot) -> Iterator[Spot]:
    pool = spot.schemas[0].pool
    named: dict[str, list[Schema]] = {}
    for schema in spot.schemas:
        for name, part in schema.keywords.get("properties", {}).items():
            named.setdefault(name, []).append(part)
    for name, parts in named.items():
        there = (pool.make(Required, name), True)
        yield _below(spot, name, parts, there, "object")
    by_index: dict[int, list[Schema]] = {}
    for schema in spot.schemas:
        prefix = schema.keywords.get("prefixItems", ())
        for index, part in enumerate(prefix):
            by_index.setdefault(index, []).append(part)
        if isinstance(rest := schema.keywords.get("items"), Schema) and not rest.never:
            by_index.setdefault(len(prefix), []).append(rest)
    for index, parts in by_index.items():
        long_enough = (pool.make(SizeAtLeast, "array", index + 1), True)
        yield _below(spot, index, parts, long_enough, "array")
    yield from _unnamed(spot, set(named), pool)


def _unnamed(spot: Spot, named: set[str], pool: Pool) -> Iterator[Spot]:
    for schema in spot.schemas:
        rest = schema.keywords.get("additionalProperties")
        if isinstance(rest, Schema) and not rest.never and rest.keywords:
            name = next(f"key{n or ''}" for n in range(len(named) + 1) if f"key{n or ''}" not in named)
            yield _below(spot, name, [rest], (pool.make(Required, name), True), "object")


def _below(spot: Spot, token: str | int, parts: list[Schema], there: Literal, type: str) -> Spot:
    pool = parts[0].pool
    container = (*spot.literals, there, (pool.make(Types, frozenset({type})), True))
    return Spot(
        pointer=(*spot.pointer, str(token)),
        schemas=tuple(parts),
        literals=tuple((part.node, True) for part in parts),
        around=(*spot.around, (container, token)),
    )


Frame: TypeAlias = "list[dict[str, Json] | list[Json]]"
"""The containers around a spot, outermost first."""


def frame(spot: Spot, plans: Plans, run: Run) -> Frame | None:
    """Containers around the spot; None if it cannot be reached."""
    found: Frame = []
    for level, (literals, token) in enumerate(spot.around):
        above = spot.around[level - 1][1] if level else None
        plan = plans.plan(literals, site=above if isinstance(above, str) else "")
        if plan is None:
            return None
        container = plans.draw(plan, run, level)
        if not _has(container, token):
            container = copied(plan.least)
        if not isinstance(container, dict | list) or not _has(container, token):
            return None
        found.append(container)
    return found


def _has(container: Json, token: str | int) -> bool:
    match container, token:
        case dict(), str():
            return token in container
        case list(), int():
            return token < len(container)
        case _:
            return False


def filled(containers: Frame, spot: Spot, part: Json) -> Json:
    """The whole value with the part at the spot; what lies beside the path is shared, not copied."""
    value = part
    for container, (_, token) in zip(reversed(containers), reversed(spot.around), strict=True):
        match container, token:
            case dict(), str():
                value = {**container, token: value}
            case list(), int():
                value = [*container[:token], value, *container[token + 1 :]]
    return value
