"""Reading: every dialect's spelling, references across documents, identifiers, recursion, and what is malformed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assent.errors import UsageError
from assent.json import Json
from assent.schema import Place, Pool, accepts, plain, read
from assent.schema.dialect import DIALECTS
from assent.schema.library import declares


def resolver(documents: dict[str, Json]) -> Callable[[str], Json]:
    return lambda uri: documents[uri]


READ: list[tuple[str, str, Json, list[Json], list[Json]]] = [
    # what, dialect, schema, values taken, values refused
    ("boolean bounds", "draft4", {"minimum": 1, "exclusiveMinimum": True}, [2, "a"], [1]),
    ("a lone boolean bound", "draft4", {"exclusiveMinimum": True}, [0], []),
    ("numeric bounds", "draft6", {"exclusiveMinimum": 1}, [2], [1]),
    ("contains is younger than draft 4", "draft4", {"contains": {"type": "string"}}, [[1]], []),
    ("if is younger than draft 6", "draft6", {"if": True, "then": False}, [1], []),
    ("siblings of $ref in draft 7", "draft7", {"$ref": "#/definitions/a", "minLength": 9, "definitions": {"a": True}}, ["a"], []),
    ("siblings of $ref in 2019-09", "2019-09", {"$ref": "#/$defs/a", "minLength": 9, "$defs": {"a": True}}, [1], ["a"]),
    ("a list of items", "draft7", {"items": [{"type": "string"}], "additionalItems": False}, [["a"]], [["a", 1], [1]]),
    ("dependencies", "draft7", {"dependencies": {"a": ["b"], "c": False}}, [{"a": 1, "b": 1}], [{"a": 1}, {"c": 1}]),
    ("nullable type", "openapi-3.0", {"type": "string", "nullable": True}, ["a", None], [1]),
    ("nullable enum", "openapi-3.0", {"type": "string", "enum": ["a"], "nullable": True}, ["a", None], ["b"]),
    ("nullable reference in allOf", "openapi-3.0", {"allOf": [{"type": "object"}], "nullable": True}, [{}, None], [1]),
    ("nullable without a type", "openapi-3.0", {"nullable": True, "maxLength": 1}, [None, "a", 1], ["ab"]),
    ("nullable is no keyword of 3.1", "openapi-3.1", {"type": "string", "nullable": True}, ["a"], [None]),
    ("x-nullable", "openapi-2.0", {"type": "string", "x-nullable": True}, ["a", None], [1]),
    ("a file", "openapi-2.0", {"type": "file"}, ["bytes"], [1]),
    ("anyOf is no keyword of 2.0", "openapi-2.0", {"anyOf": [False]}, [1], []),
    ("const is no keyword of 3.0", "openapi-3.0", {"const": 1}, [1, 2], []),
    ("boolean bounds in 3.1", "openapi-3.1", {"minimum": 1, "exclusiveMinimum": True}, [2], [1]),
    ("numeric bounds in 3.0", "openapi-3.0", {"exclusiveMinimum": 1}, [2], [1]),
    ("a list of items in 2.0", "openapi-2.0", {"items": [{"type": "string"}]}, [["a", 1]], [[1]]),
    ("types of 3.1", "openapi-3.1", {"type": ["string", "null"]}, ["a", None], [1]),
    ("discriminator is a hint", "openapi-3.0", {"discriminator": {"propertyName": "t"}, "type": "object"}, [{}], []),
    ("unknown keywords", "2020-12", {"minimumForOptimizer": 3, "x-a": False}, [1], []),
    ("content says nothing", "2020-12", {"contentMediaType": "application/json", "contentSchema": False}, ["{"], []),
    ("minContains without contains", "2020-12", {"minContains": 5, "maxContains": 0}, [[1]], []),
    ("contains evaluates nothing in 2019-09", "2019-09", {"contains": {"const": 1}, "unevaluatedItems": False}, [1], [[1], [2]]),
    ("contains evaluates in 2020-12", "2020-12", {"contains": {"const": 1}, "unevaluatedItems": False}, [[1]], [[1, 2]]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("dialect", "written", "taken", "refused"), [case[1:] for case in READ], ids=[case[0] for case in READ]
)
def test_every_dialect_means_what_it_says(
    dialect: str, written: Json, taken: list[Json], refused: list[Json]
) -> None:
    schema = read(written, dialect=dialect, pool=Pool())
    assert not schema.troubles
    assert [value for value in taken if not accepts(schema, value)] == []
    assert [value for value in refused if accepts(schema, value)] == []


MALFORMED: list[Json] = [
    {"type": 5}, {"type": []}, {"type": "any"}, {"enum": "a"}, {"minimum": "1"}, {"multipleOf": 0},
    {"maxLength": -1}, {"maxLength": 1.5}, {"pattern": 1}, {"uniqueItems": "yes"}, {"required": True},
    {"required": [1]}, {"properties": []}, {"allOf": {}}, {"not": 1}, {"items": "a"}, {"$ref": 1},
    {"dependentRequired": {"a": "b"}}, {"minimum": float("nan")},
]  # fmt: skip


@pytest.mark.parametrize("written", MALFORMED)
@pytest.mark.parametrize("dialect", ["2020-12", "openapi-3.1"])
def test_a_malformed_keyword_is_a_trouble_at_its_place(written: Json, dialect: str) -> None:
    schema = read({"properties": {"a": written}}, dialect=dialect, pool=Pool())
    (inner,) = schema.keywords["properties"].values()
    assert isinstance(written, dict)
    found = inner.troubles or next(iter(inner.keywords.values())).troubles
    assert found[0].at.pointer[:3] == ("properties", "a", *written)


@pytest.mark.parametrize("written", [5, "a", None, [], 1.5])
def test_what_is_no_schema_is_a_trouble(written: Json) -> None:
    assert read(written, dialect="openapi-3.0", pool=Pool()).troubles[0].construct == "schema"


def test_an_unknown_dialect_is_an_error() -> None:
    with pytest.raises(UsageError, match="draft5"):
        read(True, dialect="draft5")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_reads_any_json(dialect: str) -> None:
    junk: Any = {
        "type": {},
        "items": 1,
        "allOf": [1],
        "properties": {"a": []},
        "nullable": 1,
        "if": [],
        "$ref": [],
    }
    assert read(junk, dialect=dialect, pool=Pool()).troubles


def test_a_subtree_resolves_against_the_document_that_holds_it() -> None:
    root: Json = {
        "openapi": "3.0.3",
        "components": {"schemas": {"Pet": {"$ref": "other.yaml#/Pet"}, "Tag": {"type": "string"}}},
    }
    other: Json = {"Pet": {"properties": {"tag": {"$ref": "api.yaml#/components/schemas/Tag"}}}}
    resolve = resolver({"file:///d/api.yaml": root, "file:///d/other.yaml": other})
    schema = read(
        {"$ref": "#/components/schemas/Pet"},
        dialect="openapi-3.0",
        uri="file:///d/api.yaml",
        pointer=("paths", "/pets"),
        resolve=resolve,
        pool=Pool(),
    )
    assert accepts(schema, {"tag": "a"})
    assert not accepts(schema, {"tag": 1})
    target = schema.keywords["$ref"].target.keywords["$ref"].target
    assert target.at == Place("file:///d/other.yaml", ("Pet",))


def test_a_reference_is_read_once_for_all_schemas_of_a_revision() -> None:
    asked: list[str] = []

    def resolve(uri: str) -> Json:
        asked.append(uri)
        return {"T": {"type": "string"}}

    pool = Pool()
    first, second = (
        read({"$ref": "#/T"}, dialect="openapi-3.0", uri="u:d", pointer=(name,), resolve=resolve, pool=pool)
        for name in "ab"
    )
    assert first.keywords["$ref"].target is second.keywords["$ref"].target
    assert asked == ["u:d"]


def test_identifiers_and_anchors_name_resources() -> None:
    written: Json = {
        "$id": "http://a.example/root",
        "properties": {
            "x": {"$ref": "part"},
            "y": {"$ref": "part#inner"},
            "z": {"$ref": "#/$defs/p/$defs/i"},
        },
        "$defs": {
            "p": {"$id": "part", "type": "string", "$defs": {"i": {"$anchor": "inner", "type": "null"}}}
        },
    }
    schema = read(written, dialect="2020-12", pool=Pool())
    assert accepts(schema, {"x": "a", "y": None, "z": None})
    assert not accepts(schema, {"y": 1})


def test_a_dynamic_reference_lands_on_the_outermost_anchor() -> None:
    tree: Json = {
        "$id": "http://a.example/tree",
        "$dynamicAnchor": "node",
        "type": "object",
        "properties": {"children": {"items": {"$dynamicRef": "#node"}}},
    }
    strict: Json = {
        "$id": "http://a.example/strict",
        "$dynamicAnchor": "node",
        "$ref": "tree",
        "unevaluatedProperties": False,
    }
    schema = read(strict, dialect="2020-12", resolve=resolver({"http://a.example/tree": tree}), pool=Pool())
    assert accepts(schema, {"children": [{"children": []}]})
    assert not accepts(schema, {"children": [{"typo": 1}]})


def test_equal_structures_are_one_node_whatever_their_names_and_places() -> None:
    pool = Pool()

    def tree(name: str, leaf: str) -> Json:
        node: Json = {"properties": {"next": {"$ref": f"#/$defs/{name}"}, "value": {"type": leaf}}}
        return {"description": name, "$ref": f"#/$defs/{name}", "$defs": {name: node}}

    one, renamed, other = (
        read(tree(*made), dialect="2020-12", pool=pool, uri=f"u:{i}")
        for i, made in enumerate((("a", "string"), ("b", "string"), ("a", "number")))
    )
    assert one.node is renamed.node
    assert one == renamed
    assert one.node is not other.node


def test_mutual_recursions_are_told_apart_by_what_they_unfold_to() -> None:
    pool = Pool()

    def pair(first: str, second: str) -> Json:
        one: Json = {"properties": {"x": {"$ref": "#/$defs/b"}}, "required": [first]}
        two: Json = {"properties": {"x": {"$ref": "#/$defs/a"}}, "required": [second]}
        return {"$ref": "#/$defs/a", "$defs": {"a": one, "b": two}}

    one, same, swapped = (
        read(pair(*names), dialect="2020-12", pool=pool, uri=f"u:{i}")
        for i, names in enumerate((("p", "q"), ("p", "q"), ("q", "p")))
    )
    assert one.node is same.node
    assert one.node is not swapped.node
    assert one.keywords["$ref"].target.keywords["properties"]["x"].node is swapped.node


def test_plain_bundles_what_is_reachable_and_leads_back_to_places() -> None:
    other: Json = {"T": {"type": "string", "nullable": True}}
    schema = read(
        {"items": {"$ref": "o.json#/T"}},
        dialect="openapi-3.0",
        uri="file:///r.json",
        pointer=("s",),
        resolve=resolver({"file:///o.json": other}),
        pool=Pool(),
    )
    whole = plain(schema)
    assert whole.tree == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "items": {"$ref": "#/$defs/0"},
        "$defs": {"0": {"type": ["string", "null"]}},
    }
    assert whole.place(("$defs", "0", "type")) == Place("file:///o.json", ("T", "type"))
    assert whole.place(("items",)) == Place("file:///r.json", ("s", "items"))


def test_properties_are_read_when_somebody_asks_what_they_say() -> None:
    schema = read(
        {"properties": {"a": {"type": "string", "nullable": True, "minLength": -1}, "b": {"enum": [1]}}},
        dialect="openapi-3.0",
    )
    first, second = schema.keywords["properties"].values()
    assert first.at == Place("", ("properties", "a"))
    assert first.annotation("nullable") is True
    assert not hasattr(first, "anything else")
    assert first.waiting is not None
    assert first.troubles[0].construct == "minLength"
    assert first.keywords == {"type": ("string", "null")}
    assert first.waiting is None
    assert type(first) is type(schema)
    assert second.waiting is not None
    assert second.node is read({"enum": [1]}, dialect="openapi-3.0", pool=schema.pool).node


@pytest.mark.parametrize("dialect", ["draft7", "openapi-3.0", "openapi-3.1"])
def test_annotations_beside_a_reference_are_the_same_before_and_after_a_property_is_read(
    dialect: str,
) -> None:
    tree: Json = {"properties": {"a": {"$ref": "#", "readOnly": True}}}
    held = read(tree, dialect=dialect).keywords["properties"]["a"]
    before = held.annotation("readOnly")
    assert held.waiting is not None
    assert "$ref" in held.keywords
    assert held.annotation("readOnly") is before is (True if dialect == "openapi-3.1" else None)


def test_a_pool_without_schemas_is_forgotten() -> None:
    first = read({"type": "string"}, dialect="2020-12")
    assert first.pool is read(True, dialect="2020-12").pool


CLOSED: Json = {"type": "object", "properties": {"a": True}, "additionalProperties": False}
COUNTS: Json = {"required": ["c"], "additionalProperties": {"type": "integer"}}
ANY: Json = {"allOf": [{"additionalProperties": True}]}
OPEN: Json = {"type": "object", "properties": {"b": True}, "required": ["b"]}


@pytest.mark.parametrize(
    "union",
    [
        {"oneOf": [CLOSED, COUNTS]},
        {"anyOf": [CLOSED, ANY]},
        {
            "allOf": [{"$ref": "#/$defs/union"}],
            "$defs": {"union": {"oneOf": [CLOSED]}},
            "properties": {"d": True},
        },
    ],
    ids=["oneOf", "anyOf", "behind a reference"],
)
def test_nothing_is_unevaluated_beside_alternatives_that_evaluate_everything(union: dict[str, Any]) -> None:
    pool = Pool()
    alone = read(union, dialect="2020-12", pool=pool)
    beside = read({**union, "unevaluatedProperties": False}, dialect="2020-12", pool=pool)
    assert beside.node is alone.node
    values: list[Json] = [{}, {"a": 1}, {"c": 1}, {"a": "x", "c": 1}, {"d": 1}]
    for value in values:
        assert accepts(beside, value) == accepts(alone, value)


@pytest.mark.parametrize("union", ["oneOf", "anyOf"])
def test_an_open_alternative_leaves_what_it_does_not_name_unevaluated(union: str) -> None:
    pool = Pool()
    alone = read({union: [CLOSED, OPEN]}, dialect="2020-12", pool=pool)
    beside = read({union: [CLOSED, OPEN], "unevaluatedProperties": False}, dialect="2020-12", pool=pool)
    assert beside.node is not alone.node
    assert not accepts(beside, {"b": 1, "c": 1})
    assert accepts(beside, {"b": 1})


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"a": {"$id": "x"}}, True),
        ({"a": ["$id"], "b": '"$id"', "$ids": 1}, False),
        ({"a": 10**30, "b": [{"$anchor": 1}]}, True),
        ({"a": 10**30, "b": "$anchor"}, False),
        ({"a": "\ud800", "$dynamicAnchor": "q"}, True),
        ([{"$recursiveAnchor": True}], True),
        (True, False),
    ],
)
def test_a_document_declares_something_where_an_object_has_a_word_for_it(tree: Json, expected: bool) -> None:
    assert declares(tree) is expected


@pytest.mark.parametrize(
    ("tree", "dialect", "same"),
    [
        ({"type": "array", "prefixItems": []}, "2020-12", {"type": "array"}),
        ({"allOf": [], "type": "string"}, "openapi-3.0", {"type": "string"}),
        ({"items": []}, "draft7", {}),
        ({"items": [], "additionalItems": {"type": "null"}}, "draft7", {"items": {"type": "null"}}),
        ({"items": []}, "openapi-2.0", {}),
    ],
)
def test_an_empty_list_of_what_all_must_hold_says_nothing(tree: Json, dialect: str, same: Json) -> None:
    pool = Pool()
    schema = read(tree, dialect=dialect, pool=pool)
    assert not schema.troubles
    assert schema.node is read(same, dialect=dialect, pool=pool).node
    assert plain(schema).tree == plain(read(same, dialect=dialect, pool=pool)).tree
    assert accepts(schema, [None]) is accepts(read(same, dialect=dialect, pool=pool), [None])


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_an_empty_union_is_a_trouble(keyword: str) -> None:
    schema = read({keyword: []}, dialect="openapi-3.1")
    assert [trouble.construct for trouble in schema.troubles] == [keyword]
    assert accepts(schema, 1)
