"""Schemas made to break deciders: an answer or `Undecided`, never a hang, a crash or a recursion error."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assent.json import Json
from assent.schema import Pool, Proved, Refuted, Schema, Undecided, includes, read

BUDGET = 30_000


def pair(wider: Json, narrower: Json) -> tuple[Schema, Schema]:
    pool = Pool()
    return (
        read(wider, dialect="2020-12", pool=pool),
        read(narrower, dialect="2020-12", pool=pool),
    )


def deep(levels: int, inner: Json, wrap: Callable[[Json], Json]) -> Json:
    for _ in range(levels):
        inner = wrap(inner)
    return inner


def clique(size: int, leaf: Json) -> Json:
    """Schemas each of which refers to all."""
    names = [f"n{i}" for i in range(size)]
    every: Json = {name: {"$ref": f"#/$defs/{name}"} for name in names}
    definitions: Json = {
        name: {"type": "object", "properties": every, "required": [], "additionalProperties": leaf}
        for name in names
    }
    return {"$ref": "#/$defs/n0", "$defs": definitions}


def required_clique(size: int, leaf: Json) -> Json:
    """Schemas each of which needs one of all: without a leaf nothing is finite."""
    names = [f"n{i}" for i in range(size)]
    one_of_all: list[Json] = [{"$ref": f"#/$defs/{name}"} for name in names]
    definitions: Json = {
        name: {"type": "object", "required": ["a"], "properties": {"a": {"anyOf": [leaf, *one_of_all]}}}
        for name in names
    }
    return {"$ref": "#/$defs/n0", "$defs": definitions}


def exclusive(branches: int) -> Json:
    return {"oneOf": [{"properties": {f"p{i}": {"type": "string"}}} for i in range(branches)]}


def several_unions(count: int, width: int) -> Json:
    unions: Json = [
        {"oneOf": [{"properties": {f"p{i}": {"const": j}}} for j in range(width)]} for i in range(count)
    ]
    return {"type": "object", "allOf": unions}


CASES: dict[str, tuple[Json, Json]] = {
    "a oneOf of overlapping branches against one more": (exclusive(13), exclusive(12)),
    "many unions side by side": (several_unions(8, 6), several_unions(9, 6)),
    "a thousand negations": (
        deep(1000, {"type": "string"}, lambda inner: {"not": inner}),
        {"type": "integer"},
    ),
    "negated unions of negated unions": (
        deep(
            12,
            {"type": "string"},
            lambda inner: {"not": {"anyOf": [{"not": inner}, {"minProperties": 1}, {"maxLength": 3}]}},
        ),
        {"type": ["string", "object"]},
    ),
    "a clique of recursions, one leaf apart": (
        clique(64, {"type": "string"}),
        clique(64, {"type": "number"}),
    ),
    "a clique without any finite value": (False, required_clique(64, False)),
    "a clique with a leaf": (
        required_clique(64, {"type": "string"}),
        required_clique(64, {"type": "number"}),
    ),
    "a billion items": ({"type": "array", "maxItems": 10**9 - 1}, {"type": "array", "minItems": 10**9}),
    "a billion different items": (
        False,
        {"type": "array", "minItems": 10**9, "uniqueItems": True, "items": {"type": "boolean"}},
    ),
    "a billion members": (False, {"type": "object", "minProperties": 10**9}),
    "a billion characters": (False, {"type": "string", "minLength": 10**9}),
    "steps far below what floats can write": (
        {"multipleOf": 1e-300},
        {"type": "number", "multipleOf": 1e-299},
    ),
    "steps that have nothing in common": (
        {"multipleOf": 1e-300},
        {"type": "number", "multipleOf": 7.3e-301, "exclusiveMinimum": 0, "maximum": 1e-299},
    ),
    "huge steps": (
        {"multipleOf": 9e307},
        {"allOf": [{"multipleOf": 8016673440035891}, {"multipleOf": 8e307}]},
    ),
    "catastrophic backtracking": (
        {"pattern": "^(a+)+$"},
        {"type": "string", "pattern": "^(a|aa|aaa)*b?$", "minLength": 60},
    ),
    "nested repetition": ({"pattern": "^((x+x+)+y)*$"}, {"type": "string", "pattern": "^(x{1,50}){1,50}y$"}),
    "ten thousand levels of properties": (
        deep(10_000, {"type": "string"}, lambda inner: {"type": "object", "properties": {"a": inner}}),
        deep(10_000, {"type": "number"}, lambda inner: {"type": "object", "properties": {"a": inner}}),
    ),
    "ten thousand levels of allOf": (
        deep(10_000, {"type": "string"}, lambda inner: {"allOf": [inner]}),
        {"type": "number"},
    ),
    "ten thousand references in a row": (
        {
            "$ref": "#/$defs/0",
            "$defs": {
                **{str(i): {"$ref": f"#/$defs/{i + 1}"} for i in range(10_000)},
                "10000": {"type": "string"},
            },
        },
        {"type": "number"},
    ),
    "a constant of ten thousand levels": (
        {"type": "array"},
        {"const": deep(10_000, 1, lambda inner: [inner])},
    ),
    "a thousand patterns of names": (
        {"patternProperties": {f"^p{i}[a-z]+": {"type": "string"} for i in range(1000)}},
        {"type": "object", "patternProperties": {f"^p{i}[a-z]*": {"type": "string"} for i in range(1000)}},
    ),
    "thirty things counted": (
        False,
        {"type": "array", "allOf": [{"contains": {"const": i}} for i in range(30)], "maxItems": 20},
    ),
    "a long enumeration against another": (
        {"enum": list(range(5000))},
        {"enum": list(range(1, 5001))},
    ),
}


DECIDED: dict[str, type] = {
    "a clique without any finite value": Proved,  # a value would have to contain itself
    "a clique with a leaf": Refuted,
    "a clique of recursions, one leaf apart": Refuted,
    "a long enumeration against another": Refuted,
    "huge steps": Refuted,
    "steps far below what floats can write": Proved,
    "ten thousand references in a row": Refuted,
}
"""What must be decided all the same; elsewhere `Undecided` will do."""


@pytest.mark.parametrize("name", CASES)
def test_the_hardest_questions_end_within_the_budget(name: str) -> None:
    wider, narrower = CASES[name]
    answer = includes(*pair(wider, narrower), budget=BUDGET, most=1)
    assert isinstance(answer, DECIDED.get(name, Proved | Refuted | Undecided))


def test_schemas_nested_too_deep_are_undecided_and_named() -> None:
    wider, narrower = (
        deep(150, {"type": leaf}, lambda inner: {"type": "object", "properties": {"a": inner}})
        for leaf in ("string", "number")
    )
    answer = includes(*pair(wider, narrower))
    assert isinstance(answer, Undecided)
    assert answer.because[0].construct == "nesting"
    assert answer.because[0].where


def test_equal_schemas_cost_nothing_however_large() -> None:
    large = clique(64, {"type": "string"})
    assert isinstance(includes(*pair(large, large), budget=0), Proved)


@pytest.mark.parametrize("width", [1, 20])
def test_what_an_endless_union_leaves_unevaluated_ends(width: int) -> None:
    """Each alternative leads back to the union at the same value: nothing says what it means."""
    again: list[Json] = [{"allOf": [{"$ref": "#/$defs/b"}, {"minProperties": i}]} for i in range(width)]
    union: Json = {"oneOf": [*again, {"type": "object", "properties": {"x": {}}}]}
    schema: Json = {"$ref": "#/$defs/b", "unevaluatedProperties": False, "$defs": {"b": union}}
    wider, narrower = pair({"type": "object"}, schema)
    assert isinstance(includes(wider, narrower, budget=BUDGET), Undecided)
    wider, narrower = pair(schema, {"type": "object"})
    assert isinstance(includes(wider, narrower, budget=BUDGET), Refuted)  # it never allows a property `a`


def test_two_endless_schemas_at_one_place_are_not_taken_for_each_other() -> None:
    pool = Pool()
    endless: Json = {"$ref": "#/$defs/c", "$defs": {"c": {"allOf": [{"$ref": "#/$defs/c"}]}}}
    narrowed: Json = {"$ref": "#/$defs/c", "$defs": {"c": {"allOf": [{"$ref": "#/$defs/c"}], "type": "null"}}}
    old, new = (read(it, dialect="2020-12", pool=pool, uri="same") for it in (endless, narrowed))
    assert not isinstance(includes(new, old, budget=BUDGET), Proved)


def tagged(kind: int, most: int) -> Json:
    text: Json = {"type": "string", "maxLength": most}
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": [f"k{kind}"]}, "text": text},
    }


def test_other_alternatives_of_a_tagged_union_take_no_search() -> None:
    wider: Json = {"oneOf": [tagged(kind, kind + 1) for kind in range(40)]}
    assert isinstance(includes(*pair(wider, tagged(3, 5)), budget=400, most=1), Refuted)
