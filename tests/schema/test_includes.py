"""Inclusion: verdicts, witnesses, the places where a refutation lies, and all its reasons."""

from __future__ import annotations

from itertools import product
from typing import Any, Final

import pytest

from assent.errors import UsageError
from assent.json import Json, format_pointer
from assent.schema import Pool, Proved, Refuted, Undecided, Verdict, accepts, includes, read
from assent.schema.includes.clash import nothing_follows
from assent.schema.includes.outcomes import Nothing
from assent.schema.includes.recursion import Solver


def ask(wider: Json, narrower: Json, dialect: str = "2020-12", **options: Any) -> Verdict:
    pool = Pool()
    return includes(
        read(wider, dialect=dialect, pool=pool, uri="new"),
        read(narrower, dialect=dialect, pool=pool, uri="old"),
        **options,
    )


def reasons(answer: Verdict) -> list[tuple[str, str]]:
    assert isinstance(answer, Refuted)
    return [(witness.keyword, format_pointer(witness.value_pointer)) for witness in answer.witnesses]


REWRITINGS: dict[str, tuple[str, Json, str, Json]] = {
    "one-element allOf": ("2020-12", {"allOf": [{"type": "string"}]}, "2020-12", {"type": "string"}),
    "reordered branches": (
        "2020-12",
        {"anyOf": [{"type": "string"}, {"minimum": 1}]},
        "2020-12",
        {"anyOf": [{"minimum": 1}, {"type": "string"}, {"type": "string"}]},
    ),
    "enum of one against const": ("2020-12", {"enum": ["a"]}, "2020-12", {"const": "a"}),
    "a list of one type": ("2020-12", {"type": ["string"]}, "2020-12", {"type": "string"}),
    "nullable against a list of types": (
        "openapi-3.0",
        {"type": "string", "nullable": True},
        "openapi-3.1",
        {"type": ["string", "null"]},
    ),
    "nullable against a union with null": (
        "openapi-3.0",
        {"allOf": [{"type": "string"}], "nullable": True},
        "openapi-3.1",
        {"anyOf": [{"type": "null"}, {"type": "string"}]},
    ),
    "boolean against numeric exclusiveMinimum": (
        "openapi-3.0",
        {"type": "number", "minimum": 0, "exclusiveMinimum": True},
        "openapi-3.1",
        {"type": "number", "exclusiveMinimum": 0},
    ),
    "minLength 0": ("2020-12", {"minLength": 0}, "2020-12", {}),
    "additionalProperties true": ("2020-12", {"additionalProperties": True}, "2020-12", True),
    "an integer from 1 against above 0": (
        "2020-12",
        {"type": "integer", "minimum": 1},
        "2020-12",
        {"type": "integer", "exclusiveMinimum": 0},
    ),
    "a reference against what it names": (
        "2020-12",
        {"$ref": "#/$defs/a", "$defs": {"a": {"type": "string"}}},
        "2020-12",
        {"type": "string"},
    ),
    "a renamed recursion": (
        "2020-12",
        {"$ref": "#/$defs/a", "$defs": {"a": {"properties": {"next": {"$ref": "#/$defs/a"}}}}},
        "2020-12",
        {"$ref": "#/$defs/b", "$defs": {"b": {"properties": {"next": {"$ref": "#/$defs/b"}}}}},
    ),
    "a recursion unrolled once": (
        "2020-12",
        {"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}},
        "2020-12",
        {"items": {"$ref": "#/$defs/a"}, "$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}},
    ),
    "a list of items against prefixItems": (
        "draft7",
        {"items": [{"type": "string"}], "additionalItems": False},
        "2020-12",
        {"prefixItems": [{"type": "string"}], "items": False},
    ),
    "dependencies": (
        "draft7",
        {"dependencies": {"a": ["b"], "c": {"minProperties": 2}}},
        "2020-12",
        {"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": {"minProperties": 2}}},
    ),
    "a tagged oneOf against anyOf": (
        "2020-12",
        {"oneOf": [{"properties": {"t": {"const": t}}, "required": ["t"], "type": "object"} for t in "ab"]},
        "2020-12",
        {"anyOf": [{"properties": {"t": {"const": t}}, "required": ["t"], "type": "object"} for t in "ab"]},
    ),
    "De Morgan": (
        "2020-12",
        {"not": {"anyOf": [{"type": "string"}, {"minimum": 1}]}},
        "2020-12",
        {"allOf": [{"not": {"type": "string"}}, {"not": {"minimum": 1}}]},
    ),
    "unevaluatedProperties against additionalProperties": (
        "2020-12",
        {"properties": {"a": True}, "unevaluatedProperties": False},
        "2020-12",
        {"properties": {"a": True}, "additionalProperties": False},
    ),
}


@pytest.mark.parametrize(("one_in", "one", "other_in", "other"), REWRITINGS.values(), ids=REWRITINGS.keys())
def test_a_rewriting_includes_and_is_included(one_in: str, one: Json, other_in: str, other: Json) -> None:
    pool = Pool()
    first, second = read(one, dialect=one_in, pool=pool), read(other, dialect=other_in, pool=pool)
    assert isinstance(includes(first, second), Proved)
    assert isinstance(includes(second, first), Proved)


THREE_BREAKS: tuple[Json, Json] = (
    {
        "type": "object",
        "properties": {"size": {"maximum": 10}, "kind": {"enum": ["a"]}, "name": {"type": "string"}},
        "required": ["name"],
    },
    {
        "type": "object",
        "properties": {"size": {"maximum": 20}, "kind": {"enum": ["a", "b"]}, "name": {"type": "string"}},
    },
)


def test_three_separate_breaks_give_three_reasons() -> None:
    answer = ask(*THREE_BREAKS)
    assert isinstance(answer, Refuted)
    assert answer.complete
    assert sorted(reasons(answer)) == [("enum", "/kind"), ("maximum", "/size"), ("required", "")]


def test_a_reason_names_the_smallest_differing_pair_in_both_documents() -> None:
    answer = ask(*THREE_BREAKS)
    assert isinstance(answer, Refuted)
    witness = next(witness for witness in answer.witnesses if witness.keyword == "maximum")
    assert str(witness.at) == "new#/properties/size/maximum"
    assert str(witness.wider) == "new#/properties/size"
    assert str(witness.narrower) == "old#/properties/size"


def test_each_required_property_is_a_reason_of_its_own() -> None:
    answer = ask({"required": ["a", "b"]}, {"type": "object"})
    assert reasons(answer) == [("required", ""), ("required", "")]


def test_each_property_that_is_no_longer_allowed_is_a_reason_of_its_own() -> None:
    wider: Json = {"type": "object", "properties": {"a": True}, "additionalProperties": False}
    narrower: Json = {
        "type": "object",
        "properties": {"a": True, "b": True, "c": True},
        "additionalProperties": False,
    }
    assert reasons(ask(wider, narrower)) == [
        ("additionalProperties", "/b"),
        ("additionalProperties", "/c"),
    ]


def test_inside_a_union_the_closest_branch_is_the_reason() -> None:
    def union(most: int) -> Json:
        cat: Json = {"type": "object", "properties": {"t": {"const": "cat"}, "age": {"maximum": most}}}
        dog: Json = {"type": "object", "properties": {"t": {"const": "dog"}}}
        branches: list[Json] = [
            {**branch, "required": ["t"]} for branch in (cat, dog) if isinstance(branch, dict)
        ]
        return {"oneOf": branches}

    assert reasons(ask(union(10), union(20))) == [("maximum", "/age")]


def test_a_change_in_a_recursion_is_one_reason() -> None:
    def tree(type: str) -> Json:
        node: Json = {
            "type": "object",
            "properties": {"value": {"type": type}, "children": {"items": {"$ref": "#/$defs/tree"}}},
        }
        return {"$ref": "#/$defs/tree", "$defs": {"tree": node}}

    assert reasons(ask(tree("string"), tree("number"))) == [("type", "/value")]


def test_no_more_reasons_than_asked_for() -> None:
    answer = ask(*THREE_BREAKS, most=1)
    assert isinstance(answer, Refuted)
    assert len(answer.witnesses) == 1
    assert not answer.complete


SMALLEST: list[tuple[Json, Json, Json]] = [
    ({"type": "integer"}, {"type": "number"}, 0.5),
    ({"type": "string"}, True, 0),
    ({"maxLength": 2}, {"type": "string"}, "aaa"),
    ({"pattern": "^a"}, {"type": "string", "pattern": "^[ab]+$"}, "b"),
    ({"minItems": 1}, {"type": "array"}, []),
    ({"uniqueItems": True}, {"type": "array", "items": {"type": "integer"}}, [0, 0]),
    ({"required": ["a"]}, {"type": "object"}, {}),
    ({"multipleOf": 3}, {"type": "integer", "multipleOf": 2}, 2),
    ({"oneOf": [{"multipleOf": 2}, {"multipleOf": 3}]}, {"type": "integer", "minimum": 1}, 1),
    ({"not": {"const": None}}, {"type": ["null", "boolean"]}, None),
]


@pytest.mark.parametrize(("wider", "narrower", "value"), SMALLEST)
def test_witnesses_are_small_and_plain(wider: Json, narrower: Json, value: Json) -> None:
    answer = ask(wider, narrower)
    assert isinstance(answer, Refuted)
    assert answer.witnesses[0].value == value


FORMATS: list[tuple[Json, Json, type]] = [
    ({"format": "date-time"}, {"type": "string"}, Refuted),
    ({"type": "string"}, {"type": "string", "format": "date-time"}, Proved),
    ({"format": "uri-reference"}, {"type": "string", "format": "uri"}, Proved),
    ({"format": "int64"}, {"type": "integer", "format": "int32"}, Proved),
    ({"format": "int32"}, {"type": "integer", "format": "int64"}, Refuted),
    ({"format": "int32"}, {"type": "integer", "minimum": 0, "maximum": 9}, Proved),
    ({"minLength": 10}, {"type": "string", "format": "date"}, Proved),
    ({"maxLength": 9}, {"type": "string", "format": "date"}, Refuted),
    ({"format": "nobody-knows"}, {"type": "string"}, Proved),
]


@pytest.mark.parametrize(("wider", "narrower", "expected"), FORMATS)
def test_formats_count_where_they_are_asserted(wider: Json, narrower: Json, expected: type) -> None:
    assert isinstance(ask(wider, narrower, formats="assert"), expected)


def test_formats_say_nothing_where_they_are_annotations() -> None:
    assert isinstance(ask({"format": "date-time"}, {"type": "string"}), Proved)


UNDECIDED: list[tuple[Json, Json, str, str]] = [
    ({"required": "a"}, {"type": "object"}, "required", "new#/required"),
    ({"type": "thing"}, {"type": "object"}, "type", "new#/type"),
    ({"enum": {}}, {"type": "string"}, "enum", "new#/enum"),
    ({"$ref": "#/$defs/none"}, {"type": "string"}, "$ref", "new#/$ref"),
    ({"$ref": "elsewhere.json"}, {"type": "string"}, "$ref", "new#/$ref"),
    ({"properties": {"a": 5}}, {"type": "object"}, "schema", "new#/properties/a"),
    ({"allOf": [{"$ref": "#"}]}, {"type": "string"}, "$ref", "new#"),
]


@pytest.mark.parametrize(("wider", "narrower", "construct", "where"), UNDECIDED)
def test_what_cannot_be_read_is_named(wider: Json, narrower: Json, construct: str, where: str) -> None:
    answer = ask(wider, narrower)
    assert isinstance(answer, Undecided)
    assert (answer.because[0].construct, answer.because[0].where) == (construct, where)


def test_what_cannot_be_read_does_not_spoil_what_it_says_nothing_about() -> None:
    assert isinstance(ask({"type": "string", "required": "a"}, {"type": "object"}), Refuted)
    assert isinstance(ask({"required": "a"}, {"type": "string"}), Proved)
    assert isinstance(ask({"pattern": "(a)\\1"}, {"type": "integer"}), Proved)


def test_an_irregular_pattern_is_asked_of_an_independent_matcher() -> None:
    answer = ask({"pattern": "^(a|b)\\1$"}, {"type": "string", "pattern": "^(a|b){2}$"})
    assert isinstance(answer, Refuted)
    assert answer.witnesses[0].value == "ab"


def test_equal_troubles_are_equal_sets() -> None:
    assert isinstance(ask({"required": "a"}, {"required": "a"}), Proved)


def test_schemas_of_two_pools_cannot_be_compared() -> None:
    with pytest.raises(UsageError):
        includes(read(True, dialect="2020-12", pool=Pool()), read(True, dialect="2020-12", pool=Pool()))


def test_every_witness_is_confirmed_by_the_validator() -> None:
    pool = Pool()
    wider, narrower = (read(one, dialect="2020-12", pool=pool) for one in THREE_BREAKS)
    answer = includes(wider, narrower)
    assert isinstance(answer, Refuted)
    for witness in answer.witnesses:
        assert accepts(narrower, witness.value)
        assert not accepts(wider, witness.value)


def test_answers_do_not_depend_on_the_run() -> None:
    assert ask(*THREE_BREAKS) == ask(*THREE_BREAKS)


def test_an_alternative_within_another_never_holds_alone() -> None:
    outer: Json = {"type": "object", "properties": {"a": {"const": 0}, "tag": {"enum": ["p", "s"]}}}
    inner: Json = {
        "type": "object",
        "properties": {"a": {"const": 0}, "b": True, "tag": {"const": "s"}},
        "required": ["tag"],
    }
    union: Json = {"oneOf": [outer, inner], "unevaluatedProperties": False}
    assert isinstance(
        ask({"not": {"required": ["tag"], "properties": {"tag": {"const": "s"}}}}, union), Proved
    )


def closed_tree(x: Json) -> Json:
    """A union of objects that leads back to itself where nothing but its properties may stand."""
    again: Json = {"$ref": "#/$defs/tree", "unevaluatedProperties": False}
    leaf: Json = {"required": ["x"], "properties": {"x": x}}
    branch: Json = {"required": ["child"], "properties": {"child": again}}
    return again | {"$defs": {"tree": {"type": "object", "anyOf": [leaf, branch]}}}  # type: ignore[operator]


def test_what_is_left_unevaluated_may_depend_on_itself() -> None:
    """Which alternative a child fits decides what is evaluated of it, and that depends on its own children."""
    integer, number, word = (closed_tree({"type": it}) for it in ("integer", "number", "string"))
    assert isinstance(ask(number, integer), Proved)
    assert isinstance(ask(closed_tree(True), closed_tree(True)), Proved)
    answer = ask(word, integer)
    assert isinstance(answer, Refuted)
    assert [it.value for it in answer.witnesses][:1] == [{"x": 0}]
    opened = {**closed_tree({"type": "integer"}), "unevaluatedProperties": True}  # type: ignore[dict-item]
    assert isinstance(ask(opened, integer), Proved)
    assert isinstance(ask(integer, opened), Refuted)


LISTS: Final[list[Json]] = [
    {"enum": ["a"]},
    {"enum": ["a", "b"]},
    {"enum": ["b", 1]},
    {"type": "string", "enum": ["a", 1]},
    {"type": "integer", "enum": [1, 2.0, 2.5]},
    {"type": "string", "enum": ["aa", "b"], "minLength": 2},
    {"type": "string"},
    {"minLength": 2},
    False,
]


def test_lists_tell_without_a_search_what_it_would_find() -> None:
    pool, told = Pool(), 0
    nodes = [read(it, dialect="2020-12", pool=pool).node for it in LISTS]
    for wanted in product(nodes, repeat=2):
        for unwanted in ([], *([it] for it in nodes)):
            goal = [*((it, True) for it in wanted), *((it, False) for it in unwanted)]
            search = Solver(pool=pool, left=1_000)
            found = nothing_follows(goal, search)
            told += not search.known
            assert found is isinstance(Solver(pool=pool, left=1_000).solve(goal), Nothing)
    assert told > 400
