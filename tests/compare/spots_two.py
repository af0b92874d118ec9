"""Where the places that only Swagger 2.0 has are edited, or that it has elsewhere."""

from __future__ import annotations

from tests.compare.mutations import ABSENT, ANSWER, HEADER, OP, PARAMETER, PATH, POST, Spot, Tree

from assent.json import Json

S2 = "/securityDefinitions/oauth"
WORDS = (ABSENT, "one", "two")
ON = (ABSENT, True)
BODY = f"{POST}/parameters/1"
NUMBER: tuple[tuple[str, Json], ...] = (("type", "number"),)
LIST: tuple[tuple[str, Json], ...] = (("type", "array"), ("items", {"type": "string"}))
OBJECT: Tree = {"type": "object"}
BASIC: Tree = {"type": "basic"}
QUERY: tuple[list[Json], ...] = (
    [{"name": "limit", "in": "query", "type": "string"}],
    [{"name": "page", "in": "query", "type": "string"}],
)


def _constrained(at: str) -> dict[str, Spot]:
    bounded = {name: Spot((at,), (ABSENT, 1, 2), NUMBER) for name in ("maximum", "minimum", "multipleOf")}
    strict = {
        f"exclusive{name}": Spot((at,), ON, (*NUMBER, (name.lower(), 1))) for name in ("Maximum", "Minimum")
    }
    return (
        bounded
        | strict
        | {name: Spot((at,), (ABSENT, 1, 2)) for name in ("maxLength", "minLength")}
        | {name: Spot((at,), (ABSENT, 1, 2), LIST) for name in ("maxItems", "minItems")}
        | {
            "type": Spot((at,), ("string", "integer")),
            "format": Spot((at,), (ABSENT, "date", "uuid")),
            "items": Spot((at,), ({"type": "string"}, {"type": "integer"}), LIST),
            "default": Spot((at,), WORDS),
            "enum": Spot((at,), (ABSENT, ["a"], ["a", "b"])),
            "pattern": Spot((at,), (ABSENT, "^a", "^b")),
            "uniqueItems": Spot((at,), ON, LIST),
            "collectionFormat": Spot((at,), ("csv", "pipes"), LIST),
        }
    )


TWO: dict[str, dict[str, Spot]] = {
    "OpenAPI Object": {
        "swagger": Spot(("",), ()),
        "host": Spot(("",), ("a.example", "b.example")),
        "basePath": Spot(("",), (ABSENT, "/v1", "/v2")),
        "schemes": Spot(("",), (["https"], ["http"])),
        "consumes": Spot(
            ("",),
            (["a/b"], ["a/c"]),
            (("paths", {"/a": {"post": {**OP, "parameters": [{"name": "b", "in": "body", "schema": {}}]}}}),),
        ),
        "produces": Spot(
            ("",),
            (["a/b"], ["a/c"]),
            (("paths", {"/a": {"get": {"responses": {"200": {"description": "a", "schema": {}}}}}}),),
        ),
        "definitions": Spot(("",), (ABSENT, {"A": OBJECT}, {"B": OBJECT})),
        "parameters": Spot(("",), (ABSENT, {"A": QUERY[0][0]}, {"B": QUERY[1][0]})),
        "responses": Spot(("",), (ABSENT, {"A": {"description": "a"}}, {"B": {"description": "a"}})),
        "securityDefinitions": Spot(("",), (ABSENT, {"A": BASIC}, {"B": BASIC}), (("paths", {}),)),
    },
    "Path Item Object": {
        "parameters": Spot((PATH,), (ABSENT, QUERY[0], QUERY[1]), (("post", OP),)),
        "$ref": Spot(("/paths/~1a",), (ABSENT, "#/x-items/A", "#/x-items/B"), ()),
    },
    "Operation Object": {
        "consumes": Spot((POST,), (["a/b"], ["a/c"])),
        "produces": Spot((POST,), (["a/b"], ["a/c"])),
        "schemes": Spot((POST,), (["https"], ["http"])),
        "parameters": Spot((POST,), (ABSENT, QUERY[0], QUERY[1])),
    },
    "Parameter Object": {"schema": Spot((BODY,), ({"type": "integer"}, {"type": "string"}))}
    | _constrained(PARAMETER),
    "Header Object": _constrained(HEADER),
    "Response Object": {
        "headers": Spot((ANSWER,), (ABSENT, {"X-A": {"type": "string"}}, {"X-B": {"type": "string"}})),
        "schema": Spot((ANSWER,), (ABSENT, {"type": "integer"}, {"type": "string"})),
        "examples": Spot((ANSWER,), (ABSENT, {"application/json": 1}, {"application/json": 2})),
    },
    "Reference Object": {
        "$ref": Spot((f"{BODY}/schema", f"{ANSWER}/schema"), ("#/definitions/A", "#/definitions/B")),
    },
    "Security Scheme Object": {
        "type": Spot((S2,), ("apiKey", "basic"), (("name", "X-A"), ("in", "header"))),
        "description": Spot((S2,), WORDS),
        "name": Spot((S2,), ("X-A", "X-B"), (("type", "apiKey"), ("in", "header"))),
        "in": Spot((S2,), ("header", "query"), (("type", "apiKey"), ("name", "X-A"))),
        "flow": Spot((S2,), ("application", "password")),
        "authorizationUrl": Spot((S2,), ("https://a.example", "https://b.example"), (("flow", "implicit"),)),
        "tokenUrl": Spot((S2,), ("https://a.example", "https://b.example")),
        "scopes": Spot((S2,), ({"read": ""}, {"read": "", "write": ""})),
    },
}
