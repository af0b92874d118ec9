"""How much a schema and its successor say the same themselves, as far as a glance tells."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, Literal, TypeAlias

from assent.compare.positions import Edge, Step
from assent.json import canonical
from assent.schema import Schema
from assent.schema.model import conjuncts

STRUCTURE: Final = frozenset(["$ref", "allOf"])


Likeness: TypeAlias = Literal["same", "other names", "different"]
"""How much two schemas say the same themselves, apart from the parts that both describe."""


COUNTING = frozenset(
    [
        "additionalProperties",
        "unevaluatedProperties",
        "patternProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
    ]
)
"""Keywords that look at properties by other means than their names."""

CLOSING: Final = frozenset(["additionalProperties"])


def likeness(narrower: Schema, wider: Schema, given: list[Edge], *, tolerant: bool) -> Likeness:
    """How much both say the same, at a glance: DIFFERENT is not a verdict.

    OTHER_NAMES: only the names of properties differ, and nothing looks at properties that are not named, or nothing
    that a sender may send: both are closed, and the wider names what the narrower does or is `tolerant` of the rest.
    """
    before, after = _speaking(narrower), _speaking(wider)
    steps = {edge.step for edge in given}
    if not _all_same(before, after, steps):
        return "different"
    if all(map(_names_same, before, after)):
        return "same"
    members = (*before, *after)
    looking = COUNTING
    if _closed_alike(conjuncts(narrower), conjuncts(wider), tolerant=tolerant):
        looking = COUNTING - CLOSING
    counted = any(looking & it.keywords.keys() for it in members) or not all(map(_names_demands, members))
    return "different" if counted else "other names"


def _closed_alike(before: Sequence[Schema], after: Sequence[Schema], *, tolerant: bool) -> bool:
    """Whether each is one schema without further properties, and none that may come is unknown to the reader."""
    if len(before) != 1 or len(after) != 1:
        return False
    (one,), (other,) = before, after
    closed = all(
        (more := it.keywords.get("additionalProperties")) is not None and more.never for it in (one, other)
    )
    known: Collection[str] = other.keywords.get("properties", ())
    return closed and (tolerant or all(name in known for name in one.keywords.get("properties", ())))


def _names_demands(member: Schema) -> bool:
    named = member.keywords.get("properties", {})
    return all(name in named for name in member.keywords.get("required", ()))


def _speaking(schema: Schema) -> list[Schema]:
    """The members that say something themselves."""
    return [it for it in conjuncts(schema) if not _only_joins(it)]


def _all_same(before: list[Schema], after: list[Schema], steps: set[Step]) -> bool:
    """Whether they say the same one by one, but for the names of properties."""
    return len(before) == len(after) and all(
        _says_same(one, other, steps) for one, other in zip(before, after, strict=True)
    )


def _names_same(one: Schema, other: Schema) -> bool:
    named, there = one.keywords.get("properties", {}), other.keywords.get("properties", {})
    return bool(named.keys() == there.keys())


def _only_joins(member: Schema) -> bool:
    return STRUCTURE.issuperset(member.keywords) and not member.never and not member.troubles


def _says_same(one: Schema, other: Schema, steps: set[Step]) -> bool:
    if (
        one.never != other.never
        or one.troubles
        or other.troubles
        or one.keywords.keys() != other.keywords.keys()
    ):
        return False
    for keyword, held in one.keywords.items():
        there = other.keywords[keyword]
        if held is there or keyword == "properties" or keyword in STRUCTURE:
            continue
        match keyword:
            case "items" if ("item", "") in steps:
                pass
            case "prefixItems" if len(held) == len(there) and _all_decided(len(held), steps):
                pass
            case "additionalProperties" if ("extra", "") in steps:
                pass
            case "enum" | "const":
                if canonical(held) != canonical(there):
                    return False
            case _:
                if held != there:
                    return False
    return True


def _all_decided(count: int, steps: set[Step]) -> bool:
    return all(("item", str(index)) in steps for index in range(count))
