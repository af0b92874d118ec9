from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from openapi_spec_validator import schemas

from assent.document import Node, from_tree
from assent.document.shapes import Each, Holds, children, parts, shapes_of
from assent.json import Json

VERSIONS = ["2.0", "3.0", "3.1", "3.2"]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_shape_that_is_named_is_there(version: str) -> None:
    shapes = shapes_of(version)
    for shape in shapes.values():
        held = [*shape.members.values(), *([shape.others] if shape.others else [])]
        assert {holds.shape for holds in held} | set(shape.uris.values()) <= shapes.keys()


@pytest.mark.parametrize("version", VERSIONS)
def test_every_section_holds_the_shape_that_it_is_for(version: str) -> None:
    shapes = shapes_of(version)
    for shape in shapes.values():
        if shape.section is not None:
            holder = shapes["OpenApi" if version == "2.0" else "Components"]
            assert holder.members[shape.section[-1]] == Holds(shape.name, Each.MAP)


NOT_WALKED = {
    "jsonSchemaDialect", "in", "style", "schemes", "consumes", "produces", "mimeTypesArray",  # words
    "summary", "description", "example", "examples", "default", "enum", "const", "dataValue", "parameters", "requestBody",  # data
    "collectionFormat", "scopes", "type", "required", "security", "maximum", "minimum", "multipleOf", "pattern", "title",
    "exclusiveMaximum", "exclusiveMinimum", "maxLength", "minLength", "maxItems", "minItems", "uniqueItems", "maxProperties",
    "minProperties", "mapping", "name", "host", "basePath", "url", "operationRef",
    "body",  # the official 3.1 schema of links means `server`
}  # fmt: skip


def official(version: str) -> Iterator[tuple[str, set[str]]]:
    """Each kind of object of the official schema that is one of our shapes, with its members that hold others."""
    schema = {
        "2.0": schemas.schema_v2,
        "3.0": schemas.schema_v30,
        "3.1": schemas.schema_v31,
        "3.2": schemas.schema_v32,
    }[version]
    content = json.loads(json.dumps(schema, default=dict))
    definitions = content.get("$defs") or content["definitions"]
    shapes = {name.lower(): name for name in shapes_of(version)}
    for name, definition in [("OpenApi", content), *definitions.items()]:
        own = shapes.get(name.replace("-", "").lower())
        if own is not None:
            members = {
                key
                for key, member in definition.get("properties", {}).items()
                if "$ref" in json.dumps(member)
            }
            yield own, members


@pytest.mark.parametrize("version", VERSIONS)
def test_no_member_that_the_official_schema_has_is_left_out(version: str) -> None:
    shapes = shapes_of(version)
    found = dict(official(version))
    assert len(found) >= 10
    missing = {name: members - shapes[name].members.keys() - NOT_WALKED for name, members in found.items()}
    assert {name: members for name, members in missing.items() if members} == {}


def node(tree: Json) -> Node:
    found = from_tree({"openapi": "3.1.0", "x": tree}).root.get("x")
    assert found is not None
    return found


def test_children_are_the_members_that_hold_objects() -> None:
    tree: Json = {"type": "object", "properties": {"a": {}}, "example": {"a": 1}, "items": {}}
    found = [
        (child.pointer[-1], holds.shape) for child, holds in children(node(tree), shapes_of("3.1")["Schema"])
    ]
    assert sorted(found) == [("items", "Schema"), ("properties", "Schema")]


def test_extensions_are_data_where_names_are_free() -> None:
    found = [
        child.pointer[-1] for child, _ in children(node({"/a": {}, "x-b": {}}), shapes_of("3.1")["Paths"])
    ]
    assert found == ["/a"]


@pytest.mark.parametrize(
    ("value", "each", "count"),
    [
        ({}, Each.ONE, 1), ([], Each.ONE, 1), ([{}, {}], Each.LIST, 2), ({"a": {}}, Each.MAP, 1), ({}, Each.LIST, 0),
        ([{}], Each.MAP, 0), ([{}, {}], Each.ONE_OR_LIST, 2), ({}, Each.ONE_OR_LIST, 1), (True, Each.ONE_OR_LIST, 1), (5, Each.LIST, 0),
    ],
)  # fmt: skip
def test_parts_are_what_a_member_holds(value: Json, each: Each, count: int) -> None:
    assert len(list(parts(node(value), Holds("Schema", each)))) == count
