"""What the mock answers, and that nothing invalid leaves it."""

from __future__ import annotations

import json
import re
from typing import cast

import pytest
from tests.serve.making import JSON, PETS, answering, ask, described, mocked, read, value

from assent.api import read_api
from assent.document import from_tree
from assent.json import Json
from assent.judge import judge
from assent.schema.formats import follows
from assent.serve.answer import answer
from assent.serve.provider import Manners, mock
from assent.serve.realistic import texts_for
from assent.wire import Exchange, Headers, Request

SECURED = """\
openapi: 3.1.0
info: {title: t, version: "1"}
security: [{basic: []}, {token: []}, {key: []}]
paths:
  /x:
    get: {responses: {"200": {description: ""}}}
  /described:
    get:
      responses:
        "200": {description: ""}
        "401": {description: "", content: {application/json: {schema: {type: object, properties: {e: {const: "no"}}}}}}
components:
  securitySchemes:
    basic: {type: http, scheme: basic}
    token: {type: http, scheme: bearer}
    key: {type: apiKey, in: header, name: X-Key}
"""


CHALLENGES = 'Basic realm="*", Bearer realm="*", ApiKey realm="*", in="header", name="x-key"'


def problem_of(response: object) -> dict[str, Json]:
    document = json.loads(getattr(response, "body"))  # noqa: B009 - any response
    assert isinstance(document, dict)
    return document


def test_each_violation_of_a_request_is_told_with_its_place() -> None:
    assert ask(PETS, "/pets?limit=0").status == 422
    found = ask(PETS, "/pets", method="POST", body={"name": "", "id": "one"})
    assert found.status == 422
    assert found.header("content-type") == "application/problem+json"
    document = problem_of(found)
    violations = document["violations"]
    assert isinstance(violations, list)
    told = {(it["pointer"], it["keyword"]) for it in violations if isinstance(it, dict)}
    assert told == {("/name", "minLength"), ("/id", "type")}
    assert all(isinstance(it, dict) and it["location"] and it["message"] for it in violations)


def test_a_refusal_is_given_as_the_description_gives_it() -> None:
    operation: Json = {
        "parameters": [{"name": "a", "in": "query", "required": True, "schema": {"type": "integer"}}],
        "responses": {
            "200": {"description": ""},
            "400": {"description": "", "content": {"application/json": {"schema": {"const": {"no": 1}}}}},
        },
    }
    found = ask(described(operation))
    assert (found.status, value(found)) == (400, {"no": 1})


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ((), 401),
        ((("Authorization", "Basic YTpi"),), 200),
        ((("Authorization", "Basic not base64"),), 401),
        ((("Authorization", "Bearer abc"),), 200),
        ((("Authorization", "Digest abc"),), 401),
        ((("X-Key", "k"),), 200),
    ],
)
def test_credentials_count_by_presence_and_form(headers: Headers, status: int) -> None:
    found = ask(SECURED, headers=headers)
    assert found.status == status
    assert (found.header("www-authenticate") == CHALLENGES) == (status == 401)


def test_a_described_401_still_challenges() -> None:
    found = ask(SECURED, "/described")
    assert (found.status, value(found)) == (401, {"e": "no"})
    assert found.header("www-authenticate")


@pytest.mark.parametrize(
    ("method", "target", "body", "headers", "status"),
    [
        ("GET", "/nowhere", b"", (), 404),
        ("PUT", "/pets", b"", (), 405),
        ("POST", "/pets", b"{", (JSON,), 400),
        ("POST", "/pets", b"<a/>", (("Content-Type", "text/xml"),), 415),
        ("POST", "/pets", b"", (), 422),
        ("POST", "/pets", b'{"name": "Rex"}', (JSON,), 201),
        ("GET", "/pets/one", b"", (), 422),
        ("DELETE", "/pets/1", b"", (), 204),
    ],
)
def test_the_status_is_that_of_a_careful_peer(
    method: str, target: str, body: bytes, headers: Headers, status: int
) -> None:
    assert answer(mocked(PETS), Request(method, target, headers, body)).status == status


def test_405_and_options_tell_what_is_allowed() -> None:
    refused = ask(PETS, "/pets", method="PUT")
    assert refused.header("allow") == "GET, HEAD, POST"
    asked = ask(mocked(PETS, cors=True), "/pets", method="OPTIONS")
    assert (asked.status, asked.header("allow")) == (204, "GET, HEAD, OPTIONS, POST")


def test_head_is_get_without_the_body() -> None:
    provider = mocked(PETS)
    head, get = ask(provider, "/pets", method="HEAD"), ask(provider, "/pets")
    assert (head.status, head.body) == (200, b"")
    assert head.header("content-length") == str(len(get.body))
    assert head.header("x-total") == get.header("x-total") == "7"


def test_what_was_proven_for_head_is_proven_anew_for_get() -> None:
    """A HEAD must not let an invalid body of GET pass: its proof looks at the body as well."""
    headers: Json = {"X-A": {"required": True, "schema": {"not": {}}}}
    provider = mocked(answering({"application/json": {"schema": {"type": "integer"}}}, headers=headers))
    assert ask(provider, method="HEAD").status == 500
    assert ask(provider).status == 500


def test_any_origin_may_call_where_cors_is_on() -> None:
    found = ask(mocked(PETS, cors=True), "/pets", headers=(("Origin", "https://a.example"),))
    assert found.header("access-control-allow-origin") == "https://a.example"
    assert found.header("vary") == "Origin"
    assert ask(mocked(PETS, cors=False), "/pets").header("access-control-allow-origin") is None
    asking = (("Origin", "https://a.example"), ("Access-Control-Request-Method", "POST"))
    preflight = ask(mocked(PETS, cors=True), "/pets", method="OPTIONS", headers=asking)
    assert preflight.header("access-control-allow-methods") == "POST"


def test_a_described_cors_header_is_not_sent_twice() -> None:
    headers: Json = {
        "Access-Control-Allow-Origin": {"schema": {"type": "string", "const": "https://b.example"}}
    }
    found = ask(mocked(answering({}, headers=headers), cors=True))
    assert found.header_values("access-control-allow-origin") == ("https://b.example",)


def test_what_was_asked_comes_back_where_it_fits() -> None:
    provider = mocked(PETS)
    assert value(ask(provider, "/pets/4711")) == {"id": 4711, "name": "string", "tag": "string"}
    added = value(ask(provider, "/pets", method="POST", body={"name": "Ada", "tag": "dog", "age": 3}))
    assert isinstance(added, dict)
    assert (added["name"], added["tag"]) == ("Ada", "dog")


@pytest.mark.parametrize(
    "schema",
    [
        {"not": {}},
        {"type": "string", "minLength": 3, "maxLength": 2},
        {"allOf": [{"const": 1}, {"const": 2}]},
    ],
    ids=["nothing", "length", "constants"],
)
def test_a_schema_that_no_value_meets_is_a_500_that_says_so(schema: Json) -> None:
    found = ask(answering({"application/json": {"schema": schema}}))
    assert found.status == 500
    assert found.header("content-type") == "application/problem+json"
    assert problem_of(found)["detail"]


def test_an_invalid_example_is_passed_over() -> None:
    content: Json = {
        "application/json": {
            "schema": {"type": "integer", "minimum": 10},
            "examples": {"bad": {"value": "ten"}, "good": {"value": 12}},
        }
    }
    assert value(ask(answering(content))) == 12
    only: Json = {"application/json": {"schema": {"type": "integer", "minimum": 10}, "example": 3}}
    assert value(ask(answering(only))) == 10


def test_a_required_header_without_a_valid_value_is_a_500() -> None:
    headers: Json = {"X-A": {"required": True, "schema": {"not": {}}}}
    assert ask(answering({}, headers=headers)).status == 500
    assert ask(answering({}, headers={"X-A": {"schema": {"not": {}}}})).status == 200


def test_a_write_only_member_does_not_leave() -> None:
    schema: Json = {
        "type": "object",
        "required": ["id", "secret"],
        "properties": {"id": {"type": "integer"}, "secret": {"type": "string", "writeOnly": True}},
    }
    body = value(ask(answering({"application/json": {"schema": schema}})))
    assert isinstance(body, dict)
    assert "secret" not in body


def test_an_operation_that_ends_says_so() -> None:
    operation: Json = {
        "deprecated": True,
        "x-sunset": "2027-03-01",
        "responses": {"200": {"description": ""}},
    }
    found = ask(described(operation))
    assert found.header("deprecation") == "@0"
    assert found.header("sunset") == "Mon, 01 Mar 2027 00:00:00 GMT"


BODIES: dict[str, Json] = {
    "application/json": {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}},
    "application/xml": {"type": "object", "xml": {"name": "a"}, "properties": {"b": {"type": "string"}}},
    "application/x-www-form-urlencoded": {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "string"}},
    },
    "multipart/form-data": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
    "text/plain": {"type": "string", "minLength": 2},
    "text/csv": {"type": "string"},
    "application/octet-stream": {},
    "application/pdf": {"type": "string", "format": "binary"},
    "application/vnd.api+json": {"type": "array", "minItems": 2},
    "*/*": {"type": "boolean"},
}


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("dynamic", [False, True], ids=["static", "dynamic"])
def test_bodies_of_every_kind_are_valid(kind: str, dynamic: bool) -> None:
    api = answering({kind: {"schema": BODIES[kind]}})
    found = ask(mocked(api, dynamic=dynamic))
    assert found.status == 200
    assert not [str(it.message) for it in judge(api, Exchange(Request("GET", "/x"), found)) if it.decided]


def test_a_base_path_of_servers_goes_before_the_paths() -> None:
    text = PETS.replace(
        "paths:", "servers: [{url: 'https://a.example/{v}', variables: {v: {default: v2}}}]\npaths:", 1
    )
    assert ask(text, "/v2/pets").status == 200
    assert ask(text, "/pets").status == 404


def test_strict_manners_refuse_for_warnings_too() -> None:
    schema: Json = {"type": "string", "format": "date"}
    api = described(
        {
            "parameters": [{"name": "day", "in": "query", "schema": schema}],
            "responses": {"200": {"description": ""}},
        }
    )
    assert ask(mocked(api), "/x?day=monday").status == 200
    assert ask(mocked(api, strict=True), "/x?day=monday").status == 422


def test_null_is_sent_only_where_every_reading_of_the_standard_takes_it() -> None:
    schema: Json = {
        "type": "object",
        "required": ["a", "b"],
        "properties": {
            "a": {"nullable": True, "example": None, "allOf": [{"type": "object"}]},
            "b": {"type": "string", "nullable": True, "enum": ["x", None], "example": None},
        },
    }
    content: Json = {"application/json": {"schema": schema}}
    body = value(ask(answering(content, openapi="3.0.4")))
    assert isinstance(body, dict)
    assert isinstance(body["a"], dict)
    assert body["b"] is None


def test_a_described_405_tells_what_is_allowed() -> None:
    found = ask(described({"responses": {"405": {"description": ""}}}, method="post"), method="POST")
    assert (found.status, found.header("allow")) == (405, "POST")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ((("Authorization", "Basic YTpi"),), 200),
        ((("Authorization", "Basic YTpj"),), 401),
        ((("Authorization", "Bearer t"),), 200),
        ((("Authorization", "Bearer u"),), 401),
        ((("X-Key", "k"),), 200),
        ((("X-Key", "l"),), 401),
        ((), 401),
    ],
)
def test_secrets_that_the_mock_knows_must_be_right(headers: Headers, status: int) -> None:
    secrets = {"basic": "a:b", "token": "t", "key": "k"}
    provider = mock(read(SECURED), manners=Manners(secrets=secrets))
    assert ask(provider, headers=headers).status == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ((("Authorization", "Bearer t"),), 200),
        ((("Authorization", "Bearer u"),), 401),
        ((("X-Key", "any"),), 200),
        ((("Authorization", "Basic YTpj"),), 200),
        ((("Authorization", "Basic !"),), 401),
    ],
)
def test_a_wrong_secret_is_not_made_good_by_schemes_that_the_request_does_not_use(
    headers: Headers, status: int
) -> None:
    provider = mock(read(SECURED), manners=Manners(secrets={"token": "t"}))
    assert ask(provider, headers=headers).status == status


def test_every_401_has_a_challenge() -> None:
    only_key = read(SECURED.replace("[{basic: []}, {token: []}, {key: []}]", "[{key: []}]"))
    assert ask(only_key).header("www-authenticate") == 'ApiKey realm="*", in="header", name="x-key"'


def test_what_breaks_a_format_does_not_come_back() -> None:
    schema: Json = {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}}
    parameter: Json = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    operation: Json = {
        "parameters": [parameter],
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}},
    }
    api = described(operation, path="/x/{id}")
    own = "00000000-0000-4000-8000-000000000001"
    assert value(ask(api, f"/x/{own}")) == {"id": own}
    assert value(ask(api, "/x/no-uuid")) != {"id": "no-uuid"}


def test_dynamic_values_look_like_what_their_names_promise() -> None:
    schema: Json = {
        "type": "object",
        "required": ["firstName", "email", "city", "code", "state", "born"],
        "properties": {
            "firstName": {"type": "string"},
            "email": {"type": "string", "format": "email"},
            "city": {"type": "string", "maxLength": 3},
            "code": {"type": "string", "pattern": "^[a-z]{2}[0-9]$"},
            "state": {"enum": ["on", "off"]},
            "born": {"type": "string", "format": "date"},
        },
    }
    provider = mocked(answering({"application/json": {"schema": schema}}), dynamic=True)
    names = set()
    for page in range(20):
        body = value(ask(provider, f"/x?page={page}"))
        assert isinstance(body, dict)
        names.add(body["firstName"])
        assert len(str(body["city"])) <= 3
        assert body["state"] in ("on", "off")
    assert len(names) > 3
    assert names <= set(texts_for("firstName"))


LOOKS = {
    "uri": r"https://example\.(com|net|org)/\S+",
    "url": r"https://example\.(com|net|org)/\S+",
    "uri-reference": r"/[a-z/-]+",
    "hostname": r"example\.(com|net|org)",
    "ipv4": r"192\.0\.2\.\d+",
    "ipv6": r"2001:db8::[0-9a-f]+",
    "uuid": r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    "date-time": r"20[12]\d-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "date": r"20[12]\d-\d\d-\d\d",
    "time": r"\d\d:\d\d:\d\dZ",
    "duration": r"PT\d+H\d+M",
    "email": r"[a-z0-9.]+@example\.(com|net|org)",
    "byte": r"[A-Za-z0-9+/]+=*",
}


@pytest.mark.parametrize("format", LOOKS)
def test_formats_look_like_what_people_write(format: str) -> None:
    member: Json = {"type": "string", "format": format}
    schema: Json = {"type": "object", "required": ["it"], "properties": {"it": member}}
    header: Json = {"required": True, "schema": member}
    provider = mocked(
        answering({"application/json": {"schema": schema}}, headers={"X-It": header}), dynamic=True
    )
    for page in range(10):
        found = ask(provider, f"/x?page={page}")
        body = value(found)
        assert isinstance(body, dict)
        assert re.fullmatch(LOOKS[format], str(body["it"]))
        assert re.fullmatch(LOOKS[format], str(found.header("x-it")))
        assert all(follows(format, text) for text in (body["it"], found.header("x-it")))


def test_formats_that_nobody_registered_are_what_their_name_says() -> None:
    looks = {
        "url": r"https://example\.\w+/\S+",
        "ip": r"192\.0\.2\.\d+",
        "guid": r"[0-9a-f]{8}-.*",
        "password": r"\S+",
        "odd": "string",
        "uuid": "123e4567-e89b-12d3-a456-426614174000",
    }
    schema: Json = {
        "type": "object",
        "properties": {name: {"type": "string", "format": name} for name in looks},
    }
    body = value(ask(answering({"application/json": {"schema": schema}})))
    assert isinstance(body, dict)
    for name, look in looks.items():
        assert re.fullmatch(look, str(body[name])), name
    assert body["password"] != "string"


def test_what_an_author_gave_with_a_format_stays() -> None:
    given: Json = {"mail": "joe@acme.test", "page": "https://acme.test/"}
    texts: Json = {"type": "string", "format": "uri", "pattern": "^https://api[.]example[.]com/"}
    schema: Json = {
        "type": "object",
        "required": ["kept", "member", "patterned", "short"],
        "properties": {
            "kept": {
                "type": "object",
                "properties": {
                    "mail": {"type": "string", "format": "email"},
                    "page": {"type": "string", "format": "uri"},
                },
                "example": given,
            },
            "member": {"type": "string", "format": "uri", "example": "https://acme.test/me"},
            "patterned": texts,
            "short": {"type": "string", "format": "uri", "maxLength": 6},
        },
    }
    provider = mocked(answering({"application/json": {"schema": schema}}), dynamic=True)
    kept: list[Json] = []
    for page in range(10):
        body = value(ask(provider, f"/x?page={page}"))
        assert isinstance(body, dict)
        kept.append(body["kept"])
        kept.append(body["member"])
        assert str(body["patterned"]).startswith("https://api.example.com/")
        assert len(str(body["short"])) <= 6
    assert given in kept
    assert "https://acme.test/me" in kept


def test_operations_with_servers_of_their_own_are_served_below_both() -> None:
    api = read(
        """\
openapi: 3.1.0
info: {title: t, version: "1"}
servers: [{url: "https://a.example/v2"}]
paths:
  /x: {get: {responses: {"200": {description: ""}}}}
  /files:
    servers: [{url: "https://files.example/upload"}]
    get: {responses: {"200": {description: ""}}}
"""
    )
    served = mocked(api)
    assert ask(served, "/upload/files").status == 200
    assert ask(served, "/v2/files").status == 200
    assert ask(served, "/v2/x").status == 200
    assert ask(served, "/upload/x").status == 404


def test_an_example_that_breaks_a_format_is_mended_there_and_nowhere_else() -> None:
    schema: Json = {
        "type": "object",
        "properties": {
            "uri": {"type": "string", "format": "uri"},
            "at": {"type": "string", "format": "date-time"},
            "n": {"type": "string"},
        },
    }
    example: Json = {"uri": "/things/1", "at": "2024-010-23T16:29:47Z", "n": "kept"}
    found = value(ask(answering({"application/json": {"schema": schema, "example": example}})))
    assert found == {"uri": "https://example.com/things/1", "at": "2024-02-29T08:30:06Z", "n": "kept"}


@pytest.mark.parametrize("described_header", ["Transfer-Encoding", "Content-Length", "Connection"])
def test_what_frames_a_message_is_never_made_up(described_header: str) -> None:
    headers: Json = {described_header: {"required": True, "schema": {"type": "string", "example": "279"}}}
    found = ask(answering({"application/json": {"schema": {"type": "string"}}}, headers=headers))
    fields = {name.lower(): text for name, text in found.headers}
    assert "connection" not in fields
    if described_header == "Transfer-Encoding":
        assert fields["transfer-encoding"] == "chunked"
        assert "content-length" not in fields
    else:
        assert fields["content-length"] == str(len(found.body))


def test_deprecated_operations_say_so_in_the_headers_of_the_standards() -> None:
    def asked(**members: Json) -> Headers:
        return ask(described({"responses": {"200": {"description": ""}}, **members})).headers

    assert ("Deprecation", "@1688169599") in asked(
        deprecated=True, **{"x-deprecated-at": "2023-06-30T23:59:59Z"}
    )
    assert ("Deprecation", "@0") in asked(deprecated=True)
    assert ("Sunset", "Wed, 31 Dec 2025 00:00:00 GMT") in asked(**{"x-sunset": "2025-12-31"})
    assert not any(name in ("Deprecation", "Sunset") for name, _ in asked())


def test_an_example_without_the_property_that_tells_it_apart_is_not_served() -> None:
    branches: list[Json] = [
        {"type": "object", "properties": {"kind": {"enum": [kind]}, "n": {"type": "integer"}}}
        for kind in ("a", "b")
    ]
    schema: Json = {"anyOf": branches, "discriminator": {"propertyName": "kind"}}
    found = value(ask(answering({"application/json": {"schema": schema, "example": {"n": 1}}})))
    assert isinstance(found, dict)
    assert found["kind"] in ("a", "b")


def test_a_described_problem_document_tells_what_is_wrong_with_the_request() -> None:
    limit: Json = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    described_as: Json = {
        "type": "object",
        "required": ["title"],
        "properties": {"title": {"type": "string"}},
    }
    refusal: Json = {"description": "", "content": {"application/problem+json": {"schema": described_as}}}
    operation: Json = {"parameters": [limit], "responses": {"200": {"description": ""}, "422": refusal}}
    found = ask(described(operation), "/x?limit=a")
    told = value(found)
    assert found.status == 422
    assert isinstance(told, dict)
    (violation,) = cast("list[dict[str, Json]]", told["violations"])
    assert (violation["location"], violation["keyword"]) == ("query limit", "type")


def test_an_authors_example_of_a_problem_document_goes_before_ours() -> None:
    limit: Json = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    media: Json = {"schema": {"type": "object"}, "example": {"title": "no"}}
    refusal: Json = {"description": "", "content": {"application/problem+json": media}}
    operation: Json = {"parameters": [limit], "responses": {"200": {"description": ""}, "422": refusal}}
    assert value(ask(described(operation), "/x?limit=a")) == {"title": "no"}


@pytest.mark.parametrize(
    ("kind", "schema", "body"),
    [
        ("text/event-stream", {"type": "string"}, b"string"),
        ("text/event-stream", {"type": "object", "properties": {}}, b'data: {"string":"string"}\n\n'),
        ("application/x-ndjson", {"type": "object", "properties": {}}, b'{"string":"string"}\n'),
    ],
)
def test_a_sequence_that_is_described_by_no_array_is_answered(kind: str, schema: Json, body: bytes) -> None:
    found = ask(answering({kind: {"schema": schema}}))
    assert (found.status, found.body) == (200, body)


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/x", "No path of the description matches /x. Its servers are below /v2."),
        ("/v2/y", "No path of the description matches /v2/y."),
    ],
)
def test_who_leaves_out_the_base_path_is_told_of_it(path: str, detail: str) -> None:
    api = read(SECURED.replace("paths:", "servers: [{url: 'https://a.example/v2'}]\npaths:", 1))
    assert problem_of(ask(api, path))["detail"] == detail


@pytest.mark.parametrize("dynamic", [False, True], ids=["static", "dynamic"])
def test_a_discriminator_has_a_word_of_its_mapping(dynamic: bool) -> None:
    def kind(*required: str) -> Json:
        named: Json = {"kind": {"type": "string"}, "n": {"type": "integer"}, "m": {"type": "integer"}}
        return {"type": "object", "required": [*required], "properties": named, "additionalProperties": False}

    mapping: Json = {"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog"}
    tree: Json = {
        "openapi": "3.0.4",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/x": {
                "get": {
                    "responses": {
                        "200": {
                            "description": "",
                            "content": {
                                "application/json": {
                                    "schema": {
                                        "oneOf": [
                                            {"$ref": "#/components/schemas/Cat"},
                                            {"$ref": "#/components/schemas/Dog"},
                                        ],
                                        "discriminator": {"propertyName": "kind", "mapping": mapping},
                                    }
                                }
                            },
                        }
                    }
                }
            }
        },
        "components": {
            "schemas": {
                "Cat": {"allOf": [kind("kind", "n")], "not": {"required": ["m"]}},
                "Dog": kind("kind", "m"),
            }
        },
    }
    provider = mocked(read_api(from_tree(tree)), dynamic=dynamic)
    for page in range(20):
        body = value(ask(provider, f"/x?page={page}"))
        assert isinstance(body, dict)
        assert body["kind"] == ("dog" if "m" in body else "cat")
