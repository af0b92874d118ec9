"""Which objects an OpenAPI description is made of and where each holds others: a table for each version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from assent.document import Node


class Kind(StrEnum):
    """The kinds of object, in the standards' words."""

    CALLBACK = "Callback"
    COMPONENTS = "Components"
    ENCODING = "Encoding"
    EXAMPLE = "Example"
    HEADER = "Header"
    LINK = "Link"
    MEDIA_TYPE = "Media Type"
    OPENAPI = "OpenAPI"
    OPERATION = "Operation"
    PARAMETER = "Parameter"
    PATH_ITEM = "Path Item"
    PATHS = "Paths"
    REQUEST_BODY = "Request Body"
    RESPONSE = "Response"
    RESPONSES = "Responses"
    SCHEMA = "Schema"
    SECURITY_SCHEME = "Security Scheme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Where an object of one kind holds others: alone, in a list, by name, or under every name that is left.

    `either` may hold one object or a list of them, as `items` of older schemas.
    """

    one: Mapping[str, Kind] = field(default_factory=dict)
    many: Mapping[str, Kind] = field(default_factory=dict)
    named: Mapping[str, Kind] = field(default_factory=dict)
    rest: Kind | None = None


Grammar = Mapping[Kind, Shape]

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def _all(kind: Kind, *names: str) -> dict[str, Kind]:
    return dict.fromkeys(names, kind)


_SCHEMA: Final = Shape(
    one=_all(
        Kind.SCHEMA,
        *("not", "if", "then", "else", "items", "contains", "additionalItems", "additionalProperties"),
        *("propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema"),
    ),
    many=_all(Kind.SCHEMA, "allOf", "anyOf", "oneOf", "prefixItems"),
    named=_all(Kind.SCHEMA, "properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
)
_SCHEMA_30: Final = Shape(
    one=_all(Kind.SCHEMA, "not", "items", "additionalProperties"),
    many=_all(Kind.SCHEMA, "allOf", "anyOf", "oneOf"),
    named=_all(Kind.SCHEMA, "properties"),
)

_WITH_SCHEMA: Final = Shape(
    one={"schema": Kind.SCHEMA}, named={"content": Kind.MEDIA_TYPE, "examples": Kind.EXAMPLE}
)

_30: Final[Grammar] = {
    Kind.OPENAPI: Shape(one={"paths": Kind.PATHS, "components": Kind.COMPONENTS}),
    Kind.PATHS: Shape(rest=Kind.PATH_ITEM),
    Kind.PATH_ITEM: Shape(one=_all(Kind.OPERATION, *METHODS), many={"parameters": Kind.PARAMETER}),
    Kind.OPERATION: Shape(
        one={"requestBody": Kind.REQUEST_BODY, "responses": Kind.RESPONSES},
        many={"parameters": Kind.PARAMETER},
        named={"callbacks": Kind.CALLBACK},
    ),
    Kind.RESPONSES: Shape(rest=Kind.RESPONSE),
    Kind.RESPONSE: Shape(
        named={"headers": Kind.HEADER, "content": Kind.MEDIA_TYPE, "links": Kind.LINK},
    ),
    Kind.CALLBACK: Shape(rest=Kind.PATH_ITEM),
    Kind.PARAMETER: _WITH_SCHEMA,
    Kind.HEADER: _WITH_SCHEMA,
    Kind.REQUEST_BODY: Shape(named={"content": Kind.MEDIA_TYPE}),
    Kind.MEDIA_TYPE: Shape(
        one={"schema": Kind.SCHEMA}, named={"examples": Kind.EXAMPLE, "encoding": Kind.ENCODING}
    ),
    Kind.ENCODING: Shape(named={"headers": Kind.HEADER}),
    Kind.COMPONENTS: Shape(
        named={
            "schemas": Kind.SCHEMA,
            "responses": Kind.RESPONSE,
            "parameters": Kind.PARAMETER,
            "examples": Kind.EXAMPLE,
            "requestBodies": Kind.REQUEST_BODY,
            "headers": Kind.HEADER,
            "securitySchemes": Kind.SECURITY_SCHEME,
            "links": Kind.LINK,
            "callbacks": Kind.CALLBACK,
        }
    ),
    Kind.SCHEMA: _SCHEMA_30,
}

_31: Final[Grammar] = {
    **_30,
    Kind.OPENAPI: Shape(
        one={"paths": Kind.PATHS, "components": Kind.COMPONENTS}, named={"webhooks": Kind.PATH_ITEM}
    ),
    Kind.COMPONENTS: Shape(named={**_30[Kind.COMPONENTS].named, "pathItems": Kind.PATH_ITEM}),
    Kind.SCHEMA: _SCHEMA,
}

_32: Final[Grammar] = {
    **_31,
    Kind.PATH_ITEM: Shape(
        one=_all(Kind.OPERATION, *METHODS, "query"),
        many={"parameters": Kind.PARAMETER},
        named={"additionalOperations": Kind.OPERATION},
    ),
    Kind.MEDIA_TYPE: Shape(
        one={"schema": Kind.SCHEMA, "itemSchema": Kind.SCHEMA, "itemEncoding": Kind.ENCODING},
        many={"prefixEncoding": Kind.ENCODING},
        named={"examples": Kind.EXAMPLE, "encoding": Kind.ENCODING},
    ),
    Kind.ENCODING: Shape(
        one={"itemEncoding": Kind.ENCODING},
        many={"prefixEncoding": Kind.ENCODING},
        named={"headers": Kind.HEADER, "encoding": Kind.ENCODING},
    ),
    Kind.COMPONENTS: Shape(named={**_31[Kind.COMPONENTS].named, "mediaTypes": Kind.MEDIA_TYPE}),
}

_20: Final[Grammar] = {
    Kind.OPENAPI: Shape(
        one={"paths": Kind.PATHS},
        named={
            "definitions": Kind.SCHEMA,
            "parameters": Kind.PARAMETER,
            "responses": Kind.RESPONSE,
            "securityDefinitions": Kind.SECURITY_SCHEME,
        },
    ),
    Kind.PATHS: Shape(rest=Kind.PATH_ITEM),
    Kind.PATH_ITEM: Shape(one=_all(Kind.OPERATION, *METHODS), many={"parameters": Kind.PARAMETER}),
    Kind.OPERATION: Shape(one={"responses": Kind.RESPONSES}, many={"parameters": Kind.PARAMETER}),
    Kind.RESPONSES: Shape(rest=Kind.RESPONSE),
    Kind.RESPONSE: Shape(one={"schema": Kind.SCHEMA}, named={"headers": Kind.HEADER}),
    Kind.PARAMETER: Shape(one={"schema": Kind.SCHEMA}),
    Kind.SCHEMA: Shape(
        one=_all(Kind.SCHEMA, "items", "additionalProperties"),
        many=_all(Kind.SCHEMA, "allOf"),
        named=_all(Kind.SCHEMA, "properties"),
    ),
}

GRAMMARS: Final[Mapping[str, Grammar]] = {"2.0": _20, "3.0": _30, "3.1": _31, "3.2": _32}
"""By the feature family of the version."""


def held(node: Node, shape: Shape) -> Iterator[tuple[Kind, Node]]:
    """The objects directly inside a node of that shape, in document order; extensions are left out."""
    for key, value in node.members():
        if key in shape.one:
            if key == "items" and isinstance(value.value, list):
                yield from ((shape.one[key], each) for each in value.elements())
            else:
                yield shape.one[key], value
        elif key in shape.many:
            yield from ((shape.many[key], each) for each in value.elements())
        elif key in shape.named:
            yield from ((shape.named[key], each) for _, each in value.members())
        elif shape.rest is not None and not key.startswith("x-"):
            yield shape.rest, value
