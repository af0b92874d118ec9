"""Which schemas provably no value meets, and which of them are told."""

from __future__ import annotations

import pytest

from assent.check.emptiness import empty_schemas, may_contradict
from assent.check.survey import survey
from assent.document import from_tree
from assent.json import Json


def empty_in(schema: Json, version: str = "3.1.0") -> list[str]:
    tree: dict[str, Json] = {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": {"A": schema}},
    }
    places = empty_schemas(survey(from_tree(tree, name="openapi.yaml")))
    return ["/".join(place.node.pointer[3:]) for place in places]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "minLength": 3, "maxLength": 2},
        {"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 2},
        {"type": "integer", "minimum": 1, "maximum": 9, "multipleOf": 10},
        {"type": "string", "enum": [1, 2]},
        {"enum": []},
        {"type": "null", "oneOf": [{"type": "string"}, {"type": "number"}]},
        {"allOf": [{"type": "string"}, {"type": "integer"}]},
        {"type": "array", "minItems": 2, "maxItems": 1},
        {"type": "object", "required": ["a"], "additionalProperties": False},
        {"type": "object", "required": ["a", "b"], "maxProperties": 1},
        {"type": "string", "pattern": "^a{3}$", "maxLength": 2},
        {"type": "string", "not": {"type": "string"}},
        {"const": 1, "minimum": 2},
    ],
    ids=str,
)
def test_a_contradiction_is_found(schema: Json) -> None:
    assert empty_in(schema) == [""]


@pytest.mark.parametrize(
    "schema",
    [
        False,
        {"type": "string", "minLength": 2, "maxLength": 2},
        {"enum": ["a", 1], "type": "string"},
        {"allOf": [{"type": "string"}, {"minimum": 5}]},
        {"type": "object", "required": ["a"], "properties": {"a": {}}, "additionalProperties": False},
        {"additionalProperties": False},
        {"oneOf": [{"type": "string"}, {"type": "string"}, {"type": "integer"}]},
        {"not": {}},
        {"$ref": "#/nowhere", "type": "string"},
    ],
    ids=str,
)
def test_what_has_a_value_or_says_so_on_purpose_is_left_alone(schema: Json) -> None:
    assert empty_in(schema) == []


def test_only_the_innermost_schema_is_told() -> None:
    inner: Json = {"type": "integer", "minimum": 2, "maximum": 1}
    outer: Json = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": inner},
        "additionalProperties": False,
    }
    assert empty_in(outer) == ["properties/a"]


@pytest.mark.parametrize(
    ("schema", "may"),
    [
        ({"type": "string"}, False),
        ({"type": "string", "description": "x", "minLength": 1}, False),
        ({"$ref": "#/a", "description": "x"}, False),
        ({"oneOf": [{}]}, False),
        ({"oneOf": [{}], "type": "string"}, True),
        ({"type": "object", "required": ["a"], "properties": {}}, False),
    ],
    ids=str,
)
def test_only_what_may_contradict_itself_is_asked(schema: dict[str, Json], may: bool) -> None:
    assert may_contradict(schema) is may
