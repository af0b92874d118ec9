"""Swagger 2.0 says in its own words what OpenAPI 3 says in others."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.making import api, operation

from assent.api import In, ParameterKey, Style
from assent.schema.nodes import Pool

OK = {"responses": {"204": {"description": ""}}}
LIST = {"type": "array", "items": {"type": "string"}}


def pair(v2: dict[str, Any], v3: dict[str, Any], *, top: dict[str, Any] | None = None) -> None:
    """Holds that an operation of 2.0 is equal to one of 3.1; `top` are members of the 2.0 description."""
    pool = Pool()
    old = operation({**OK, **v2}, "2.0", pool=pool, **(top or {}))
    new = operation({**OK, **v3}, "3.1", pool=pool)
    assert not old.unreadable
    assert not new.unreadable
    assert old == new


COLLECTIONS = [
    ("query", "csv", {"style": "form", "explode": False}),
    ("query", None, {"style": "form", "explode": False}),
    ("query", "multi", {"style": "form", "explode": True}),
    ("query", "ssv", {"style": "spaceDelimited", "explode": False}),
    ("query", "pipes", {"style": "pipeDelimited", "explode": False}),
    ("path", "csv", {"style": "simple"}),
    ("header", "csv", {"style": "simple"}),
]


@pytest.mark.parametrize(("place", "format_", "styled"), COLLECTIONS)
def test_a_collection_format_is_a_style(place: str, format_: str | None, styled: dict[str, Any]) -> None:
    old = {"name": "p", "in": place, **LIST}
    if format_ is not None:
        old["collectionFormat"] = format_
    pair({"parameters": [old]}, {"parameters": [{"name": "p", "in": place, "schema": LIST, **styled}]})


def test_tabs_between_values_have_a_style_of_their_own() -> None:
    get = operation({"parameters": [{"name": "p", "in": "query", "collectionFormat": "tsv", **LIST}]}, "2.0")
    assert get.parameters[ParameterKey(In.QUERY, "p")].style is Style.TAB_DELIMITED


@pytest.mark.parametrize("place", ["path", "header"])
def test_repeating_is_for_queries_and_forms(place: str) -> None:
    get = operation({"parameters": [{"name": "p", "in": place, "collectionFormat": "multi", **LIST}]}, "2.0")
    (parameter,) = get.parameters.values()
    assert [gap.part for gap in parameter.unreadable] == ["collectionFormat"]


def test_lists_in_lists_that_are_written_differently_cannot_be_read() -> None:
    inner = {**LIST, "collectionFormat": "pipes"}
    get = operation({"parameters": [{"name": "p", "in": "query", "type": "array", "items": inner}]}, "2.0")
    (parameter,) = get.parameters.values()
    assert parameter.unreadable


def test_what_is_no_list_travels_as_ever() -> None:
    pair(
        {"parameters": [{"name": "p", "in": "query", "type": "string", "collectionFormat": "csv"}]},
        {"parameters": [{"name": "p", "in": "query", "schema": {"type": "string"}}]},
    )


def test_the_keywords_of_a_parameter_are_its_schema() -> None:
    pair(
        {
            "parameters": [
                {"name": "p", "in": "query", "type": "integer", "minimum": 1, "default": 2, "x-a": 1}
            ]
        },
        {"parameters": [{"name": "p", "in": "query", "schema": {"type": "integer", "minimum": 1}, "x-a": 1}]},
    )


def test_null_as_an_extension_is_a_type() -> None:
    pair(
        {"parameters": [{"name": "p", "in": "query", "type": "string", "x-nullable": True}]},
        {"parameters": [{"name": "p", "in": "query", "schema": {"type": ["string", "null"]}}]},
    )


BODY = {"name": "b", "in": "body", "required": True, "schema": {"type": "object"}}


def test_a_body_is_under_every_type_that_is_consumed() -> None:
    pair(
        {"parameters": [BODY], "consumes": ["application/json", "Application/XML"]},
        {
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {"schema": {"type": "object"}},
                    "application/xml": {"schema": {"type": "object"}},
                },
            }
        },
    )


def test_what_the_description_consumes_its_operations_consume() -> None:
    pair(
        {"parameters": [BODY]},
        {"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}},
        top={"consumes": ["application/json"]},
    )


def test_a_body_without_media_type_is_json() -> None:
    pair(
        {"parameters": [BODY]},
        {"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}},
    )


def test_an_answer_without_media_type_is_anything() -> None:
    get = operation({"responses": RESPONSE}, "2.0")
    assert list(get.responses["200"].content) == ["*/*"]


def test_an_operation_that_consumes_nothing_overrides_the_description() -> None:
    get = operation({"parameters": [BODY], "consumes": []}, "2.0", consumes=["text/plain"])
    assert get.request_body is not None
    assert list(get.request_body.content) == ["application/json"]


FIELDS: list[dict[str, Any]] = [
    {"name": "a", "in": "formData", "type": "string", "required": True},
    {"name": "b", "in": "formData", "collectionFormat": "csv", **LIST},
    {"name": "c", "in": "formData", "collectionFormat": "multi", **LIST},
]
FORM = {
    "schema": {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "string"}, "b": LIST, "c": LIST},
    },
    "encoding": {"b": {"style": "form", "explode": False}},
}


@pytest.mark.parametrize("name", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_form_fields_are_properties_of_a_body(name: str) -> None:
    pair(
        {"parameters": FIELDS, "consumes": [name, "application/json"]},
        {"requestBody": {"required": True, "content": {name: FORM}}},
    )


def test_a_form_is_urlencoded_unless_told_otherwise() -> None:
    get = operation({"parameters": FIELDS}, "2.0", consumes=["application/json"])
    assert get.request_body is not None
    assert list(get.request_body.content) == ["application/x-www-form-urlencoded"]


def test_a_form_with_a_file_is_multipart() -> None:
    get = operation({"parameters": [{"name": "f", "in": "formData", "type": "file"}]}, "2.0")
    assert get.request_body is not None
    assert list(get.request_body.content) == ["multipart/form-data"]
    assert not get.request_body.required


def test_extensions_of_a_form_field_are_kept_by_its_schema() -> None:
    get = operation({"parameters": [{**FIELDS[0], "x-sunset": "2027"}]}, "2.0")
    assert get.request_body is not None
    (media_type,) = get.request_body.content.values()
    assert media_type.schema is not None
    held = media_type.schema.schema.keywords["properties"]["a"]
    assert held.annotation("x-sunset") == "2027"


def test_a_form_field_of_the_path_is_replaced_by_the_operation() -> None:
    field = {"name": "a", "in": "formData", "type": "string"}
    read = api(
        "2.0", paths={"/a": {"parameters": [{**field, "required": True}], "post": {"parameters": [field]}}}
    )
    (post,) = read.operations.values()
    assert post.request_body is not None
    assert not post.request_body.required


def test_a_body_and_a_form_together_cannot_be_read() -> None:
    get = operation({"parameters": [BODY, FIELDS[0]]}, "2.0")
    assert [gap.part for gap in get.unreadable] == ["parameters"]


RESPONSE = {"200": {"description": "", "schema": {"type": "string"}}}


def test_a_response_is_under_every_type_that_is_produced() -> None:
    body = {"schema": {"type": "string"}}
    pair(
        {"responses": RESPONSE, "produces": ["application/json", "text/plain"]},
        {
            "responses": {
                "200": {"description": "", "content": {"application/json": body, "text/plain": body}}
            }
        },
    )


def test_a_response_without_schema_has_no_body() -> None:
    get = operation({"responses": {"200": {"description": ""}}, "produces": ["application/json"]}, "2.0")
    assert not get.responses["200"].content


def test_a_shared_response_is_under_the_types_of_each_operation() -> None:
    shared = {"responses": {"200": {"$ref": "#/responses/r"}}}
    read = api(
        "2.0",
        responses={"r": RESPONSE["200"]},
        paths={"/a": {"get": {**shared, "produces": ["a/a"]}, "put": {**shared, "produces": ["b/b"]}}},
    )
    assert [list(each.responses["200"].content) for each in read.operations.values()] == [["a/a"], ["b/b"]]


def test_a_file_is_bytes() -> None:
    pair(
        {"responses": {"200": {"description": "", "schema": {"type": "file"}}}, "produces": ["image/png"]},
        {"responses": {"200": {"description": "", "content": {"image/png": {}}}}},
    )


def test_headers_of_responses_are_schemas() -> None:
    pair(
        {"responses": {"200": {"description": "", "headers": {"X-A": {**LIST, "collectionFormat": "csv"}}}}},
        {"responses": {"200": {"description": "", "headers": {"x-a": {"schema": LIST}}}}},
    )


def test_examples_stand_by_their_media_type() -> None:
    responses = {"200": {**RESPONSE["200"], "examples": {"text/plain": "a"}}}
    get = operation({"responses": responses, "produces": ["text/plain", "application/json"]}, "2.0")
    content = get.responses["200"].content
    assert [example.value and example.value.value for example in content["text/plain"].examples] == ["a"]
    assert not content["application/json"].examples


@pytest.mark.parametrize(
    ("members", "urls"),
    [
        ({}, ["/"]),
        ({"basePath": "/v1/"}, ["/v1"]),
        ({"basePath": "v1"}, ["/v1"]),
        ({"host": "h"}, ["//h"]),
        ({"host": "h:8", "basePath": "/", "schemes": ["https"]}, ["https://h:8"]),
        ({"host": "h", "basePath": "/v1", "schemes": ["https", "http"]}, ["https://h/v1", "http://h/v1"]),
        ({"schemes": ["https"], "basePath": "/v1"}, ["/v1"]),
    ],
)
def test_host_base_path_and_schemes_are_servers(members: dict[str, Any], urls: list[str]) -> None:
    assert [server.url for server in api("2.0", **members).servers] == urls


def test_an_operation_may_have_schemes_of_its_own() -> None:
    get = operation({"schemes": ["wss"]}, "2.0", host="h", schemes=["https"])
    assert [server.url for server in get.servers] == ["wss://h"]


SCHEMES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "basic": ({"type": "basic"}, {"type": "http", "scheme": "Basic"}),
    "key": (
        {"type": "apiKey", "in": "header", "name": "X-Key"},
        {"type": "apiKey", "in": "header", "name": "x-key"},
    ),
    "implicit": (
        {"type": "oauth2", "flow": "implicit", "authorizationUrl": "u", "scopes": {"s": "", "x-a": 1}},
        {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "u", "scopes": {"s": ""}}}},
    ),
    "password": (
        {"type": "oauth2", "flow": "password", "tokenUrl": "u", "scopes": {}},
        {"type": "oauth2", "flows": {"password": {"tokenUrl": "u", "scopes": {}}}},
    ),
    "application": (
        {"type": "oauth2", "flow": "application", "tokenUrl": "u", "scopes": {}},
        {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "u", "scopes": {}}}},
    ),
    "access code": (
        {"type": "oauth2", "flow": "accessCode", "tokenUrl": "u", "authorizationUrl": "a", "scopes": {}},
        {
            "type": "oauth2",
            "flows": {"authorizationCode": {"tokenUrl": "u", "authorizationUrl": "a", "scopes": {}}},
        },
    ),
}


@pytest.mark.parametrize("name", SCHEMES)
def test_security_definitions_are_security_schemes(name: str) -> None:
    old, new = SCHEMES[name]
    security = [{"s": ["s"]}]
    one = api("2.0", securityDefinitions={"s": old}, security=security)
    other = api("3.1", components={"securitySchemes": {"s": new}}, security=security)
    assert one == other


@pytest.mark.parametrize(
    "scheme",
    [
        {"type": "http"},
        {"type": "apiKey", "in": "cookie", "name": "a"},
        {"type": "apiKey", "in": "query"},
        {"type": "oauth2", "flow": "device"},
        {"type": 5},
    ],
)
def test_a_definition_that_2_0_does_not_know_is_a_gap(scheme: dict[str, Any]) -> None:
    read = api("2.0", securityDefinitions={"s": scheme})
    assert not read.security_schemes
    assert [gap.part for gap in read.unreadable] == ["securityDefinitions/s"]
    assert len(read.problems()) == 1


def test_a_form_field_is_told_where_its_parameter_stands() -> None:
    fields = [
        {"name": "size", "in": "formData", "type": "integer", "required": True},
        {"$ref": "#/parameters/Name"},
    ]
    shared = {"Name": {"name": "name", "in": "formData", "type": "string"}}
    body = operation({**OK, "parameters": fields}, "2.0", parameters=shared).request_body
    assert body is not None
    schema = next(iter(body.content.values())).schema
    assert schema is not None
    places = {name: it.at.pointer for name, it in schema.schema.keywords["properties"].items()}
    assert places["size"][-2:] == ("parameters", "0")
    assert places["name"] == ("parameters", "Name")
