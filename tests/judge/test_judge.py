"""What the judge says of exchanges that need more than one rule's case to show."""

from __future__ import annotations

import gzip
import io
import json

import pytest

from assent.api import Api, read_api
from assent.document import load
from assent.findings import Finding
from assent.json import Json
from assent.judge import judge
from assent.wire import Exchange, Headers, Request, Response

JSON = (("Content-Type", "application/json"),)


def describe(operation: Json, *, method: str = "get", path: str = "/x", **root: Json) -> Api:
    tree: Json = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {path: {method: operation}},
        **root,
    }
    return read_api(load("-", stdin=io.BytesIO(json.dumps(tree).encode())))


def answers(schema: Json, media: str = "application/json") -> Api:
    return describe({"responses": {"200": {"description": "", "content": {media: {"schema": schema}}}}})


def takes(schema: Json, media: str = "application/json", **more: Json) -> Api:
    body: Json = {"content": {media: {"schema": schema, **more}}}
    return describe({"requestBody": body, "responses": {"200": {"description": ""}}}, method="post")


def told(api: Api, exchange: Exchange) -> list[tuple[str, str]]:
    return [(finding.rule.id, finding.subject) for finding in judge(api, exchange)]


def answered(api: Api, body: bytes, headers: Headers = JSON) -> list[Finding]:
    return list(judge(api, Exchange(Request("GET", "/x"), Response(200, headers, body))))


def sent(api: Api, body: bytes, headers: Headers = JSON) -> list[tuple[str, str]]:
    return told(api, Exchange(Request("POST", "/x", headers, body)))


def test_one_cause_in_many_items_is_one_finding_that_names_them() -> None:
    api = answers({"type": "array", "items": {"type": "object", "required": ["a", "b"]}})
    first, second = answered(api, json.dumps([{"a": 1}, {}, {}]).encode())
    assert [first.subject, second.subject] == ["* required", "* required"]
    assert first.witness
    assert [it.value_pointer for it in first.witness.because] == [("0",), ("1",), ("2",)]


READ_ONLY: Json = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string"}},
}


def test_a_required_property_that_is_read_only_need_not_be_sent_but_must_be_answered() -> None:
    assert sent(takes(READ_ONLY), b'{"name": "a"}') == []
    assert sent(takes(READ_ONLY), b'{"name": "a", "id": 1}') == [("read-only-sent", "id readOnly")]
    assert sent(takes(READ_ONLY), b'{"name": "a", "id": "x"}') == [
        ("invalid-request-body", "id type"),
        ("read-only-sent", "id readOnly"),
    ]
    assert [it.subject for it in answered(answers(READ_ONLY), b'{"name": "a"}')] == ["required"]


@pytest.mark.parametrize("composed", ["allOf", "anyOf", "oneOf"])
def test_read_only_counts_inside_compositions_and_references(composed: str) -> None:
    schema: Json = {composed: [{"$ref": "#/components/schemas/Base"}], "required": ["id"]}
    body: Json = {"content": {"application/json": {"schema": {"type": "array", "items": schema}}}}
    operation: Json = {"requestBody": body, "responses": {"200": {"description": ""}}}
    components: Json = {"schemas": {"Base": READ_ONLY}}
    api = describe(operation, method="post", components=components)
    assert sent(api, b'[{"name": "a"}]') == []
    found = sent(api, b'[{"name": "a", "id": 1}]')
    assert found == [("read-only-sent", "*/id readOnly")]


def test_a_mark_of_an_alternative_that_does_not_take_the_value_does_not_count() -> None:
    other: Json = {"type": "object", "required": ["k"], "properties": {"id": {"type": "integer"}, "k": {}}}
    schema: Json = {"anyOf": [READ_ONLY, other]}
    assert sent(takes(schema), b'{"k": 1, "id": 1}') == []
    assert sent(takes(schema), b'{"name": "a", "id": 1}') == [("read-only-sent", "id readOnly")]


def test_the_closest_alternative_explains_a_union() -> None:
    schema: Json = {
        "oneOf": [
            {
                "type": "object",
                "required": ["k"],
                "properties": {"k": {"const": "a"}, "n": {"type": "integer"}},
            },
            {
                "type": "object",
                "required": ["k"],
                "properties": {"k": {"const": "b"}, "s": {"type": "string"}},
            },
        ]
    }
    (finding,) = answered(answers(schema), b'{"k": "b", "s": 1}')
    assert finding.subject == "s type"
    assert finding.new
    assert finding.new.pointer[-3:] == ("properties", "s", "type")


def test_a_compressed_body_is_opened() -> None:
    headers = (*JSON, ("Content-Encoding", "gzip"))
    assert answered(answers({"type": "integer"}), gzip.compress(b"1"), headers) == []
    (finding,) = answered(answers({"type": "integer"}), gzip.compress(b'"a"'), headers)
    assert finding.rule.id == "invalid-response-body"
    (unknown,) = answered(answers({"type": "integer"}), b"x", (*JSON, ("Content-Encoding", "br")))
    assert (unknown.rule.id, unknown.decided) == ("not-judged", False)


def test_a_number_in_a_query_is_read_as_the_schema_wants() -> None:
    for schema, text, fine in (
        ({"type": "string", "pattern": "^[0-9]$"}, "1", True),
        ({"type": "integer"}, "1", True),
        ({"type": "integer"}, "1.5", False),
        ({"oneOf": [{"type": "integer"}, {"type": "null"}]}, "", True),
        ({"type": "array", "items": {"type": "integer"}, "maxItems": 2}, "1&q=2&q=3", False),
        ({"enum": ["1", "2"]}, "1", True),
    ):
        parameter: Json = {"name": "q", "in": "query", "schema": schema}  # type: ignore[dict-item]  # a schema is JSON
        api = describe({"parameters": [parameter], "responses": {"200": {"description": ""}}})
        found = told(api, Exchange(Request("GET", f"/x?q={text}")))
        assert (found == []) is fine, (schema, text, found)


def test_a_form_and_a_multipart_body_are_judged_by_property() -> None:
    schema: Json = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
    form = "application/x-www-form-urlencoded"
    assert sent(takes(schema, form), b"n=1", (("Content-Type", form),)) == []
    assert sent(takes(schema, form), b"n=x", (("Content-Type", form),)) == [
        ("invalid-request-body", "n type")
    ]
    assert sent(takes(schema, form), b"", (("Content-Type", form),)) == [("invalid-request-body", "required")]
    multipart = (("Content-Type", "multipart/form-data; boundary=b"),)
    body = b'--b\r\nContent-Disposition: form-data; name="n"\r\n\r\n%s\r\n--b--\r\n'
    assert sent(takes(schema, "multipart/form-data"), body % b"1", multipart) == []
    assert sent(takes(schema, "multipart/form-data"), body % b"x", multipart) == [
        ("invalid-request-body", "n type")
    ]


def test_each_item_of_a_sequence_is_judged() -> None:
    media: Json = {"application/jsonl": {"itemSchema": {"type": "integer"}}}
    operation: Json = {"responses": {"200": {"description": "", "content": media}}}
    tree: Json = {
        "openapi": "3.2.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/x": {"get": operation}},
    }
    api = read_api(load("-", stdin=io.BytesIO(json.dumps(tree).encode())))
    (finding,) = answered(api, b'1\n"a"\n', (("Content-Type", "application/jsonl"),))
    assert finding.subject == "* type"
    assert finding.witness
    assert finding.witness.because[0].value_pointer == ("1",)


def test_swagger_two_is_judged_by_the_same_rules() -> None:
    tree: Json = {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "basePath": "/v1",
        "consumes": ["application/x-www-form-urlencoded"],
        "produces": ["application/json"],
        "paths": {
            "/x": {
                "post": {
                    "parameters": [
                        {"name": "f", "in": "formData", "type": "integer", "required": True},
                        {
                            "name": "ids",
                            "in": "query",
                            "type": "array",
                            "items": {"type": "integer"},
                            "collectionFormat": "pipes",
                        },
                    ],
                    "responses": {"200": {"description": "", "schema": {"type": "integer"}}},
                }
            }
        },
    }
    api = read_api(load("-", stdin=io.BytesIO(json.dumps(tree).encode())))
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    fine = Exchange(Request("POST", "/v1/x?ids=1|2", form, b"f=1"), Response(200, JSON, b"1"))
    assert told(api, fine) == []
    wrong = Exchange(Request("POST", "/v1/x?ids=1,a", form, b"f=a"), Response(200, JSON, b'"a"'))
    assert [rule for rule, _ in told(api, wrong)] == [
        "invalid-parameter",
        "invalid-request-body",
        "invalid-response-body",
    ]


def test_credentials_are_seen_by_their_form() -> None:
    schemes: Json = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
        "query": {"type": "apiKey", "in": "query", "name": "key"},
        "cert": {"type": "mutualTLS"},
        "oauth": {"type": "oauth2", "flows": {}},
    }

    def missing(name: str, request: Request) -> bool:
        operation: Json = {"responses": {"200": {"description": ""}}, "security": [{name: []}]}
        api = describe(operation, components={"securitySchemes": schemes})
        return ("missing-credentials", "") in told(api, Exchange(request))

    bearer = Request("GET", "/x", (("Authorization", "bearer t"),))
    assert not missing("bearer", bearer)
    assert not missing("oauth", bearer)
    assert missing("bearer", Request("GET", "/x", (("Authorization", "Basic YTpi"),)))
    assert not missing("cookie", Request("GET", "/x", (("Cookie", "a=1; sid=2"),)))
    assert missing("cookie", Request("GET", "/x", (("Cookie", "a=1"),)))
    assert not missing("query", Request("GET", "/x?key=1"))
    assert missing("query", Request("GET", "/x"))
    assert not missing("cert", Request("GET", "/x"))


def test_what_no_validator_can_apply_is_said() -> None:
    (finding,) = answered(answers({"$ref": "#/components/schemas/Gone"}), b"1")
    assert (finding.rule.id, finding.decided) == ("not-judged", False)
