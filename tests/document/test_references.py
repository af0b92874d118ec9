from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.counting import calls

from assent.document import DanglingReference, Description, Limits, Node, from_tree, load
from assent.document.references import reference_of
from assent.errors import LimitExceeded
from assent.json import Json, format_pointer, parse_pointer

Write = Callable[[Mapping[str, str]], Path]
VERSIONS = ["2.0", "3.0", "3.1", "3.2"]


def described(version: str, **members: Json) -> Description:
    head: dict[str, Json] = {"swagger": "2.0"} if version == "2.0" else {"openapi": f"{version}.0"}
    return from_tree({**head, "info": {"title": "t", "version": "1"}, "paths": {}, **members})


def schemas(version: str, **members: Json) -> Description:
    if version == "2.0":
        return described(version, definitions=members)
    return described(version, components={"schemas": members})


def at(description: Description, pointer: str) -> Node:
    node = description.root
    for token in parse_pointer(pointer):
        child = node.get(token) or next((item for item in node.elements() if item.pointer[-1] == token), None)
        assert child is not None, pointer
        node = child
    return node


def kinds(description: Description) -> list[tuple[str, str]]:
    return [(problem.kind, format_pointer(problem.at.pointer)) for problem in description.problems()]


@pytest.mark.parametrize(
    ("reference", "pointer"),
    [
        ("#/components/schemas/Pet", "/components/schemas/Pet"),
        ("#/components/schemas/a~1b", "/components/schemas/a~1b"),
        ("#/components/schemas/a~0b", "/components/schemas/a~0b"),
        ("#/components/schemas/a%20b", "/components/schemas/a b"),
        ("#/components/schemas/a b", "/components/schemas/a b"),
        ("#/components/schemas/a%25b", "/components/schemas/a%b"),
        ("#/components/schemas/%7Eid", None),
        ("#/components/schemas/%C3%BC", "/components/schemas/ü"),
        ("#/components/schemas/ü", "/components/schemas/ü"),
        ("#/components/schemas/list/allOf/1", "/components/schemas/list/allOf/1"),
        ("#/components/schemas/list/allOf/01", None),
        ("#/components/schemas/list/allOf/-", None),
        ("#/components/schemas/list/allOf/2", None),
        ("#/components/schemas/Pet/type/x", None),
        ("#/components/schemas/", "/components/schemas/"),
        ("#", ""),
        ("", ""),
        ("#/components/schemas/Pett", None),
        ("#Pet", None),
        ("#/paths/~1a~1%7Bid%7D", "/paths/~1a~1{id}"),
    ],
)
def test_a_pointer_is_decoded_once_and_followed_exactly(reference: str, pointer: str | None) -> None:
    names: dict[str, Json] = {
        name: {"type": "string"} for name in ("Pet", "a/b", "a~b", "a b", "a%b", "ü", "")
    }
    names["list"] = {"allOf": [{}, {}]}
    tree: dict[str, Json] = {"schemas": {**names, "It": {"$ref": reference}}}
    description = described("3.0", components=tree, paths={"/a/{id}": {}})
    node = at(description, "/components/schemas/It")
    if pointer is None:
        with pytest.raises(DanglingReference) as caught:
            description.follow(node)
        assert caught.value.problem.kind == "dangling-reference"
        assert caught.value.problem.at.pointer == ("components", "schemas", "It", "$ref")
    else:
        assert format_pointer(description.follow(node).pointer) == pointer


def test_a_chain_is_followed_to_its_end() -> None:
    description = schemas(
        "3.0", A={"$ref": "#/components/schemas/B"}, B={"$ref": "#/components/schemas/C"}, C={"type": "null"}
    )
    assert description.follow(at(description, "/components/schemas/A")).value == {"type": "null"}


def test_a_node_that_is_no_reference_is_followed_to_itself() -> None:
    description = schemas("3.0", A={"$ref": {"type": "string"}})
    for pointer in ("/components/schemas/A", "/info", "/info/title"):
        node = at(description, pointer)
        assert description.follow(node) is node


@pytest.mark.parametrize("length", [1, 2, 3])
def test_references_that_only_lead_back_are_one_problem(length: int) -> None:
    ring: dict[str, Json] = {
        f"R{i}": {"$ref": f"#/components/schemas/R{(i + 1) % length}"} for i in range(length)
    }
    description = schemas("3.1", **ring, Into={"$ref": "#/components/schemas/R0"})
    assert kinds(description) == [("reference-cycle", "/components/schemas/R0/$ref")]
    for name in (*ring, "Into"):
        with pytest.raises(DanglingReference, match="leads back to itself"):
            description.follow(at(description, f"/components/schemas/{name}"))


@pytest.mark.parametrize("version", VERSIONS)
def test_cycles_through_schemas_are_no_problem(version: str) -> None:
    base = "#/definitions" if version == "2.0" else "#/components/schemas"
    description = schemas(
        version,
        Self={"properties": {"next": {"$ref": f"{base}/Self"}}},
        A={"allOf": [{"$ref": f"{base}/B"}]},
        B={"items": {"$ref": f"{base}/A"}, "type": "array"},
        All={"allOf": [{"$ref": f"{base}/All"}]},
    )
    assert description.problems() == []


def test_cycles_through_files_and_callbacks_end(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "paths: {/a: {$ref: 'a.yaml'}}",
            "a.yaml": "post: {callbacks: {on: {'{$url}': {$ref: 'a.yaml'}}}, requestBody: {$ref: 'b.yaml#/Body'}}",
            "b.yaml": "Body: {content: {a/b: {schema: {$ref: '#/S'}}}}\nS: {properties: {s: {$ref: 'b.yaml#/S'}}}",
        }
    )
    assert load("openapi.yaml", cwd=folder).problems() == []


def test_long_chains_cost_linear_time() -> None:
    def work(length: int) -> int:
        chain: dict[str, Json] = {f"R{i}": {"$ref": f"#/components/schemas/R{i + 1}"} for i in range(length)}
        description = schemas("3.0", **chain, **{f"R{length}": {}})
        counted = calls(description.problems)
        assert description.problems() == []
        return counted

    assert work(8000) < 9 * work(1000)


@pytest.mark.parametrize(
    ("place", "inner"),
    [
        ("/example", {"$ref": "#/nowhere"}),
        ("/default", {"$ref": "#/nowhere"}),
        ("/enum", [{"$ref": "#/nowhere"}]),
        ("/const", {"a": {"$ref": "#/nowhere"}}),
        ("/examples", [{"$ref": "#/nowhere"}]),
        ("/x-mine", {"$ref": "#/nowhere"}),
        ("/properties", {"$ref": {"type": "string"}}),
        ("/properties", {"example": {"type": "string"}, "default": {}, "enum": {}, "x-y": {}}),
    ],
)
def test_data_is_not_followed(place: str, inner: Json) -> None:
    assert schemas("3.1", A={place[1:]: inner}).problems() == []


def test_names_that_look_like_data_are_followed() -> None:
    names: dict[str, Json] = {name: {"$ref": "#/nowhere"} for name in ("example", "default", "enum", "x-y")}
    assert len(schemas("3.1", A={"properties": names}).problems()) == 4


BAD: Json = {"$ref": "#/nowhere"}
PLACES_30: dict[str, Json] = {
    "/paths/~1a": {"paths": {"/a": BAD}},
    "/paths/~1a/parameters/0": {"paths": {"/a": {"parameters": [BAD]}}},
    "/paths/~1a/get/parameters/0": {"paths": {"/a": {"get": {"parameters": [BAD]}}}},
    "/paths/~1a/get/parameters/0/schema": {"paths": {"/a": {"get": {"parameters": [{"schema": BAD}]}}}},
    "/paths/~1a/get/parameters/0/examples/e": {"paths": {"/a": {"get": {"parameters": [{"examples": {"e": BAD}}]}}}},
    "/paths/~1a/get/requestBody": {"paths": {"/a": {"get": {"requestBody": BAD}}}},
    "/paths/~1a/get/requestBody/content/t/schema": {"paths": {"/a": {"get": {"requestBody": {"content": {"t": {"schema": BAD}}}}}}},
    "/paths/~1a/get/requestBody/content/t/encoding/p/headers/h": {"paths": {"/a": {"get": {"requestBody": {"content": {"t": {"encoding": {"p": {"headers": {"h": BAD}}}}}}}}}},
    "/paths/~1a/get/responses/200": {"paths": {"/a": {"get": {"responses": {"200": BAD}}}}},
    "/paths/~1a/get/responses/default/headers/h": {"paths": {"/a": {"get": {"responses": {"default": {"headers": {"h": BAD}}}}}}},
    "/paths/~1a/get/responses/200/links/l": {"paths": {"/a": {"get": {"responses": {"200": {"links": {"l": BAD}}}}}}},
    "/paths/~1a/get/callbacks/c": {"paths": {"/a": {"get": {"callbacks": {"c": BAD}}}}},
    "/paths/~1a/get/callbacks/c/{$url}": {"paths": {"/a": {"get": {"callbacks": {"c": {"{$url}": BAD}}}}}},
    "/components/securitySchemes/s": {"components": {"securitySchemes": {"s": BAD}}},
    "/components/schemas/S/items": {"components": {"schemas": {"S": {"items": BAD}}}},
    "/components/schemas/S/additionalProperties": {"components": {"schemas": {"S": {"additionalProperties": BAD}}}},
    "/components/schemas/S/not/anyOf/0/oneOf/0": {"components": {"schemas": {"S": {"not": {"anyOf": [{"oneOf": [BAD]}]}}}}},
}  # fmt: skip
PLACES_31: dict[str, Json] = {
    "/webhooks/w": {"webhooks": {"w": BAD}},
    "/components/pathItems/p": {"components": {"pathItems": {"p": BAD}}},
    **{f"/components/schemas/S/{key}": {"components": {"schemas": {"S": {key: BAD}}}} for key in
       ("if", "then", "else", "contains", "propertyNames", "contentSchema", "unevaluatedItems", "unevaluatedProperties")},
    **{f"/components/schemas/S/{key}/x": {"components": {"schemas": {"S": {key: {"x": BAD}}}}} for key in
       ("$defs", "patternProperties", "dependentSchemas")},
    "/components/schemas/S/prefixItems/0": {"components": {"schemas": {"S": {"prefixItems": [BAD]}}}},
}  # fmt: skip
PLACES_32: dict[str, Json] = {
    "/paths/~1a/query/requestBody": {"paths": {"/a": {"query": {"requestBody": BAD}}}},
    "/paths/~1a/additionalOperations/COPY/requestBody": {"paths": {"/a": {"additionalOperations": {"COPY": {"requestBody": BAD}}}}},
    "/components/mediaTypes/m": {"components": {"mediaTypes": {"m": BAD}}},
    "/components/mediaTypes/m/itemSchema": {"components": {"mediaTypes": {"m": {"itemSchema": BAD}}}},
    "/components/mediaTypes/m/prefixEncoding/0/headers/h": {"components": {"mediaTypes": {"m": {"prefixEncoding": [{"headers": {"h": BAD}}]}}}},
    "/components/mediaTypes/m/itemEncoding/encoding/e/headers/h": {"components": {"mediaTypes": {"m": {"itemEncoding": {"encoding": {"e": {"headers": {"h": BAD}}}}}}}},
}  # fmt: skip
PLACES_20: dict[str, Json] = {
    "/definitions/D/properties/p": {"definitions": {"D": {"properties": {"p": BAD}}}},
    "/definitions/D/items/0": {"definitions": {"D": {"items": [BAD]}}},
    "/parameters/p/schema": {"parameters": {"p": {"schema": BAD}}},
    "/responses/r/schema": {"responses": {"r": {"schema": BAD}}},
    "/paths/~1a/get/parameters/0": {"paths": {"/a": {"get": {"parameters": [BAD]}}}},
    "/paths/~1a/get/responses/200": {"paths": {"/a": {"get": {"responses": {"200": BAD}}}}},
}
EVERYWHERE = [
    *(("2.0", *item) for item in PLACES_20.items()),
    *(("3.0", *item) for item in PLACES_30.items()),
    *(("3.1", *item) for item in (PLACES_30 | PLACES_31).items()),
    *(("3.2", *item) for item in (PLACES_30 | PLACES_31 | PLACES_32).items()),
]


@pytest.mark.parametrize(("version", "pointer", "members"), EVERYWHERE)
def test_a_dangling_reference_is_found_wherever_one_can_stand(
    version: str, pointer: str, members: Json
) -> None:
    assert isinstance(members, dict)
    assert kinds(described(version, **members)) == [("dangling-reference", f"{pointer}/$ref")]


@pytest.mark.parametrize("value", [5, None, ["x"], {"type": "string"}])
def test_a_reference_that_is_no_text_is_a_problem(value: Json) -> None:
    assert kinds(schemas("3.1", A={"$ref": value})) == [("malformed-reference", "/components/schemas/A/$ref")]


@pytest.mark.parametrize(
    ("target", "is_fine"),
    [("#/components/parameters/P", False), ("#/info/title", False), ("#/tags", False), ("#/components/schemas/Bool", True), ("#/components/schemas/No", False)],
)  # fmt: skip
def test_a_reference_to_something_else_is_a_problem(target: str, *, is_fine: bool) -> None:
    description = described(
        "3.1",
        tags=[],
        components={
            "schemas": {"A": {"$ref": target}, "Bool": True, "No": 5},
            "parameters": {"P": {"name": "p", "in": "query"}},
        },
    )
    assert ("misplaced-reference" in [kind for kind, _ in kinds(description)]) is not is_fine


@pytest.mark.parametrize(
    ("version", "sibling", "told"),
    [("3.0", "nullable", True), ("2.0", "type", True), ("3.0", "description", False), ("3.0", "x-y", False), ("3.1", "minLength", False)],
)  # fmt: skip
def test_what_the_version_ignores_beside_a_reference_is_told(
    version: str, sibling: str, *, told: bool
) -> None:
    base = "#/definitions" if version == "2.0" else "#/components/schemas"
    description = schemas(version, A={"$ref": f"{base}/B", sibling: 1}, B={})
    assert ("ignored-beside-reference" in [kind for kind, _ in kinds(description)]) is told


def test_what_stands_beside_a_reference_is_followed_where_it_counts() -> None:
    inner: Json = {"$ref": "#/components/schemas/B", "properties": {"p": {"$ref": "#/nowhere"}}}
    assert [kind for kind, _ in kinds(schemas("3.1", A=inner, B={}))] == ["dangling-reference"]


def test_discriminator_mappings_and_links_are_references_too() -> None:
    mapping: Json = {
        "a": "A",
        "b": "#/components/schemas/A",
        "c": "Nope",
        "d": "#/components/schemas/Nope",
        "e": "https://x.example/y",
    }
    links: Json = {
        "l": {"operationRef": "#/paths/~1a/get"},
        "m": {"operationRef": "#/paths/~1a/put"},
        "n": {"operationRef": "https://x.example/#/paths"},
    }
    description = described(
        "3.1",
        paths={"/a": {"get": {"responses": {"200": {"links": links}}}}},
        components={"schemas": {"A": {"discriminator": {"propertyName": "p", "mapping": mapping}}}},
    )
    assert sorted(kinds(description)) == [
        ("dangling-reference", "/components/schemas/A/discriminator/mapping/c"),
        ("dangling-reference", "/components/schemas/A/discriminator/mapping/d"),
        ("dangling-reference", "/paths/~1a/get/responses/200/links/m/operationRef"),
    ]


def test_every_problem_of_a_description_is_found_in_one_run(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "paths:\n  /a:\n    $ref: 'a.yaml'\n  /b:\n    $ref: 'gone.yaml'\n  /b: {}\n",
            "a.yaml": "get:\n  requestBody: {$ref: '#/nope'}\n  requestBody: {$ref: '#/nope'}\n",
        }
    )
    problems = load("openapi.yaml", cwd=folder).problems()
    assert [(str(problem.at), *map(str, problem.also)) for problem in problems] == [
        ("openapi.yaml:8:3", "openapi.yaml:6:3"),
        ("a.yaml:3:3", "a.yaml:2:3"),
        ("a.yaml:3:17",),
    ]
    assert [problem.kind for problem in problems] == ["duplicate-key", "duplicate-key", "dangling-reference"]


def test_the_limit_on_references_names_its_option() -> None:
    names: dict[str, Json] = {f"R{i}": {"$ref": f"#/components/schemas/R{i + 1}"} for i in range(20)}
    tree: Json = {"openapi": "3.0.0", "components": {"schemas": {**names, "R20": {}}}}
    with pytest.raises(LimitExceeded, match="--max-references"):
        from_tree(tree, limits=Limits(references=10)).problems()


def test_only_objects_with_a_text_are_references() -> None:
    description = schemas("3.0", A={"$ref": "#/x"}, B={"$ref": 5})
    assert reference_of(at(description, "/components/schemas/A")) == "#/x"
    assert reference_of(at(description, "/components/schemas/B")) is None
