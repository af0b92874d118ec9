"""`$id`, `$anchor` and `$self`: what schemas and documents call themselves, and how references use it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assent.document import DanglingReference, Description, from_tree, load
from assent.document.identifiers import identify
from assent.json import Json, format_pointer, parse_pointer

Write = Callable[[Mapping[str, str]], Path]


def target(description: Description, pointer: str) -> str:
    """Where the reference at the pointer leads, or the kind of problem it is."""
    node = description.root
    for token in parse_pointer(pointer):
        child = node.get(token)
        assert child is not None
        node = child
    try:
        found = description.follow(node)
    except DanglingReference as error:
        return error.problem.kind
    return f"{Path(found.document.name).name}#{format_pointer(found.pointer)}"


def described(version: str = "3.1.0", **schemas: Json) -> Description:
    return from_tree({"openapi": version, "components": {"schemas": schemas}}, name="root")


IDS: dict[str, Json] = {
    "Tree": {
        "$id": "https://example.com/tree",
        "$anchor": "top",
        "properties": {"child": {"$ref": "#"}, "node": {"$ref": "#/$defs/node"}, "top": {"$ref": "#top"}, "pet": {"$ref": "pet"}, "far": {"$ref": "#/components/schemas/Pet"}},
        "$defs": {"node": {"$anchor": "inner"}, "sub": {"$id": "sub/", "properties": {"up": {"$ref": "../tree#inner"}}}},
    },
    "Pet": {"$id": "https://example.com/pet", "$anchor": "it"},
    "Local": {"$anchor": "here"},
    "UseAnchor": {"$ref": "#here"},
    "UseId": {"$ref": "https://example.com/tree"},
    "UseIdPointer": {"$ref": "https://example.com/tree#/$defs/node"},
    "UseIdAnchor": {"$ref": "https://example.com/tree#inner"},
    "UseOther": {"$ref": "https://example.com/pet#it"},
    "UseInner": {"$ref": "#inner"},
    "UseMissing": {"$ref": "https://example.com/none"},
    "UsePath": {"$ref": "#/components/schemas/Tree/$defs/node"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("pointer", "leads"),
    [
        ("Tree/properties/child", "Tree"),
        ("Tree/properties/node", "Tree/$defs/node"),
        ("Tree/properties/top", "Tree"),
        ("Tree/properties/pet", "Pet"),
        ("Tree/properties/far", "dangling-reference"),
        ("Tree/$defs/sub/properties/up", "Tree/$defs/node"),
        ("UseAnchor", "Local"),
        ("UseId", "Tree"),
        ("UseIdPointer", "Tree/$defs/node"),
        ("UseIdAnchor", "Tree/$defs/node"),
        ("UseOther", "Pet"),
        ("UseInner", "dangling-reference"),
        ("UseMissing", "refused-reference"),
        ("UsePath", "Tree/$defs/node"),
    ],
)
@pytest.mark.parametrize("version", ["3.1.0", "3.2.0"])
def test_identifiers_decide_what_a_reference_names(version: str, pointer: str, leads: str) -> None:
    found = target(described(version, **IDS), f"/components/schemas/{pointer}")
    assert found == (leads if leads.endswith("-reference") else f"root#/components/schemas/{leads}")


def test_before_3_1_identifiers_are_names_like_others() -> None:
    description = described(
        "3.0.3",
        A={"$id": "https://example.com/a", "properties": {"b": {"$ref": "#/components/schemas/B"}}},
        B={},
    )
    assert target(description, "/components/schemas/A/properties/b") == "root#/components/schemas/B"


def test_an_identifier_in_data_or_as_a_property_names_nothing() -> None:
    tree: Json = {
        "properties": {
            "$id": {"$anchor": "yes"},
            "$anchor": {"type": "string"},
            "example": {"$anchor": "also"},
        },
        "example": {"$anchor": "no"},
        "enum": [{"$anchor": "no"}],
        "x-mine": {"$anchor": "no"},
        "default": {"$id": "no"},
    }
    found = identify(tree, b'"$anchor"', uri="u:/d", version="3.1")
    assert sorted(name for _, name in found.anchors) == ["also", "yes"]
    assert list(found.resources) == ["u:/d"]


@pytest.mark.parametrize(
    ("text", "is_walked"),
    [
        (rb'{"$anchor": "a"}', True),
        (rb'{"$dynamicAnchor" : "a"}', True),
        (b"? |-\n  $id\n: a", True),
        (rb'{"\u0024id": "a"}', True),
        (rb'{"$\u0061nc\u0068or": "a"}', True),
        (rb'{"\x24id": a}', True),
        (rb'{"\U00000024id": a}', True),
        (b'? "$i\\\n  d"\n: a', True),
        (rb'{"title": "a \"quoted\"\nand\tset \u00e9 \\ \/ word"}', False),
    ],
)
def test_names_may_be_spelled_with_escapes(text: bytes, is_walked: bool) -> None:
    found = identify({"$anchor": "a"}, text, uri="u:/d", version="3.1")
    assert len(found.anchors) == is_walked


def test_a_response_named_default_is_no_data() -> None:
    tree: Json = {"responses": {"default": {"content": {"a": {"schema": {"$anchor": "in"}}}}}}
    assert [name for _, name in identify(tree, b"$anchor", uri="u:/d", version="3.1").anchors] == ["in"]


def test_anchors_of_other_files_are_found(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "components: {schemas: {A: {$ref: 'lib.yaml#pet'}, B: {$ref: 'lib.yaml#none'}}}",
            "lib.yaml": "Pet: {$anchor: pet}",
        }
    )
    description = load("openapi.yaml", cwd=folder)
    assert target(description, "/components/schemas/A") == "lib.yaml#/Pet"
    assert target(description, "/components/schemas/B") == "dangling-reference"


SELF = """\
openapi: 3.2.0
$self: https://example.com/apis/main/openapi.yaml
info: {title: t, version: '1'}
components:
  schemas:
    A: {$ref: 'https://example.com/apis/main/openapi.yaml#/components/schemas/B'}
    B: {}
    C: {$ref: 'lib.yaml#/Pet'}
    D: {$ref: 'https://example.com/apis/main/lib.yaml#/Pet'}
    E: {$ref: 'https://example.com/else.yaml'}
"""


@pytest.mark.parametrize(
    ("name", "leads"),
    [
        ("A", "openapi.yaml#/components/schemas/B"),
        ("C", "lib.yaml#/Pet"),
        ("D", "lib.yaml#/Pet"),
        ("E", "refused-reference"),
    ],
)
def test_what_lies_beside_a_document_with_a_uri_of_its_own_is_had_from_beside_it(
    files: Write, name: str, leads: str
) -> None:
    folder = files({"openapi.yaml": SELF, "lib.yaml": "Pet: {type: object}"})
    assert target(load("openapi.yaml", cwd=folder), f"/components/schemas/{name}") == leads


def test_the_base_of_a_place_is_known() -> None:
    description = described("3.1.0", **IDS)
    schemas = description.root.get("components")
    tree = schemas and schemas.get("schemas")
    inner = tree and tree.get("Tree")
    assert inner is not None
    assert description.base(inner) == "https://example.com/tree"
    assert description.base(description.root) == description.root.document.uri
    assert description.open("https://example.com/tree") is description.root.document
