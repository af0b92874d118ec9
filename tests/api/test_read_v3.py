"""Parameters, bodies, responses and what surrounds them, as OpenAPI 3 writes them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.making import api, operation

from assent.api import (
    Encoding,
    In,
    Lazy,
    MediaType,
    Operation,
    OperationKey,
    Parameter,
    ParameterKey,
    Style,
    every_operation,
)
from assent.schema.nodes import Pool

TEXT = {"schema": {"type": "string"}}


def parameter(version: str = "3.1", **members: Any) -> Parameter:
    raw = {"name": "p", "in": members.pop("in_", "query"), **members}
    (read,) = operation({"parameters": [raw]}, version).parameters.values()
    return read


@pytest.mark.parametrize(
    ("place", "style", "explode"),
    [
        ("path", Style.SIMPLE, False),
        ("query", Style.FORM, True),
        ("header", Style.SIMPLE, False),
        ("cookie", Style.FORM, True),
    ],
)
def test_a_parameter_has_the_style_of_its_place(place: str, style: Style, explode: bool) -> None:
    read = parameter(in_=place, schema={})
    assert (read.location, read.style, read.explode) == (In(place), style, explode)


@pytest.mark.parametrize(
    ("style", "explode"),
    [("spaceDelimited", False), ("pipeDelimited", False), ("deepObject", True), ("form", True)],
)
def test_explode_follows_the_style(style: str, explode: bool) -> None:
    assert parameter(style=style, schema={}).explode is explode


def test_a_cookie_of_3_2_may_have_the_style_of_cookies() -> None:
    read = parameter("3.2", in_="cookie", style="cookie", schema={})
    assert (read.style, read.explode) == (Style.COOKIE, True)
    assert [gap.part for gap in parameter("3.1", in_="cookie", style="cookie").unreadable] == ["style"]


def test_a_path_parameter_is_always_required() -> None:
    assert parameter(in_="path", schema={}).required


def test_reserved_characters_are_for_queries_before_3_2() -> None:
    assert not parameter("3.1", in_="header", allowReserved=True).allow_reserved
    assert parameter("3.2", in_="header", allowReserved=True).allow_reserved
    assert parameter("3.0", allowReserved=True).allow_reserved


def test_empty_values_are_for_queries() -> None:
    assert parameter(allowEmptyValue=True).allow_empty_value
    assert not parameter(in_="header", allowEmptyValue=True).allow_empty_value


def test_a_parameter_may_be_a_media_type() -> None:
    read = parameter(content={"Application/JSON": TEXT})
    assert list(read.content) == ["application/json"]
    assert read.schema is None


def test_a_query_string_is_a_parameter_of_3_2() -> None:
    raw = {"name": "q", "in": "querystring", "content": {"application/json": TEXT}}
    read = operation({"parameters": [raw]}, "3.2")
    assert list(read.parameters) == [ParameterKey(In.QUERYSTRING, "q")]
    assert not operation({"parameters": [raw]}, "3.1").parameters


def test_extensions_are_kept() -> None:
    read = operation(
        {"x-stability-level": "beta", "parameters": [{"name": "p", "in": "query", "x-sunset": "2027"}]}
    )
    assert read.extensions == {"x-stability-level": "beta"}
    assert [each.extensions for each in read.parameters.values()] == [{"x-sunset": "2027"}]


@pytest.mark.parametrize(
    "change", [{"x-internal": True}, {"deprecated": True}, {"operationId": "o"}, {"tags": ["t"]}]
)
def test_what_compare_has_something_to_say_about_is_compared(change: dict[str, Any]) -> None:
    pool = Pool()
    assert operation({}, pool=pool) != operation(change, pool=pool)


def body(content: dict[str, Any], version: str = "3.1") -> dict[str, MediaType]:
    read = operation({"requestBody": {"content": content}}, version).request_body
    assert read is not None
    return dict(read.content)


def test_a_media_type_keeps_its_name_and_has_one_spelling() -> None:
    read = body({'Text/Plain; Charset="UTF-8"': TEXT})
    assert {spelling: each.name for spelling, each in read.items()} == {
        "text/plain;charset=utf-8": 'Text/Plain; Charset="UTF-8"'
    }


def test_a_media_type_that_stands_twice_is_a_gap() -> None:
    read = operation({"requestBody": {"content": {"a/b": {}, "A/B": TEXT}}}).request_body
    assert read is not None
    assert [gap.part for gap in read.unreadable] == ["content/A/B"]
    assert read.content["a/b"].schema is None


def encodings(media_type: str, version: str = "3.1", **encoding: Any) -> dict[str, Encoding]:
    (read,) = body({media_type: {"schema": {}, "encoding": {"p": encoding}}}, version).values()
    return dict(read.encoding)


def test_an_encoding_that_says_nothing_is_none() -> None:
    assert encodings("multipart/form-data") == {}
    assert encodings("multipart/form-data", contentType="") == {}


def test_content_types_of_a_part_have_no_order() -> None:
    read = encodings("multipart/form-data", contentType="image/PNG, image/*")["p"]
    assert read.content_types == ("image/*", "image/png")
    assert read.style is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"style": "form"}, (Style.FORM, True, False)),
        ({"explode": False}, (Style.FORM, False, False)),
        ({"allowReserved": True}, (Style.FORM, True, True)),
        ({"style": "deepObject"}, (Style.DEEP_OBJECT, True, False)),
        ({"style": "pipeDelimited"}, (Style.PIPE_DELIMITED, False, False)),
    ],
)
def test_any_word_of_style_puts_all_in_force(
    written: dict[str, Any], expected: tuple[Style, bool, bool]
) -> None:
    read = encodings("application/x-www-form-urlencoded", **written)["p"]
    assert (read.style, read.explode, read.allow_reserved) == expected


def test_sequences_have_encodings_by_position_in_3_2() -> None:
    raw = {
        "itemSchema": {"type": "object"},
        "prefixEncoding": [{}, {"contentType": "a/b"}],
        "itemEncoding": {"encoding": {"p": {"contentType": "c/d"}}},
    }
    (read,) = body({"multipart/mixed": raw}, "3.2").values()
    assert read.item_schema is not None
    assert [each.content_types for each in read.prefix_encoding] == [(), ("a/b",)]
    assert read.item_encoding is not None
    assert list(read.item_encoding.properties) == ["p"]
    (older,) = body({"multipart/mixed": raw}, "3.1").values()
    assert older.item_schema is None
    assert not older.prefix_encoding


BYTES = {"type": "string", "format": "binary"}


@pytest.mark.parametrize(
    ("version", "media_type", "schema", "raw"),
    [
        ("3.0", "image/png", BYTES, True),
        ("3.0", "*/*", {**BYTES, "description": "d"}, True),
        ("3.0", "image/png", {**BYTES, "maxLength": 5}, False),
        ("3.0", "image/png", {**BYTES, "nullable": True}, False),
        ("3.0", "image/png", {"$ref": "#/components/schemas/B"}, True),
        ("3.0", "image/png", {"$ref": "#/nowhere"}, False),
        ("3.0", "application/json", BYTES, False),
        ("3.0", "multipart/form-data", BYTES, False),
        ("3.1", "image/png", BYTES, False),
    ],
)
def test_bytes_have_no_schema(version: str, media_type: str, schema: dict[str, Any], raw: bool) -> None:
    get = operation(
        {"requestBody": {"content": {media_type: {"schema": schema}}}},
        version,
        components={"schemas": {"B": BYTES}},
    )
    assert get.request_body is not None
    assert (get.request_body.content[media_type].schema is None) is raw


def test_examples_are_kept_by_name() -> None:
    raw = {
        "example": {"$ref": "kept"},
        "examples": {
            "a": {"value": 1},
            "b": {"externalValue": "https://h/b"},
            "c": {"$ref": "#/components/examples/c"},
            "d": 5,
        },
    }
    get = operation(
        {"requestBody": {"content": {"a/b": raw}}}, components={"examples": {"c": {"value": None}}}
    )
    assert get.request_body is not None
    media_type = get.request_body.content["a/b"]
    assert [(each.name, each.value and each.value.value, each.external) for each in media_type.examples] == [
        ("", {"$ref": "kept"}, None),
        ("a", 1, None),
        ("b", None, "https://h/b"),
        ("c", None, None),
    ]
    assert not media_type.unreadable


def test_examples_of_3_2_have_data_and_texts() -> None:
    raw = {"examples": {"a": {"dataValue": [1], "serializedValue": "1"}}}
    (read,) = body({"a/b": raw}, "3.2").values()
    assert [(each.value and each.value.value, each.serialized) for each in read.examples] == [([1], "1")]


def test_responses_are_exact_classes_or_default() -> None:
    answer = {"description": ""}
    read = operation({"responses": {"200": answer, "4xx": answer, "Default": answer, "x-a": 1}})
    assert list(read.responses) == ["200", "4XX", "default"]
    assert [response.status for response in read.responses.values()] == ["200", "4XX", "default"]


@pytest.mark.parametrize(
    "name", ["2", "20", "2000", "099", "600", "2Xx ", "2X0", "20X", "defaults", "2.0", "²00"]
)
def test_what_is_no_status_is_left_out_and_told(name: str) -> None:
    read = operation({"responses": {name: {"description": ""}, "2xX": {"description": ""}}})
    assert list(read.responses) == ["2XX"]
    assert [gap.part for gap in read.unreadable] == [f"responses/{name}"]


def test_headers_have_no_case_and_content_type_is_none() -> None:
    headers = {"X-A": TEXT, "Content-Type": TEXT, "x-b": {**TEXT, "required": True}}
    read = operation({"responses": {"200": {"description": "", "headers": headers}}}).responses["200"]
    assert {key: (header.name, header.required) for key, header in read.headers.items()} == {
        "x-a": ("X-A", False),
        "x-b": ("x-b", True),
    }


def test_a_header_that_stands_twice_is_a_gap() -> None:
    headers = {"X-A": TEXT, "x-a": TEXT}
    read = operation({"responses": {"200": {"description": "", "headers": headers}}}).responses["200"]
    assert [gap.part for gap in read.unreadable] == ["headers/x-a"]


def test_a_shared_header_has_the_name_of_each_use() -> None:
    shared = {"$ref": "#/components/headers/h"}
    responses = {"200": {"description": "", "headers": {"A": shared, "B": shared}}}
    read = operation({"responses": responses}, components={"headers": {"h": TEXT}}).responses["200"]
    assert [header.name for header in read.headers.values()] == ["A", "B"]


def test_links_say_what_follows() -> None:
    link = {
        "operationId": "o",
        "parameters": {"query.p": "$response.body#/p", "q": 5},
        "requestBody": None,
        "server": {"url": "https://h/"},
    }
    read = (
        operation({"responses": {"200": {"description": "", "links": {"l": link}}}})
        .responses["200"]
        .links["l"]
    )
    assert read.operation_id == "o"
    assert read.parameters == {"query.p": "$response.body#/p", "q": 5}
    assert read.server is not None
    assert read.server.url == "https://h"


def test_callbacks_hold_path_items() -> None:
    inner = {"parameters": [{"name": "p", "in": "query", **TEXT}], "post": {"responses": {}}, "x-a": 1}
    read = operation({"callbacks": {"c": {"{$url}": inner, "x-b": 2}}})
    callback = read.callbacks["c"]
    assert callback.extensions == {"x-b": 2}
    item = callback.items["{$url}"]
    assert item.extensions == {"x-a": 1}
    post = item.operations["POST"]
    assert (post.key, post.origin.value) == (OperationKey("POST", "{$url}"), "callback")
    assert list(post.parameters) == [ParameterKey(In.QUERY, "p")]


def test_a_path_item_may_be_a_reference_with_members_of_its_own() -> None:
    shared = {
        "parameters": [{"name": "p", "in": "query", **TEXT}],
        "get": {"operationId": "shared", "responses": {}},
        "put": {"operationId": "put", "responses": {}},
        "x-a": 1,
    }
    own = {"$ref": "#/components/pathItems/i", "get": {"operationId": "own", "responses": {}}, "x-b": 2}
    read = api(paths={"/a": own}, components={"pathItems": {"i": shared}})
    assert {key.method: each.operation_id for key, each in read.operations.items()} == {
        "GET": "own",
        "PUT": "put",
    }
    assert all(each.parameters for each in read.operations.values())
    assert read.paths["/a"].extensions == {"x-a": 1, "x-b": 2}


def test_additional_operations_have_any_method() -> None:
    read = api(
        "3.2", paths={"/a": {"additionalOperations": {"Copy": {"responses": {}}}, "query": {"responses": {}}}}
    )
    assert [key.method for key in read.operations] == ["QUERY", "Copy"]


def test_a_path_must_start_with_a_slash() -> None:
    read = api(paths={"a": {"get": {"responses": {}}}, "x-a": 5})
    assert list(read.paths) == ["a"]
    assert [problem.kind for problem in read.problems()] == ["path-without-slash"]


def test_tags_have_parents_in_3_2() -> None:
    read = api("3.2", tags=[{"name": "a", "kind": "nav", "x-a": 1}, {"name": "b", "parent": "a"}, {}])
    assert {name: (tag.parent, tag.kind) for name, tag in read.tags.items()} == {
        "a": (None, "nav"),
        "b": ("a", None),
    }
    assert [gap.part for gap in read.unreadable] == ["tags/2"]


def test_a_dialect_that_nobody_knows_is_a_gap() -> None:
    assert [gap.part for gap in api(jsonSchemaDialect="https://h/mine").unreadable] == ["jsonSchemaDialect"]
    assert not api(jsonSchemaDialect="http://json-schema.org/draft-07/schema#").unreadable
    assert not api("3.0", jsonSchemaDialect="https://h/mine").unreadable


def test_schemas_are_read_in_the_dialect_of_the_description() -> None:
    schema = {"$ref": "#/components/schemas/B", "type": "string"}
    schemas = {"A": schema, "B": {"minLength": 1}}
    own = api(components={"schemas": schemas}).schemas["A"].schema
    older = api(
        components={"schemas": schemas}, jsonSchemaDialect="http://json-schema.org/draft-07/schema#"
    ).schemas["A"]
    assert set(own.keywords) == {"$ref", "type"}
    assert set(older.schema.keywords) == {"$ref"}


def test_reading_nothing_costs_nothing() -> None:
    read = api(paths={"/a": {"get": {"parameters": 5}}})
    assert list(read.operations) == [OperationKey("GET", "/a")]
    assert read.operations.nodes[OperationKey("GET", "/a")].value == {"parameters": 5}
    assert [problem.kind for problem in read.problems()] == ["wrong-type"]


def test_an_operation_is_read_once() -> None:
    read = api(paths={"/a": {"get": {"responses": {}}}})
    key = OperationKey("GET", "/a")
    assert read.operations[key] is read.operations[key]
    assert read.operations[key] is read.paths["/a"].operations["GET"]
    assert [each is read.operations[key] for each in every_operation(read)] == [True]
    with pytest.raises(KeyError):
        read.operations[OperationKey("PUT", "/a")]


def test_records_say_where_they_stand() -> None:
    read: Operation = operation({"responses": {"200": {"description": ""}}})
    assert read.responses["200"].at.pointer == ("paths", "/a", "get", "responses", "200")
    assert read.at.line == 1


@pytest.mark.parametrize("version", ["2.0", "3.0"])
def test_a_response_is_read_when_it_is_asked_for_and_its_problems_are_told_all_the_same(version: str) -> None:
    tree = {
        "responses": {"200": {"description": "", "headers": {"X": 1}}, "404": {"$ref": "#/nowhere"}, "x": {}}
    }
    read = api(version, paths={"/a": {"get": tree}})
    (held,) = every_operation(read)
    assert isinstance(held.responses, Lazy)
    assert list(held.responses) == ["200", "404"]
    assert [gap.part for gap in held.unreadable] == ["responses/x"]
    assert [gap.part for gap in held.responses["404"].unreadable] == [""]
    assert [gap.part for gap in held.responses["200"].unreadable] == ["headers/X"]
    assert [gap.part for gap in held.unreadable] == ["responses/x"]
    again = api(version, paths={"/a": {"get": tree}})
    told = [problem.at.pointer[3:] for problem in again.problems()]
    assert told == [("responses", "200", "headers", "X"), ("responses", "404", "$ref"), ("responses", "x")]
