"""The same promise, written in any version, is the same Api."""

from __future__ import annotations

import pytest
from tests.api.making import HEADS, api, operation, petstore

from assent.api import Api, Side, every_operation, hidden
from assent.schema.nodes import Pool

VERSIONS = tuple(HEADS)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_petstore_means_the_same_in_every_version(version: str) -> None:
    pool = Pool()
    old, new = petstore("3.1", pool=pool), petstore(version, pool=pool)
    assert list(new.operations) == list(old.operations)
    for key in old.operations:
        assert new.operations[key] == old.operations[key], key
    for name in old.schemas:
        assert new.schemas[name] == old.schemas[name], name
    assert new == old


@pytest.mark.parametrize("version", VERSIONS)
def test_the_petstore_has_no_problems(version: str) -> None:
    read = petstore(version)
    assert read.problems() == []
    assert not read.unreadable
    assert not any(operation.unreadable for operation in every_operation(read))


@pytest.mark.parametrize("version", VERSIONS)
def test_what_the_petstore_hides_from_requests_stands_in_every_version(version: str) -> None:
    pet = petstore(version).schemas["Pet"].schema
    identifier = pet.keywords["allOf"][1].keywords["properties"]["id"]
    assert identifier.annotation(hidden(Side.REQUEST)) is True


REWRITTEN = {
    "null as a type": ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    "exclusive bounds": (
        {"type": "number", "minimum": 1, "exclusiveMinimum": True},
        {"type": "number", "exclusiveMinimum": 1},
    ),
    "bounds that exclude nothing": (
        {"type": "number", "maximum": 1, "exclusiveMaximum": False},
        {"type": "number", "maximum": 1},
    ),
    "one example": ({"type": "string", "example": "a"}, {"type": "string", "examples": ["a"]}),
    "a reference alone": (
        {"allOf": [{"$ref": "#/components/schemas/S"}], "description": "d"},
        {"$ref": "#/components/schemas/S", "description": "d"},
    ),
}


def with_schema(version: str, schema: object, pool: Pool) -> Api:
    return api(
        version,
        pool=pool,
        components={"schemas": {"S": {"type": "integer"}}},
        paths={
            "/a/{p}": {
                "parameters": [{"name": "p", "in": "path", "required": True, "schema": schema}],
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": schema}}},
                    "responses": {
                        "200": {
                            "description": "",
                            "headers": {"H": {"schema": schema}},
                            "content": {"application/json": {"schema": {"type": "array", "items": schema}}},
                        }
                    },
                },
            }
        },
    )


@pytest.mark.parametrize("name", REWRITTEN)
def test_a_schema_and_its_rewriting_for_3_1_are_equal(name: str) -> None:
    pool = Pool()
    before, after = REWRITTEN[name]
    assert with_schema("3.0", before, pool) == with_schema("3.1", after, pool)
    assert with_schema("3.1", after, pool) == with_schema("3.2", after, pool)


def test_another_schema_is_another_api() -> None:
    pool = Pool()
    assert with_schema("3.1", {"type": "string"}, pool) != with_schema("3.1", {"type": "integer"}, pool)


EQUAL_SPELLINGS = {
    "style written out": (
        [{"name": "q", "in": "query", "schema": {}}],
        [{"name": "q", "in": "query", "style": "form", "explode": True, "required": False, "schema": {}}],
    ),
    "order of parameters": (
        [{"name": "a", "in": "query", "schema": {}}, {"name": "b", "in": "query", "schema": {}}],
        [{"name": "b", "in": "query", "schema": {}}, {"name": "a", "in": "query", "schema": {}}],
    ),
    "case of a header": (
        [{"name": "X-Trace", "in": "header", "schema": {}}],
        [{"name": "x-trace", "in": "header", "schema": {}}],
    ),
    "words": (
        [{"name": "q", "in": "query", "schema": {}}],
        [{"name": "q", "in": "query", "description": "Ask", "example": 1, "schema": {"title": "T"}}],
    ),
    "ignored headers": (
        [],
        [
            {"name": name, "in": "header", "schema": {}}
            for name in ("Accept", "Content-Type", "AUTHORIZATION")
        ],
    ),
    "explode of a deep object": (
        [{"name": "q", "in": "query", "style": "deepObject", "schema": {}}],
        [{"name": "q", "in": "query", "style": "deepObject", "explode": True, "schema": {}}],
    ),
}


@pytest.mark.parametrize("name", EQUAL_SPELLINGS)
def test_parameters_that_mean_the_same_are_equal(name: str) -> None:
    pool = Pool()
    one, other = EQUAL_SPELLINGS[name]
    assert operation({"parameters": one}, pool=pool) == operation({"parameters": other}, pool=pool)


def test_a_parameter_of_the_path_is_one_of_each_operation() -> None:
    pool = Pool()
    parameter = {"name": "q", "in": "query", "schema": {"type": "integer"}}
    answer = {"responses": {"204": {"description": ""}}}
    above = api(pool=pool, paths={"/a": {"parameters": [parameter], "get": answer, "put": answer}})
    inside = {**answer, "parameters": [parameter]}
    assert above == api(pool=pool, paths={"/a": {"get": inside, "put": inside}})


def test_an_operation_replaces_the_parameter_of_its_path() -> None:
    read = api(
        paths={
            "/a": {
                "parameters": [{"name": "q", "in": "query", "required": True, "schema": {}}],
                "get": {"parameters": [{"name": "q", "in": "query", "schema": {}}]},
            }
        }
    )
    (get,) = read.operations.values()
    (parameter,) = get.parameters.values()
    assert not parameter.required


def test_swagger_2_has_no_headers_that_are_ignored() -> None:
    read = operation({"parameters": [{"name": "Accept", "in": "header", "type": "string"}]}, "2.0")
    assert [key.name for key in read.parameters] == ["accept"]
    assert operation({"parameters": [{"name": "Accept", "in": "header", "schema": {}}]}).ignored


@pytest.mark.parametrize(("version", "read"), [("3.0", False), ("3.1", True), ("3.2", True)])
def test_webhooks_are_read_where_the_version_has_them(version: str, read: bool) -> None:
    hook = {"post": {"responses": {"200": {"description": ""}}}}
    assert bool(api(version, webhooks={"w": hook}).webhooks) is read


def test_3_0_has_webhooks_as_an_extension() -> None:
    pool = Pool()
    hook = {"w": {"post": {"responses": {"200": {"description": ""}}}}}
    assert api("3.0", pool=pool, **{"x-webhooks": hook}) == api("3.1", pool=pool, webhooks=hook)


@pytest.mark.parametrize(("version", "methods"), [("2.0", 7), ("3.0", 8), ("3.1", 8), ("3.2", 10)])
def test_each_version_has_its_methods(version: str, methods: int) -> None:
    names = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
    item: dict[str, object] = {name: {"responses": {}} for name in names}
    item["additionalOperations"] = {"COPY": {"responses": {}}}
    assert len(api(version, paths={"/a": item}).operations) == methods
