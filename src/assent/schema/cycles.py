"""Which schemas lead to which: groups that reach one another, and parts of them that lead back to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assent.schema.model import IN_PLACE, Reference, Schema, inner_schemas, references

UNEVALUATED: Final = frozenset({"unevaluatedProperties", "unevaluatedItems"})
ASKED: Final = frozenset({"anyOf", "oneOf", "if", "contains"})
"""Keywords of which `unevaluatedProperties` and `unevaluatedItems` ask whether their parts hold."""


def groups(root: Schema) -> Iterator[list[Schema]]:
    """Units (the root and targets of references) in groups that reach one another, targets before users.

    Tarjan's algorithm, without recursion.
    """
    number: dict[int, int] = {id(root): 0}
    low: dict[int, int] = {id(root): 0}
    path: list[Schema] = [root]
    on_path = {id(root)}
    work = [(root, _targets(root))]
    while work:
        unit, targets = work[-1]
        for target in targets:
            if target.meaning is not None:
                continue
            if id(target) not in number:
                number[id(target)] = low[id(target)] = len(number)
                path.append(target)
                on_path.add(id(target))
                work.append((target, _targets(target)))
                break
            if id(target) in on_path:
                low[id(unit)] = min(low[id(unit)], number[id(target)])
        else:
            work.pop()
            if work:
                above = id(work[-1][0])
                low[above] = min(low[above], low[id(unit)])
            if low[id(unit)] == number[id(unit)]:
                group: list[Schema] = []
                while not group or group[-1] is not unit:
                    group.append(path.pop())
                    on_path.discard(id(group[-1]))
                yield group[::-1]


def _targets(unit: Schema) -> Iterator[Schema]:
    return (reference.target for reference in references(unit))


def leads_to_itself(unit: Schema) -> bool:
    return any(target is unit for target in _targets(unit))


def asking(group: list[Schema]) -> Iterator[Schema]:
    """The parts that ask which alternatives of the group hold, inside of which they may stand themselves.

    What they mean depends on itself without a reference to them, so they are bound like what references name.
    """
    units = {id(unit) for unit in group}
    seen = set(units)
    todo = [part for unit in group for part in inner_schemas(unit)]
    for part in todo:  # grows while parts are met
        if id(part) not in seen:
            seen.add(id(part))
            todo += inner_schemas(part)
            if not UNEVALUATED.isdisjoint(part.keywords) and _asks(part, units):
                yield part


def _asks(part: Schema, units: set[int]) -> bool:
    """Whether what the part leaves unevaluated depends on alternatives of one of the units."""
    seen: set[int] = set()
    todo = list(_in_place_targets(part))
    while todo:
        target = todo.pop()
        if id(target) in seen:
            continue
        seen.add(id(target))
        here = [target]
        for held in here:  # grows while parts are met
            if id(target) in units and not ASKED.isdisjoint(held.keywords):
                return True
            here += in_place(held)
        todo.extend(_in_place_targets(target))
    return False


def is_endless(unit: Schema) -> bool:
    """Whether the unit refers to itself at the same value, so that nothing says what it means."""
    seen: set[int] = set()
    todo = list(_in_place_targets(unit))
    while todo:
        target = todo.pop()
        if target is unit:
            return True
        if id(target) not in seen:
            seen.add(id(target))
            todo.extend(_in_place_targets(target))
    return False


def _in_place_targets(unit: Schema) -> Iterator[Schema]:
    todo = [unit]
    while todo:
        here = todo.pop()
        reference = here.keywords.get("$ref")
        if isinstance(reference, Reference):
            yield reference.target
        todo.extend(in_place(here))


def in_place(schema: Schema) -> Iterator[Schema]:
    """The schemas inside that look at the same value; references are not followed."""
    for keyword in IN_PLACE:
        held = schema.keywords.get(keyword)
        if isinstance(held, tuple):
            yield from held
        elif isinstance(held, Schema):
            yield held
    yield from schema.keywords.get("dependentSchemas", {}).values()
