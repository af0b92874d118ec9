"""Inclusion, counted: every pair of schemas of a small universe against every value of it.

An independent validator says which values each schema takes. `Proved` must never meet a value that escapes, a
value that escapes must always be found, and nothing may be left undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, product
from typing import Any

import jsonschema_rs
import pytest

from assent.json import Json
from assent.schema import Pool, Proved, Refuted, includes, read

Made = dict[str, Any]


def some_of(options: dict[str, list[Any]], fixed: Made) -> Iterator[Made]:
    """Every combination of the options, of which None leaves the keyword out."""
    for values in product(*options.values()):
        chosen = {key: value for key, value in zip(options, values, strict=True) if value is not None}
        yield {**fixed, **chosen}


def numbers() -> Iterator[Json]:
    options: dict[str, list[Any]] = {
        "type": ["number", "integer"],
        "minimum": [None, 0, 0.5],
        "exclusiveMaximum": [None, 1, 2],
        "multipleOf": [None, 1, 2, 1.5],
    }
    yield from some_of(options, {})
    for value in (1, 1.5):
        yield {"type": "number", "not": {"multipleOf": value}}
    yield {"type": "integer", "not": {"enum": [0, 1]}, "minimum": 0}
    yield {"type": "number", "oneOf": [{"minimum": 0}, {"multipleOf": 2}]}


def strings() -> Iterator[Json]:
    options: dict[str, list[Any]] = {
        "minLength": [None, 1, 2],
        "maxLength": [None, 1, 2],
        "pattern": [None, "a", "^a*$", "^b", "^(ab|ba)*$", "^(?!.*bb)"],
    }
    yield from some_of(options, {"type": "string"})
    yield {"enum": ["", "a"]}
    yield {"type": "string", "not": {"enum": ["", "a"]}}
    yield {"type": "string", "not": {"pattern": "b$"}}


def arrays() -> Iterator[Json]:
    options: dict[str, list[Any]] = {
        "prefixItems": [None, [{"const": 0}]],
        "items": [None, False, {"enum": [0, 1]}],
        "contains": [None, {"const": 1}],
        "uniqueItems": [None, True],
    }
    for made in some_of(options, {"type": "array"}):
        yield made
        if "contains" in made:
            yield {**made, "minContains": 2}
            yield {**made, "minContains": 0, "maxContains": 1}
    yield {"type": "array", "minItems": 2}
    yield {"type": "array", "items": {"enum": [0, 1]}, "minItems": 2, "uniqueItems": True}
    yield {"type": "array", "items": {"enum": [0, 1]}, "minItems": 3, "uniqueItems": True}
    yield {"type": "array", "not": {"uniqueItems": True}}
    yield {"type": "array", "not": {"contains": {"const": 0}, "maxContains": 1}}
    yield {
        "type": "array",
        "anyOf": [{"prefixItems": [{"const": 1}]}, True],
        "unevaluatedItems": {"const": 0},
    }


def objects() -> Iterator[Json]:
    options: dict[str, list[Any]] = {
        "properties": [None, {"a": {"const": 0}}],
        "patternProperties": [None, {"^a": {"enum": [0, 1]}}],
        "additionalProperties": [None, False, {"const": 1}],
        "required": [None, ["a"]],
        "maxProperties": [None, 1],
    }
    yield from some_of(options, {"type": "object"})
    yield {"type": "object", "propertyNames": {"maxLength": 1}}
    yield {"type": "object", "propertyNames": {"pattern": "^a"}}
    yield {"type": "object", "not": {"propertyNames": {"pattern": "^a"}}}
    yield {"type": "object", "dependentRequired": {"a": ["b"]}}
    yield {"type": "object", "dependentSchemas": {"a": {"maxProperties": 1}}}
    yield {"type": "object", "minProperties": 2}
    zero: Json = {"type": "object", "properties": {"a": {"const": 0}}}
    one: Json = {"type": "object", "properties": {"a": {"const": 1}}, "required": ["b"]}
    yield {"oneOf": [zero, one]}
    yield {"oneOf": [zero, one, {"type": "object", "required": ["a"]}]}
    yield {"type": "object", "properties": {"a": True}, "unevaluatedProperties": False}
    yield {
        "type": "object",
        "anyOf": [{"properties": {"a": {"const": 0}}, "required": ["a"]}, {"properties": {"b": True}}],
        "unevaluatedProperties": False,
    }


def compositions() -> Iterator[Json]:
    atoms: list[Json] = [
        {"type": "string"},
        {"type": ["integer", "null"]},
        {"minimum": 1},
        {"enum": [0, "a", None, {}]},
        {"type": "object", "required": ["a"]},
        {"properties": {"a": {"type": "integer"}}},
    ]
    yield from (True, False, *atoms)
    for one, other in combinations(atoms, 2):
        yield {"allOf": [one, other]}
        yield {"anyOf": [one, other]}
        yield {"oneOf": [one, other]}
        yield {"allOf": [one, {"not": other}]}
        yield {"if": one, "then": other}
        yield {"if": other, "else": one}
        yield {"not": {"oneOf": [one, other, {"not": one}]}}


def lists(values: list[Json], most: int) -> list[Json]:
    return [list(items) for size in range(most + 1) for items in product(values, repeat=size)]


def maps(names: list[str], values: list[Json]) -> list[Json]:
    return [
        {name: value for name, value in zip(names, chosen, strict=True) if value != "absent"}
        for chosen in product([*values, "absent"], repeat=len(names))
    ]


UNIVERSES: dict[str, tuple[Callable[[], Iterator[Json]], list[Json]]] = {
    "numbers": (numbers, [*[k / 4 for k in range(-17, 18)], 7, 10, 12]),
    "strings": (strings, ["".join(text) for size in range(6) for text in product("abc", repeat=size)]),
    "arrays": (arrays, lists([0, 1, "x"], 5)),
    "objects": (objects, maps(["a", "b", "ab", "ba"], [0, 1, "x"])),
    "compositions": (
        compositions,
        ["", "a", 0, 1, -1, 1.5, None, True, [], {}, {"a": 1}, {"a": "x"}, {"b": 1}],
    ),
}


def taken_by(schema: Json, values: list[Json]) -> int:
    """Which of the values an independent validator takes, as bits."""
    validator = jsonschema_rs.Draft202012Validator({"allOf": [schema]})
    return sum(1 << i for i, value in enumerate(values) if validator.is_valid(value))


@pytest.mark.parametrize("name", UNIVERSES)
def test_no_pair_of_a_small_universe_is_answered_wrongly(name: str) -> None:
    schemas_of, values = UNIVERSES[name]
    written = list(schemas_of())
    taken = [taken_by(one, values) for one in written]
    pool = Pool()
    schemas = [read(one, dialect="2020-12", pool=pool) for one in written]
    wrong: list[tuple[Json, Json, object]] = []
    for wider, narrower in product(range(len(written)), repeat=2):
        answer = includes(schemas[wider], schemas[narrower], most=1)
        escapes = taken[narrower] & ~taken[wider] != 0
        if not isinstance(answer, Refuted if escapes else Proved | Refuted):
            wrong.append((written[wider], written[narrower], answer))
    assert wrong == []
