"""Values of schemas: one, the edges, and many by chance or by hypothesis."""

from __future__ import annotations

import sys
from itertools import islice
from json import dumps
from random import Random
from subprocess import run
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis.strategies import DataObject, data
from tests.counting import calls

from assent.errors import UsageError
from assent.json import Json, canonical
from assent.schema import Pool, read
from assent.schema.formats import follows
from assent.schema.model import Schema
from assent.schema.values import (
    EDGE,
    MAXIMAL,
    MINIMAL,
    TYPICAL,
    Edge,
    Unsatisfiable,
    draw,
    edges,
    one,
    strategy,
)
from assent.schema.violations import accepts, innermost, violations


def schema_of(tree: Json, dialect: str = "2020-12") -> Schema:
    return read(tree, dialect=dialect)


TREE: Json = {
    "type": "object",
    "required": ["value", "kids"],
    "properties": {"value": {"type": "integer"}, "kids": {"type": "array", "items": {"$ref": "#"}}},
    "additionalProperties": False,
}

SATISFIABLE: dict[str, Json] = {
    "anything": True,
    "one type": {"type": "integer"},
    "numbers in an interval": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    "a narrow interval": {"type": "number", "minimum": 0.123456, "maximum": 0.123457},
    "fractions": {"type": "number", "multipleOf": 0.01, "minimum": 1, "maximum": 1.05},
    "two steps": {"allOf": [{"multipleOf": 6}, {"multipleOf": 10}], "type": "integer", "minimum": 1},
    "no integer": {"type": "number", "not": {"type": "integer"}},
    "a huge number": {"type": "integer", "minimum": 2**70},
    "a pattern": {"type": "string", "pattern": r"^[A-Z]{3}-\d{4}$"},
    "a pattern and lengths": {"type": "string", "pattern": "^(ab|c)+$", "minLength": 7, "maxLength": 8},
    "look-ahead": {"type": "string", "pattern": r"^(?=.*[A-Z])(?=.*\d)[A-Za-z\d]{8,}$"},
    "not a pattern": {"type": "string", "not": {"pattern": "^[a-z]*$"}, "maxLength": 3},
    "values left of an enum": {"enum": [1, "a", None, [2], {"b": 3}], "not": {"type": "string"}},
    "distinct items of few": {"type": "array", "items": {"enum": [1, 2, 3]}, "uniqueItems": True, "minItems": 3},
    "distinct booleans": {"type": "array", "items": {"type": "boolean"}, "uniqueItems": True, "minItems": 2},
    "contained items": {"type": "array", "contains": {"const": 5}, "minContains": 2, "maxContains": 3},
    "contained and distinct": {
        "type": "array",
        "contains": {"type": "string"},
        "minContains": 2,
        "items": {"type": ["string", "integer"]},
        "uniqueItems": True,
        "minItems": 4,
    },
    "equal items": {"type": "array", "not": {"uniqueItems": True}},
    "a tuple": {"prefixItems": [{"type": "string"}, {"type": "null"}], "items": False, "minItems": 2, "type": "array"},
    "names by pattern": {
        "type": "object",
        "patternProperties": {"^x-": {"type": "integer"}},
        "additionalProperties": False,
        "minProperties": 2,
    },
    "names by schema": {"type": "object", "propertyNames": {"pattern": "^[a-c]{2}$"}, "minProperties": 8},
    "needed names": {"type": "object", "dependentRequired": {"a": ["b"]}, "required": ["a"], "maxProperties": 2},
    "needed schemas": {"type": "object", "dependentSchemas": {"a": {"minProperties": 3}}, "required": ["a"]},
    "exactly one": {"oneOf": [{"type": "integer"}, {"type": "number", "minimum": 10}]},
    "if and else": {"if": {"minimum": 5}, "then": {"multipleOf": 3}, "else": {"const": 2}, "type": "integer"},
    "some member breaks": {"type": "object", "not": {"additionalProperties": {"type": "integer"}}},
    "unevaluated": {
        "type": "object",
        "anyOf": [{"properties": {"a": {"type": "string"}}, "required": ["a"]}, {"properties": {"b": True}}],
        "unevaluatedProperties": False,
    },
    "unevaluated items": {"type": "array", "prefixItems": [{"const": 1}], "unevaluatedItems": {"type": "string"}},
    "a tree": TREE,
    "a list by recursion": {
        "anyOf": [{"type": "null"}, {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#"}}}]
    },
    "both halves": {
        "allOf": [{"properties": {"a": {"minimum": 5}}}, {"properties": {"a": {"maximum": 5, "type": "integer"}}}],
        "type": "object",
        "required": ["a"],
    },
}  # fmt: skip


@pytest.mark.parametrize("name", SATISFIABLE)
def test_drawn_values_are_valid_and_many(name: str) -> None:
    schema = schema_of(SATISFIABLE[name])
    random = Random(7)
    for shape in (TYPICAL, MINIMAL, MAXIMAL, EDGE):
        assert all(accepts(schema, draw(schema, random, shape=shape)) for _ in range(40))
    assert accepts(schema, one(schema))


@pytest.mark.parametrize("name", SATISFIABLE)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(data=data())
def test_a_strategy_gives_valid_values(name: str, data: DataObject) -> None:
    schema = schema_of(SATISFIABLE[name])
    assert accepts(schema, data.draw(strategy(schema)))


@pytest.mark.parametrize(
    "tree",
    [
        False,
        {"type": "string", "minLength": 3, "maxLength": 2},
        {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}},
        {"type": "array", "items": {"type": "boolean"}, "uniqueItems": True, "minItems": 3},
        {"enum": [1, 2], "type": "string"},
        {"type": "string", "pattern": "^a", "allOf": [{"pattern": "^b"}]},
    ],
)
def test_a_schema_without_values_says_so(tree: Json) -> None:
    schema = schema_of(tree)
    for ask in (one, lambda s: draw(s, Random(1)), lambda s: list(edges(s)), strategy):
        with pytest.raises(Unsatisfiable) as caught:
            ask(schema)
        assert not caught.value.because
        assert "no value is valid" in str(caught.value)


def test_what_is_not_found_is_told_from_what_does_not_exist() -> None:
    with pytest.raises(Unsatisfiable) as caught:
        one(schema_of({"type": "array", "minItems": 10**9}))
    assert caught.value.because
    assert "1,000,000,000 items" in str(caught.value)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"type": "string"}, "string"),
        ({"type": "string", "example": "Fido"}, "Fido"),
        ({"type": "string", "maxLength": 2, "example": "Fido", "default": "Al"}, "Al"),
        ({"type": "integer"}, 0),
        ({"type": "integer", "minimum": 7}, 7),
        ({"enum": ["b", "a"]}, "a"),
        ({"const": {"a": [1]}}, {"a": [1]}),
        ({"type": "string", "format": "date"}, "2024-02-29"),
        ({"type": ["null", "string"]}, "string"),
        ({"type": "object", "properties": {"a": {"type": "null"}, "b": {}}, "required": ["a"]}, {"a": None}),
        ({"type": "object", "required": ["a"], "properties": {"a": {"type": "integer", "examples": ["x", 4]}}}, {"a": 4}),
        ({"type": "object", "example": {"a": 1, "b": 2}}, {"a": 1, "b": 2}),
        ({"type": "array", "items": {"type": "integer"}}, []),
        (TREE, {"value": 0, "kids": []}),
    ],
)  # fmt: skip
def test_one_value_is_small_readable_and_keeps_examples(tree: Json, expected: Json) -> None:
    assert one(schema_of(tree, "openapi-3.1")) == expected


def test_examples_stay_with_their_member() -> None:
    tree: Json = {
        "type": "object",
        "required": ["name", "mail"],
        "properties": {"name": {"type": "string", "example": "Ann"}, "mail": {"type": "string"}},
    }
    assert one(schema_of(tree, "openapi-3.1")) == {"name": "Ann", "mail": "string"}


def test_members_stand_in_the_order_of_their_author() -> None:
    names = ["id", "name", "age", "born", "alive"]
    tree: Json = {
        "type": "object",
        "required": ["name", "born"],
        "properties": {name: {"type": "integer"} for name in names},
    }
    full = draw(schema_of(tree), Random(1), shape=MAXIMAL)
    assert isinstance(full, dict)
    assert list(full) == names


NAMED: Json = {"name": {"type": "string"}, "tags": {"type": "string"}}
MAP: dict[str, Json] = {"type": "object", "properties": NAMED, "additionalProperties": {"type": "string"}}


@pytest.mark.parametrize(
    "tree",
    [
        MAP,
        {**MAP, "required": ["name"]},
        {"type": "object", "properties": {"name": {}, "tags": {}}},
        {"type": "object", "allOf": [{"properties": {"name": {}}}, {"properties": {"tags": {}}}]},
        {"type": "object", "properties": {"name": {}, "tags": {"type": "string"}}},
        {"oneOf": [MAP, {"type": "array"}]},
    ],
    ids=[
        "map",
        "map with one that must be there",
        "anything",
        "anything, in parts",
        "one of them",
        "a branch",
    ],
)
def test_members_that_follow_what_all_others_follow_keep_their_names(tree: Json) -> None:
    drawn = [draw(schema_of(tree), Random(seed), shape=MAXIMAL) for seed in range(20)]
    assert ["name", "tags"] in [list(value)[:2] for value in drawn if isinstance(value, dict)]
    least = draw(schema_of(tree), Random(1), shape=MINIMAL)
    assert isinstance(least, dict | list)
    assert len(least) <= 1


def test_names_of_members_stay_with_their_object() -> None:
    anything: dict[str, Any] = {"type": "object"}
    tree: dict[str, Any] = {
        "type": "object",
        "properties": {"free": anything, "known": {**anything, "properties": {"a": {}}}},
    }
    drawn = [draw(schema_of(tree), Random(seed), shape=MAXIMAL) for seed in range(20)]
    known = [value["known"] for value in drawn if isinstance(value, dict) and "known" in value]
    free = [value["free"] for value in drawn if isinstance(value, dict) and "free" in value]
    assert any(isinstance(value, dict) and "a" in value for value in known)
    assert free
    assert not any(isinstance(value, dict) and "a" in value for value in free)


def test_equal_seeds_give_equal_values() -> None:
    def values() -> list[Json]:
        schema, random = schema_of(TREE), Random(11)
        return [draw(schema, random) for _ in range(30)]

    assert values() == values()


def test_formats_are_followed_even_where_they_are_annotations() -> None:
    schema = schema_of({"type": "string", "format": "uuid"})
    assert all(follows("uuid", draw(schema, Random(seed))) for seed in range(30))
    mixed = schema_of({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]})
    drawn = {str(draw(mixed, Random(seed))) for seed in range(60)}
    assert all(text == "None" or follows("date-time", text) for text in drawn)


def test_an_asserted_format_meets_a_pattern() -> None:
    schema = schema_of({"type": "string", "format": "date", "pattern": "-02-29$"})
    random = Random(3)
    drawn = {str(draw(schema, random, formats="assert")) for _ in range(50)}
    assert len(drawn) > 20
    assert all(follows("date", text) and text.endswith("-02-29") for text in drawn)


def test_a_shape_decides_how_much_there_is() -> None:
    tree: Json = {"type": "object", "properties": {name: {"type": "integer"} for name in "abcdefgh"}}
    schema = schema_of(tree)
    assert draw(schema, Random(1), shape=MINIMAL) == {}
    full = draw(schema, Random(1), shape=MAXIMAL)
    assert isinstance(full, dict)
    assert len(full) == 8


def labelled(tree: Json, **options: Any) -> list[Edge]:
    return list(edges(schema_of(tree), **options))


@pytest.mark.parametrize("name", SATISFIABLE)
def test_edges_are_on_the_side_that_they_say(name: str) -> None:
    schema = schema_of(SATISFIABLE[name])
    for edge in edges(schema):
        refusals = list(violations(schema, edge.value))
        assert bool(refusals) != edge.inside, edge.label
        if refusals:
            words = {inner.at for refusal in refusals for inner in (refusal, *innermost(refusal))}
            assert any(
                place.pointer[: len(edge.at.pointer)] == edge.at.pointer for place in words
            ) or edge.keyword in {
                "if",
                "contains",
            }


def test_the_edges_of_an_interval_are_its_bounds_and_what_lies_beside_them() -> None:
    found = labelled({"type": "integer", "minimum": 3, "maximum": 10, "multipleOf": 2})
    inside = {edge.value for edge in found if edge.inside and isinstance(edge.value, int)}
    outside = {
        (edge.keyword, edge.value) for edge in found if not edge.inside and isinstance(edge.value, int)
    }
    assert {4, 10} <= inside
    assert {("maximum", 12), ("minimum", 2), ("multipleOf", 3)} <= outside


def test_every_keyword_is_left_on_its_own() -> None:
    tree: Json = {
        "type": "object",
        "required": ["a"],
        "additionalProperties": False,
        "properties": {
            "a": {"type": "string", "minLength": 2, "maxLength": 4, "pattern": "^[a-c]*$"},
            "b": {"type": "array", "items": {"enum": ["x"]}, "maxItems": 1},
        },
    }
    outside = {(edge.keyword, edge.value_pointer) for edge in labelled(tree) if not edge.inside}
    assert outside >= {
        ("required", ()),
        ("additionalProperties", ()),
        ("type", ()),
        ("minLength", ("a",)),
        ("maxLength", ("a",)),
        ("pattern", ("a",)),
        ("maxItems", ("b",)),
        ("enum", ("b", "0")),
    }


def test_edges_know_calendars_where_formats_are_asserted() -> None:
    outside = {
        str(edge.value)
        for edge in labelled({"type": "string", "format": "date"}, formats="assert")
        if not edge.inside
    }
    assert {"2023-02-29", "1900-02-29", "2024-04-31"} <= outside


def test_a_strategy_shrinks_to_the_simplest_value() -> None:
    schema = schema_of({"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]})
    quick = settings(max_examples=2000, database=None, deadline=None)
    assert find(strategy(schema), lambda value: value["n"] > 10, settings=quick) == {"n": 11}


@pytest.mark.parametrize("keyword", ["minLength", "pattern", "type", "required", "additionalProperties"])
def test_a_strategy_breaks_one_keyword(keyword: str) -> None:
    schema = schema_of(
        {
            "type": "object",
            "required": ["a"],
            "additionalProperties": False,
            "properties": {"a": {"type": "string", "minLength": 2, "pattern": "^[a-c]*$"}},
        }
    )

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(value=strategy(schema, outside=keyword))
    def check(value: Json) -> None:
        assert {violation.keyword for violation in violations(schema, value)} == {keyword}

    check()


def test_a_keyword_that_cannot_be_broken_is_refused() -> None:
    with pytest.raises(UsageError, match="maxLength"):
        strategy(schema_of({"type": "string"}), outside="maxLength")


def clique(size: int) -> Json:
    members: dict[str, Json] = {f"p{i}": {"$ref": f"#/$defs/d{i}"} for i in range(size)}
    whole: Json = {"type": "object", "required": list(members), "properties": members}
    return {
        "$ref": "#/$defs/d0",
        "$defs": {f"d{i}": {"anyOf": [{"type": "null"}, whole]} for i in range(size)},
    }


HOSTILE: dict[str, Json] = {
    "a clique of recursion": clique(16),
    "nested negations": {"not": {"not": {"not": {"not": {"type": "string"}}}}, "type": "integer"},
    "many exclusive choices": {
        "allOf": [{"oneOf": [{"multipleOf": n}, {"multipleOf": n + 1}]} for n in range(2, 9)],
        "type": "integer",
    },
    "an endless array": {"type": "array", "minItems": 10**9},
    "an endless text": {"type": "string", "minLength": 10**9},
    "an open length": {"type": "string", "maxLength": 10**12},
    "tiny steps": {"type": "number", "multipleOf": 1e-300},
    "huge steps": {"type": "number", "multipleOf": 1e300, "minimum": 1},
    "backtracking": {"type": "string", "pattern": "^(a+)+$", "minLength": 50},
    "many required": {"type": "object", "required": [f"p{i}" for i in range(500)]},
    "endless members": {"type": "object", "minProperties": 10**6},
    "a chain of references": {
        "$ref": "#/$defs/d0",
        "$defs": {f"d{i}": {"$ref": f"#/$defs/d{i + 1}"} if i < 500 else {"type": "null"} for i in range(501)},
    },
    "a deep chain": {
        "$ref": "#/$defs/d0",
        "$defs": {
            f"d{i}": {"type": "array", "minItems": 1, "items": {"$ref": f"#/$defs/d{i + 1}"}} if i < 2000 else True
            for i in range(2001)
        },
    },
    "a reference to itself": {"$ref": "#"},
    "a reference to nothing": {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/nowhere"}}},
    "half characters": {"type": "string", "pattern": "^[\\ud800-\\udfff]$"},
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_schema_gives_values_or_says_why_not(name: str) -> None:
    schema = schema_of(HOSTILE[name])

    def used() -> None:
        try:
            assert accepts(schema, one(schema))
            for seed in range(3):
                assert accepts(schema, draw(schema, Random(seed)))
            assert all(accepts(schema, edge.value) == edge.inside for edge in islice(edges(schema), 20))
        except Unsatisfiable as error:
            assert "no value is valid" in str(error) or error.because  # noqa: PT017 - either end is right

    assert calls(used) < 5_000_000


def test_hypothesis_is_imported_only_for_strategies() -> None:
    program = (
        "import sys, random; from assent.schema import read; from assent.schema.values import draw, edges, one;"
        "s = read({'type': 'object', 'minProperties': 1}, dialect='2020-12');"
        "one(s), list(edges(s)), draw(s, random.Random(1)); sys.exit('hypothesis' in sys.modules)"
    )
    assert run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("said", [None, "", 3, "r", [1], {}])
@pytest.mark.parametrize(
    "types", ["string", "integer", "number", "boolean", "null", ["string", "null"], "array", None]
)
@pytest.mark.parametrize("beside", [{}, {"prefixItems": [{"type": "string", "default": "x"}]}])
def test_what_is_told_at_a_glance_is_what_a_plan_ends_with(
    beside: dict[str, Json], types: Json, said: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree: dict[str, Json] = {**beside, "default": said}
    if types is not None:
        tree["type"] = types
    for keywords in (tree, {key: value for key, value in tree.items() if key != "default"}):
        quick = one(read(keywords, dialect="2020-12", pool=Pool()))
        with monkeypatch.context() as patched:
            patched.setattr("assent.schema.values.whole._SMALLEST", {})
            assert canonical(one(read(keywords, dialect="2020-12", pool=Pool()))) == canonical(quick)


MEMBERS: list[Json] = [
    {"type": "string"},
    {"type": "integer"},
    {"type": "boolean"},
    {"type": "null"},
    {"type": "array"},
    {"type": "string", "default": "x"},
    {"type": "string", "example": "x"},
    {"type": "string", "pattern": "x"},
    {"type": ["string", "null"]},
    {"type": "string", "minLength": 7},
    {},
    False,
    {"type": "string", "prefixItems": [{"properties": {"b": {"type": "integer", "default": 5}}}]},
    {"type": "object", "properties": {"b": {"type": "integer", "default": 5}}, "required": ["b"]},
]


@pytest.mark.parametrize("required", [[], ["a"], ["b", "a"], ["b", "c"]], ids="".join)
@pytest.mark.parametrize("part", MEMBERS, ids=str)
def test_an_object_of_scalars_is_the_one_that_a_plan_ends_with(
    part: Json, required: list[Json], monkeypatch: pytest.MonkeyPatch
) -> None:
    named: Json = {"d": part, "a": part, "b": {"type": "integer"}}
    plain: dict[str, Json] = {"type": "object", "properties": named, "required": required}
    others: list[dict[str, Json]] = [{"example": {"a": "x", "b": 3}}, {"type": ["object", "null"]}]
    for tree in (plain, *({**plain, **other} for other in others)):
        quick = found_or_none(tree)
        with monkeypatch.context() as patched:
            patched.setattr("assent.schema.values.whole._SMALLEST", {})
            assert dumps(found_or_none(tree)) == dumps(quick)


PATTERNS = (
    *("", "x", "^[A-Z]+$", "^[!-.]{2}$", "^.$|^b?$", "^[-_ ]$", "^[CG][A-Z0-9]{8,}$", "[^ -~]{3}", "^ $"),
    *(r"^[é-ö\d]$", "^a{40000}$", "(?=b)a", r"(a)\1", "(", "^a{9}|b{7,}$"),
)
PATTERNED: list[Json] = [{"type": "string", "pattern": text} for text in PATTERNS]
STRINGS: list[list[Json]] = [["b", "é", "ab", "B"], ["a", 1], [2], [], [""]]
BOOLEANS: list[list[Json]] = [[True], [False], [True, False], [1], [None, False]]
LISTED: list[Json] = [
    {"type": kind, "enum": values}
    for kind, lists in (("string", STRINGS), ("boolean", BOOLEANS))
    for values in lists
]
SAYING_MORE: list[Json] = [
    {"type": "string", "pattern": "y", "default": "y"},
    {"type": "string", "pattern": "y", "default": "x"},
    {"type": "string", "pattern": "y", "example": "xyz"},
    {"type": "string", "pattern": "y", "maxLength": 0},
    {"type": ["string", "null"], "pattern": "y"},
    {"type": "integer", "pattern": "y"},
    {"type": "string", "pattern": 3},
    {"type": "string", "enum": ["b", "a"], "default": "b"},
    {"type": "string", "enum": ["b", "a"], "example": "c"},
    {"type": "string", "enum": "a"},
    {"type": ["string", "null"], "enum": ["b", None]},
    {"type": "integer", "enum": [3, True]},
]


@pytest.mark.parametrize("tree", PATTERNED + LISTED + SAYING_MORE, ids=str)
def test_a_text_of_a_pattern_or_a_list_is_the_one_that_a_plan_ends_with(
    tree: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = found_or_none(tree)
    monkeypatch.setattr("assent.schema.values.whole._PATTERNED", frozenset())
    monkeypatch.setattr("assent.schema.values.whole._LISTED", {})
    assert dumps(found_or_none(tree)) == dumps(quick)


@pytest.mark.parametrize(
    ("tree", "value"),
    [
        ({"type": "string", "pattern": "^[A-Z]{2,}$"}, "AA"),
        ({"type": "string", "pattern": "t"}, "string"),
        ({"type": "string", "enum": ["b", "a"]}, "a"),
        ({"type": "boolean", "enum": [False]}, False),
    ],
    ids=str,
)
def test_a_text_of_a_pattern_or_a_list_needs_no_plan(tree: Json, value: Json) -> None:
    pool = Pool()
    assert one(read(tree, dialect="2020-12", pool=pool)) == value
    assert not pool.findings


def found_or_none(tree: Json) -> Json:
    """The value in a list; none if there is none."""
    try:
        return [one(read(tree, dialect="2020-12", pool=Pool()))]
    except Unsatisfiable:
        return []


def test_an_object_of_scalars_needs_no_plan() -> None:
    pool = Pool()
    named: Json = {"channel": {"type": "string"}, "count": {"type": "integer"}}
    tree: Json = {"type": "object", "properties": named, "required": ["channel"]}
    assert one(read(tree, dialect="2020-12", pool=pool)) == {"channel": "string"}
    assert not pool.findings
