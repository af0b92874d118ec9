"""Where each place of compare's list is edited, and with which values."""

from __future__ import annotations

from tests.compare.mutations import (
    ABSENT,
    ANSWER,
    BODY,
    FLOWS,
    FORM,
    HEADER,
    HEARD,
    INT,
    JSON_ANSWERED,
    JSON_SENT,
    LINK,
    OAUTH,
    OP,
    PARAMETER,
    PATH,
    POST,
    SERVER,
    TEXT,
    Spot,
)

from assent.compare.places import Place
from assent.json import Json

WORDS = (ABSENT, "one", "two")
DAYS = (ABSENT, "2031-01-31", "2032-01-31")
LEVELS = ("alpha", "beta")
ON = (ABSENT, True)
PARAMETER_ARRAY: tuple[tuple[str, Json], ...] = (("schema", {"type": "array", "items": {"type": "string"}}),)
HEADER_OBJECT: tuple[tuple[str, Json], ...] = (
    ("schema", {"type": "object", "properties": {"a": {"type": "string"}}}),
)
EXAMPLES = (ABSENT, {"a": {"value": 1}}, {"a": {"value": 2}})
DOCS = (ABSENT, {"url": "https://a.example"}, {"url": "https://b.example"})
LIMITS = (
    ({"name": "limit", "in": "query", "schema": TEXT},),
    ({"name": "page", "in": "query", "schema": TEXT},),
)

THREE: dict[str, dict[str, Spot]] = {
    "OpenAPI Object": {
        "openapi": Spot(("",), ()),
        "$self": Spot(("",), (ABSENT, "https://a.example/api.json")),
        "info": Spot(("",), ({"title": "a", "version": "1"}, {"title": "b", "version": "1"})),
        "jsonSchemaDialect": Spot(
            ("",),
            (
                ABSENT,
                "https://json-schema.org/draft/2020-12/schema",
                "https://spec.openapis.org/oas/3.1/dialect/base",
            ),
        ),
        "servers": Spot(("",), (ABSENT, [{"url": "https://a.example"}], [{"url": "https://b.example/x"}])),
        "paths": Spot(("",), ({"/a": {"get": OP}}, {"/b": {"get": OP}})),
        "webhooks": Spot(("",), (ABSENT, {"born": HEARD}, {"gone": HEARD})),
        "components": Spot(("",), ({"schemas": {"A": INT}}, {"schemas": {"B": TEXT}}), (("paths", {}),)),
        "security": Spot(("",), (ABSENT, [{"key": []}], [{"basic": []}]), (("paths", {"/a": {"get": OP}}),)),
        "tags": Spot(("",), (ABSENT, [{"name": "a"}], [{"name": "b"}])),
        "externalDocs": Spot(("",), DOCS),
    },
    "Info Object": {
        name: Spot(("/info",), WORDS if name not in ("title", "version") else ("one", "two"))
        for name in ("title", "summary", "description", "termsOfService", "version")
    }
    | {
        "contact": Spot(("/info",), (ABSENT, {"name": "a"}, {"name": "b"})),
        "license": Spot(("/info",), (ABSENT, {"name": "a"}, {"name": "b"})),
    },
    "Contact Object": {name: Spot(("/info/contact",), WORDS) for name in ("name", "url", "email")},
    "License Object": {
        "name": Spot(("/info/license",), ("one", "two")),
        "identifier": Spot(("/info/license",), WORDS),
        "url": Spot(("/info/license",), WORDS),
    },
    "Server Object": {
        "url": Spot((SERVER,), ("https://a.example", "https://b.example/x")),
        "description": Spot((SERVER,), WORDS),
        "name": Spot((SERVER,), WORDS),
        "variables": Spot(
            (SERVER,),
            ({"v": {"default": "1", "enum": ["1"]}}, {"v": {"default": "2", "enum": ["2"]}}),
            (("url", "https://a.example/{v}"),),
        ),
    },
    "Server Variable Object": {
        "enum": Spot(("/servers/1/variables/v",), (["1"], ["2"], ["1", "2"]), (("default", "1"),)),
        "default": Spot(("/servers/1/variables/v",), ("1", "2"), (("enum", ["1", "2"]),)),
        "description": Spot(("/servers/1/variables/v",), WORDS, (("default", "1"),)),
    },
    "Components Object": {
        name: Spot(("/components",), (ABSENT, {"A": held}, {"B": held}))
        for name, held in (
            ("schemas", INT),
            ("responses", {"description": "a"}),
            ("parameters", {"name": "a", "in": "query", "schema": TEXT}),
            ("examples", {"value": 1}),
            ("requestBodies", {"content": {}}),
            ("headers", {"schema": TEXT}),
            ("links", {"operationId": "addPet"}),
            ("callbacks", {"{$url}": HEARD}),
            ("pathItems", {"get": OP}),
            ("mediaTypes", {"schema": TEXT}),
        )
    }
    | {"securitySchemes": Spot(("/components",), ({"unused": {"type": "http", "scheme": "basic"}}, {}), ())},
    "Paths Object": {"/{path}": Spot(("/paths",), ({"/a": {"get": OP}}, {"/b": {"get": OP}}, {}))},
    "Path Item Object": {
        name: Spot((PATH,), (ABSENT, OP))
        for name in ("get", "put", "delete", "options", "head", "patch", "trace", "query")
    }
    | {
        "post": Spot((PATH,), (ABSENT, OP)),
        "$ref": Spot(
            ("/paths/~1a",),
            (ABSENT, "#/components/pathItems/A", "#/components/pathItems/B"),
        ),
        "summary": Spot((PATH,), WORDS),
        "description": Spot((PATH,), WORDS),
        "additionalOperations": Spot((PATH,), (ABSENT, {"COPY": OP}, {"MOVE": OP})),
        "servers": Spot((PATH,), (ABSENT, [{"url": "https://c.example"}], [{"url": "https://d.example/x"}])),
        "parameters": Spot((PATH,), (ABSENT, list(LIMITS[0]), list(LIMITS[1])), (("post", OP),)),
    },
    "Operation Object": {
        "tags": Spot((POST,), (ABSENT, ["a"], ["b"])),
        "summary": Spot((POST,), WORDS),
        "description": Spot((POST,), WORDS),
        "externalDocs": Spot((POST,), DOCS),
        "operationId": Spot((POST,), WORDS),
        "parameters": Spot((POST,), (ABSENT, list(LIMITS[0]), list(LIMITS[1]))),
        "requestBody": Spot((POST,), (ABSENT, {"content": {"application/json": {}}})),
        "responses": Spot(
            (POST,), (OP["responses"], {"202": {"description": "Done"}}, {"default": {"description": "?"}})
        ),
        "callbacks": Spot((POST,), (ABSENT, {"a": {"{$url}": HEARD}}, {"b": {"{$url}": HEARD}})),
        "deprecated": Spot((POST,), ON),
        "security": Spot((POST,), (ABSENT, [{"key": []}], [{"basic": []}])),
        "servers": Spot((POST,), (ABSENT, [{"url": "https://c.example"}], [{"url": "https://d.example/x"}])),
        "x-sunset": Spot((POST,), DAYS),
        "x-stability-level": Spot((POST,), LEVELS),
    },
    "External Documentation Object": {
        "description": Spot((f"{POST}/externalDocs",), WORDS, (("url", "a"),)),
        "url": Spot((f"{POST}/externalDocs",), ("a", "b")),
    },
    "Parameter Object": {
        "name": Spot((PARAMETER,), ("limit", "page")),
        "in": Spot((PARAMETER,), ("query", "header")),
        "description": Spot((PARAMETER,), WORDS),
        "required": Spot((PARAMETER,), ON),
        "deprecated": Spot((PARAMETER,), ON),
        "allowEmptyValue": Spot((PARAMETER,), ON),
        "style": Spot(
            (PARAMETER,), ("pipeDelimited", "spaceDelimited"), (*PARAMETER_ARRAY, ("explode", False))
        ),
        "explode": Spot((PARAMETER,), (True, False), PARAMETER_ARRAY),
        "allowReserved": Spot((PARAMETER,), ON),
        "schema": Spot((PARAMETER,), (INT, TEXT)),
        "content": Spot((PARAMETER,), (ABSENT, {"application/json": {"schema": TEXT}})),
        "example": Spot((PARAMETER,), WORDS),
        "examples": Spot((PARAMETER,), EXAMPLES),
        "x-sunset": Spot((PARAMETER,), DAYS),
        "x-stability-level": Spot((PARAMETER,), LEVELS),
    },
    "Request Body Object": {
        "description": Spot((BODY,), WORDS),
        "content": Spot((BODY,), ({"application/json": {}}, {"application/xml": {}})),
        "required": Spot((BODY,), ON),
    },
    "Media Type Object": {
        "schema": Spot((JSON_SENT, JSON_ANSWERED), (ABSENT, INT, TEXT)),
        "itemSchema": Spot(
            (f"{BODY}/content/application~1jsonl", f"{ANSWER}/content/application~1jsonl"),
            (ABSENT, INT, TEXT),
        ),
        "example": Spot((JSON_SENT, JSON_ANSWERED), WORDS),
        "examples": Spot((JSON_SENT, JSON_ANSWERED), EXAMPLES),
        "encoding": Spot(
            (FORM,), (ABSENT, {"name": {"contentType": "a/b"}}, {"name": {"contentType": "a/c"}})
        ),
        "prefixEncoding": Spot(
            (f"{BODY}/content/multipart~1mixed",),
            (ABSENT, [{"contentType": "a/b"}], [{"contentType": "a/c"}]),
        ),
        "itemEncoding": Spot(
            (f"{BODY}/content/multipart~1mixed",), (ABSENT, {"contentType": "a/b"}, {"contentType": "a/c"})
        ),
    },
    "Encoding Object": {
        "contentType": Spot((f"{FORM}/encoding/name",), (ABSENT, "a/b", "a/c")),
        "headers": Spot(
            (f"{FORM}/encoding/name",), (ABSENT, {"X-A": {"schema": TEXT}}, {"X-B": {"schema": TEXT}})
        ),
        "style": Spot((f"{FORM}/encoding/name",), ("form", "pipeDelimited")),
        "explode": Spot((f"{FORM}/encoding/name",), (True, False), (("style", "form"),)),
        "allowReserved": Spot((f"{FORM}/encoding/name",), ON, (("style", "form"),)),
        "encoding": Spot((f"{FORM}/encoding/name",), (ABSENT, {"a": {"contentType": "a/b"}})),
        "prefixEncoding": Spot((f"{FORM}/encoding/name",), (ABSENT, [{"contentType": "a/b"}])),
        "itemEncoding": Spot((f"{FORM}/encoding/name",), (ABSENT, {"contentType": "a/b"})),
    },
    "Responses Object": {
        "default": Spot((f"{POST}/responses",), (ABSENT, {"description": "?"})),
        "{status}": Spot(
            (f"{POST}/responses",),
            tuple(
                {status: {"description": "a"} for status in them}
                for them in (["200"], ["202"], ["200", "201"], ["200", "404"])
            ),
        ),
    },
    "Response Object": {
        "summary": Spot((ANSWER,), WORDS),
        "description": Spot((ANSWER,), ("one", "two")),
        "headers": Spot(
            (ANSWER,), (ABSENT, {"X-A": {"schema": TEXT}}, {"X-B": {"required": True, "schema": TEXT}})
        ),
        "content": Spot((ANSWER,), (ABSENT, {"application/json": {}}, {"application/xml": {}})),
        "links": Spot(
            (ANSWER,), (ABSENT, {"a": {"operationId": "addPet"}}, {"b": {"operationId": "addPet"}})
        ),
    },
    "Callback Object": {
        "{expression}": Spot((f"{POST}/callbacks/done",), ({"{$a}": HEARD}, {"{$b}": HEARD}, {}))
    },
    "Example Object": {
        name: Spot((f"{JSON_SENT}/examples/a",), WORDS)
        for name in ("summary", "description", "value", "externalValue", "dataValue", "serializedValue")
    },
    "Link Object": {
        "operationRef": Spot((LINK,), ("#/paths/~1a/get", "#/paths/~1b/get"), (("operationId", None),)),
        "operationId": Spot((LINK,), ("addPet", "getPet")),
        "parameters": Spot((LINK,), (ABSENT, {"id": "$response.body#/a"}, {"id": "$response.body#/b"})),
        "requestBody": Spot((LINK,), WORDS),
        "description": Spot((LINK,), WORDS),
        "server": Spot((LINK,), (ABSENT, {"url": "https://a.example"}, {"url": "https://b.example"})),
    },
    "Header Object": {
        "description": Spot((HEADER,), WORDS),
        "required": Spot((HEADER,), ON),
        "deprecated": Spot((HEADER,), ON),
        "style": Spot((HEADER,), (ABSENT, "simple")),
        "explode": Spot((HEADER,), ON, HEADER_OBJECT),
        "schema": Spot((HEADER,), (INT, TEXT)),
        "content": Spot((HEADER,), (ABSENT, {"application/json": {"schema": TEXT}})),
        "example": Spot((HEADER,), WORDS),
        "examples": Spot((HEADER,), EXAMPLES),
    },
    "Tag Object": {
        "name": Spot(("/tags/0",), ("one", "two")),
        "summary": Spot(("/tags/0",), WORDS),
        "description": Spot(("/tags/0",), WORDS),
        "externalDocs": Spot(("/tags/0",), DOCS),
        "parent": Spot(("/tags/0",), WORDS),
        "kind": Spot(("/tags/0",), WORDS),
    },
    "Reference Object": {
        "$ref": Spot(
            (f"{JSON_SENT}/schema", f"{JSON_ANSWERED}/schema"),
            ("#/components/schemas/A", "#/components/schemas/B"),
        ),
        "summary": Spot(
            (f"{POST}/requestBody/content/a~1b/examples/a",), WORDS, (("$ref", "#/components/examples/A"),)
        ),
        "description": Spot(
            (f"{POST}/requestBody/content/a~1b/examples/a",), WORDS, (("$ref", "#/components/examples/A"),)
        ),
    },
    "Security Scheme Object": {
        "type": Spot(
            (OAUTH,),
            ("apiKey", "http"),
            (("name", "X-A"), ("in", "header"), ("scheme", "basic"), ("flows", {})),
        ),
        "description": Spot((OAUTH,), WORDS),
        "name": Spot((OAUTH,), ("X-A", "X-B"), (("type", "apiKey"), ("in", "header"))),
        "in": Spot((OAUTH,), ("header", "query"), (("type", "apiKey"), ("name", "X-A"))),
        "scheme": Spot((OAUTH,), ("basic", "bearer"), (("type", "http"),)),
        "bearerFormat": Spot((OAUTH,), WORDS, (("type", "http"), ("scheme", "bearer"))),
        "flows": Spot(
            (OAUTH,),
            tuple(
                {"clientCredentials": {"tokenUrl": url, "scopes": {"read": ""}}}
                for url in ("https://a.example", "https://b.example")
            ),
        ),
        "openIdConnectUrl": Spot(
            (OAUTH,), ("https://a.example", "https://b.example"), (("type", "openIdConnect"),)
        ),
        "oauth2MetadataUrl": Spot((OAUTH,), (ABSENT, "https://a.example", "https://b.example")),
        "deprecated": Spot((OAUTH,), ON),
    },
    "OAuth Flows Object": {
        name: Spot(
            (FLOWS,),
            (
                ABSENT,
                *(
                    {
                        "tokenUrl": url,
                        "authorizationUrl": url,
                        "deviceAuthorizationUrl": url,
                        "scopes": {"read": ""},
                    }
                    for url in ("https://a.example", "https://b.example")
                ),
            ),
        )
        for name in ("implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization")
    },
    "OAuth Flow Object": {
        **{
            name: Spot((f"{FLOWS}/clientCredentials",), ("https://a.example", "https://b.example"))
            for name in ("authorizationUrl", "deviceAuthorizationUrl", "tokenUrl", "refreshUrl")
        },
        "scopes": Spot((f"{FLOWS}/clientCredentials",), ({"read": ""}, {"read": "", "write": ""})),
    },
    "Security Requirement Object": {
        "{name}": Spot((f"{POST}/security/0",), ({"key": []}, {"basic": []}, {"key": [], "basic": []})),
        "{scope}": Spot((f"{POST}/security/0",), ({"oauth": ["read"]}, {"oauth": ["read", "write"]})),
    },
}


def spot_of(place: Place, version: str) -> Spot:
    """Where and with what to edit the place in a description of the version."""
    if place.object in ("Schema Object", "Discriminator Object", "XML Object"):
        from tests.compare.schema_spots import schema_spot

        return schema_spot(place, version)
    if version == "2.0":
        from tests.compare.spots_two import TWO

        if place.keyword in TWO.get(place.object, {}):
            return TWO[place.object][place.keyword]
    return THREE[place.object][place.keyword]
