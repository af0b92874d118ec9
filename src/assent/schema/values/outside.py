"""For one keyword at one place: the values that everything else in the schema takes and this keyword refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assent.records import dataclass, replace
from assent.schema.includes.forms import Literal
from assent.schema.model import Schema
from assent.schema.nodes import Node, Required, Types
from assent.schema.values.spots import MOST_WEIGHED, Spot, own

COMPANIONS: dict[str, tuple[str, ...]] = {
    "additionalProperties": ("properties", "patternProperties"),
    "items": ("prefixItems",),
    "contains": ("minContains", "maxContains"),
    "if": ("then", "else"),
}
"""Keywords without which another one cannot be understood."""

ASSERTING = (
    "type",
    "const",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "required",
    "minProperties",
    "maxProperties",
    "additionalProperties",
    "items",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
    "unevaluatedItems",
    "anyOf",
    "oneOf",
    "not",
    "if",
)
"""Keywords that can be broken by themselves; the others are broken in their parts."""

OTHER_TYPES = ("string", "number", "boolean", "object", "array", "null")


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Values that break one keyword at a spot and nothing else there: the literals they follow."""

    spot: Spot
    schema: Schema
    keyword: str
    literals: tuple[Literal, ...]
    what: str


def breaches(spot: Spot, *, asserts_formats: bool) -> Iterator[Breach]:
    """Every way to break one keyword at the spot; some turn out impossible."""
    for number, schema in enumerate(spot.schemas):
        if not any(keyword in schema.keywords for keyword in ASSERTING):
            continue
        others = _others(spot, number)
        for keyword in ASSERTING:
            if keyword not in schema.keywords or (keyword == "format" and not asserts_formats):
                continue
            if keyword == "type" and any(schema is branch for _, _, branch in spot.unions):
                continue  # that is to break the union
            if keyword in {"items", "additionalProperties"} and not schema.keywords[keyword].never:
                continue
            rest = (_without(schema, keyword), True)
            for literals, what in _ways(schema, keyword):
                yield Breach(
                    spot=spot,
                    schema=schema,
                    keyword=keyword,
                    literals=(*others, rest, *literals),
                    what=what,
                )


def _others(spot: Spot, number: int) -> tuple[Literal, ...]:
    """What everything at the spot but one schema says; alternatives to a branch it comes from must fail."""
    opened: dict[int, str] = {}
    literals: list[Literal] = []
    for holder, keyword, branch in spot.unions:
        place = next(i for i, schema in enumerate(spot.schemas) if schema is branch)
        if number >= place:
            opened[id(holder)] = keyword
            siblings = [other for other in holder.keywords[keyword] if other is not branch]
            if len(siblings) < MOST_WEIGHED:
                literals.extend((other.node, False) for other in siblings)
    for i, schema in enumerate(spot.schemas):
        if i != number:
            literals.append((own(schema, opened.get(id(schema))), True))
    return tuple(literals)


def _ways(schema: Schema, keyword: str) -> Iterator[tuple[tuple[Literal, ...], str]]:
    pool, held = schema.pool, schema.keywords[keyword]
    broken = (atom(schema, keyword), False)
    match keyword:
        case "type":
            for name in OTHER_TYPES:
                if name not in held:
                    yield (broken, (pool.make(Types, frozenset({name})), True)), f"{name} instead"
        case "required":
            for name in held:
                others = [(pool.make(Required, other), True) for other in held if other != name]
                yield (
                    ((pool.make(Required, name), False), *others, _is(pool, "object")),
                    f"{name!r} is missing",
                )
        case "additionalProperties" | "unevaluatedProperties" | "propertyNames":
            yield (broken, _is(pool, "object")), "a member too many"
        case _:
            yield (broken,), "just outside"


def _is(pool: Any, type: str) -> Literal:
    return pool.make(Types, frozenset({type})), True


def atom(schema: Schema, keyword: str) -> Node:
    """What the keyword alone says, with the companions it cannot be understood without."""
    if keyword.startswith("unevaluated"):
        return schema.node  # it sees everything beside it; the rest holds anyhow
    kept = {
        word: _emptied(held) if keyword == "additionalProperties" and word != keyword else held
        for word, held in schema.keywords.items()
        if word == keyword or word in COMPANIONS.get(keyword, ())
    }
    return replace(schema, keywords=kept, troubles=(), never=False, meaning=None).node


def _emptied(held: dict[str, Schema]) -> dict[str, Schema]:
    return {
        name: replace(part, keywords={}, troubles=(), never=False, meaning=None)
        for name, part in held.items()
    }


def _without(schema: Schema, keyword: str) -> Node:
    """What the schema says beside the keyword and the schemas that apply in place and are spots of their own."""
    dropped = {keyword, "$ref", "allOf"}
    if keyword in {"contains", "if"}:
        dropped.update(COMPANIONS[keyword])
    if keyword == "items":
        dropped.discard("prefixItems")
    kept = {word: held for word, held in schema.keywords.items() if word not in dropped}
    if keyword.startswith("unevaluated"):
        kept = {word: held for word, held in schema.keywords.items() if word != keyword}
    return replace(schema, keywords=kept, meaning=None).node
