"""Which member of which OpenAPI object holds what kind of object, per version: the map that every walk follows.

What a shape does not list holds data: an `example`, `default`, `enum` or `x-…` value is never walked into, so a
`$ref` in it is no reference. In a table, `Parameter` is one such object, `[Parameter]` an array of them,
`{Schema}` an object whose every member is one, `Schema|[Schema]` one or an array, and the member `*` stands for
every member that is not listed and no extension.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache

from assent.document.document import Node
from assent.records import dataclass


class Each(StrEnum):
    """How a member holds its objects."""

    ONE = "one"
    LIST = "list"
    MAP = "map"
    ONE_OR_LIST = "one or list"


@dataclass(frozen=True, slots=True)
class Holds:
    """What a member holds: a shape's name, and how many."""

    shape: str
    each: Each = Each.ONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One kind of OpenAPI object.

    `referable` tells whether the standard lets a reference stand in its place, `section` in which part of the
    components (or of the root, in 2.0) such objects are kept under a name, `uris` which members hold a
    reference as plain text, and what that names, `urls` which hold the URL of something else.
    """

    name: str
    members: Mapping[str, Holds]
    others: Holds | None
    referable: bool
    section: tuple[str, ...] | None
    uris: Mapping[str, str]
    urls: tuple[str, ...]


_TEXT = Holds("Text")

Shapes = Mapping[str, Shape]
"""The shapes of one version by name; the root's is named `OpenApi` in every version."""


@cache
def shapes_of(version: str) -> Shapes:
    """The shapes of "2.0", "3.0", "3.1" or "3.2"."""
    table, referable, sections = _VERSIONS[version]
    return {
        name: Shape(
            name=name,
            members={key: _holds(text) for key, text in members.items() if key != "*"},
            others=_holds(members["*"]) if "*" in members else None,
            referable=name in referable,
            section=sections.get(name),
            uris=_URIS.get(name, {}),
            urls=_URLS.get(name, ()),
        )
        for name, members in table.items()
    }


def children(node: Node, shape: Shape) -> Iterator[tuple[Node, Holds]]:
    """The members of an object that hold OpenAPI objects, each whole: a map or list is taken apart by `parts`.

    A description that is an object with a `$ref` counts too, though no standard allows it: people keep long texts
    in files of their own.
    """
    value = node.value
    if not isinstance(value, dict):
        return
    if shape.others is None:
        for key, holds in shape.members.items():
            if key in value:
                yield Node(value[key], node.document, (*node.pointer, key)), holds
    else:
        for key, member in value.items():
            if key != "$ref" and not key.startswith("x-"):
                held = shape.members.get(key, shape.others)
                yield Node(member, node.document, (*node.pointer, key)), held
    text = value.get("description")
    if isinstance(text, dict) and "$ref" in text and shape.others is None:
        yield Node(text, node.document, (*node.pointer, "description")), _TEXT


def parts(node: Node, holds: Holds) -> Iterator[Node]:
    """The objects of the shape that a member holds; nothing where it is of another type."""
    match holds.each, node.value:
        case (Each.ONE, _) | (Each.ONE_OR_LIST, dict() | bool()):
            yield node
        case ((Each.LIST | Each.ONE_OR_LIST), list()):
            yield from node.elements()
        case Each.MAP, dict():
            yield from (member for _, member in node.members())
        case _:
            pass


def _holds(text: str) -> Holds:
    if "|" in text:
        return Holds(text.partition("|")[0], Each.ONE_OR_LIST)
    match text[0]:
        case "[":
            return Holds(text[1:-1], Each.LIST)
        case "{":
            return Holds(text[1:-1], Each.MAP)
        case _:
            return Holds(text)


_Table = dict[str, dict[str, str]]
_Sections = dict[str, tuple[str, ...]]

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
_NO_MEMBERS: _Table = {
    name: {}
    for name in ("Contact", "License", "ExternalDocs", "Xml", "SecurityRequirement", "Discriminator", "Text")
}

_V20: _Table = {
    "OpenApi": {
        "info": "Info",
        "paths": "Paths",
        "definitions": "{Schema}",
        "parameters": "{Parameter}",
        "responses": "{Response}",
        "securityDefinitions": "{SecurityScheme}",
        "security": "[SecurityRequirement]",
        "tags": "[Tag]",
        "externalDocs": "ExternalDocs",
    },
    "Info": {"contact": "Contact", "license": "License"},
    "Paths": {"*": "PathItem"},
    "PathItem": {**dict.fromkeys(_METHODS, "Operation"), "parameters": "[Parameter]"},
    "Operation": {
        "parameters": "[Parameter]",
        "responses": "Responses",
        "security": "[SecurityRequirement]",
        "externalDocs": "ExternalDocs",
    },
    "Parameter": {"schema": "Schema", "items": "Items"},
    "Items": {"items": "Items"},
    "Responses": {"*": "Response"},
    "Response": {"schema": "Schema", "headers": "{Header}"},
    "Header": {"items": "Items"},
    "Tag": {"externalDocs": "ExternalDocs"},
    "SecurityScheme": {},
    "Schema": {
        "items": "Schema|[Schema]",
        "allOf": "[Schema]",
        "properties": "{Schema}",
        "additionalProperties": "Schema",
        "xml": "Xml",
        "externalDocs": "ExternalDocs",
    },
    **_NO_MEMBERS,
}

_CONTENT = {"schema": "Schema", "examples": "{Example}", "content": "{MediaType}"}

_V30: _Table = {
    "OpenApi": {
        "info": "Info",
        "servers": "[Server]",
        "paths": "Paths",
        "components": "Components",
        "security": "[SecurityRequirement]",
        "tags": "[Tag]",
        "externalDocs": "ExternalDocs",
    },
    "Info": {"contact": "Contact", "license": "License"},
    "Server": {"variables": "{ServerVariable}"},
    "ServerVariable": {},
    "Components": {
        "schemas": "{Schema}",
        "responses": "{Response}",
        "parameters": "{Parameter}",
        "examples": "{Example}",
        "requestBodies": "{RequestBody}",
        "headers": "{Header}",
        "securitySchemes": "{SecurityScheme}",
        "links": "{Link}",
        "callbacks": "{Callback}",
    },
    "Paths": {"*": "PathItem"},
    "PathItem": {
        **dict.fromkeys((*_METHODS, "trace"), "Operation"),
        "servers": "[Server]",
        "parameters": "[Parameter]",
    },
    "Operation": {
        "externalDocs": "ExternalDocs",
        "parameters": "[Parameter]",
        "requestBody": "RequestBody",
        "responses": "Responses",
        "callbacks": "{Callback}",
        "security": "[SecurityRequirement]",
        "servers": "[Server]",
    },
    "Parameter": _CONTENT,
    "RequestBody": {"content": "{MediaType}"},
    "MediaType": {"schema": "Schema", "examples": "{Example}", "encoding": "{Encoding}"},
    "Encoding": {"headers": "{Header}"},
    "Responses": {"*": "Response"},
    "Response": {"headers": "{Header}", "content": "{MediaType}", "links": "{Link}"},
    "Callback": {"*": "PathItem"},
    "Example": {},
    "Link": {"server": "Server"},
    "Header": _CONTENT,
    "Tag": {"externalDocs": "ExternalDocs"},
    "SecurityScheme": {"flows": "OAuthFlows"},
    "OAuthFlows": dict.fromkeys(
        ("implicit", "password", "clientCredentials", "authorizationCode"), "OAuthFlow"
    ),
    "OAuthFlow": {},
    "Schema": {
        **dict.fromkeys(("allOf", "oneOf", "anyOf"), "[Schema]"),
        "not": "Schema",
        "items": "Schema|[Schema]",
        "properties": "{Schema}",
        "additionalProperties": "Schema",
        "discriminator": "Discriminator",
        "xml": "Xml",
        "externalDocs": "ExternalDocs",
    },
    **_NO_MEMBERS,
}

_V31: _Table = {
    **_V30,
    "OpenApi": {**_V30["OpenApi"], "webhooks": "{PathItem}"},
    "Components": {**_V30["Components"], "pathItems": "{PathItem}"},
    "Schema": {
        **_V30["Schema"],
        **dict.fromkeys(
            ("$defs", "definitions", "patternProperties", "dependentSchemas", "dependencies"), "{Schema}"
        ),
        **dict.fromkeys(("if", "then", "else", "contains", "propertyNames", "contentSchema"), "Schema"),
        **dict.fromkeys(("unevaluatedItems", "unevaluatedProperties", "additionalItems"), "Schema"),
        "prefixItems": "[Schema]",
    },
}

_ENCODINGS = {"encoding": "{Encoding}", "prefixEncoding": "[Encoding]", "itemEncoding": "Encoding"}

_V32: _Table = {
    **_V31,
    "Components": {**_V31["Components"], "mediaTypes": "{MediaType}"},
    "PathItem": {**_V31["PathItem"], "query": "Operation", "additionalOperations": "{Operation}"},
    "MediaType": {**_V31["MediaType"], **_ENCODINGS, "itemSchema": "Schema"},
    "Encoding": {**_V31["Encoding"], **_ENCODINGS},
    "OAuthFlows": {**_V31["OAuthFlows"], "deviceAuthorization": "OAuthFlow"},
}

_SECTIONS_20: _Sections = {
    "Schema": ("definitions",),
    "Parameter": ("parameters",),
    "Response": ("responses",),
}
_SECTIONS_30: _Sections = {
    holds[1:-1]: ("components", name) for name, holds in _V30["Components"].items()
}  # fmt: skip
_SECTIONS_31: _Sections = {**_SECTIONS_30, "PathItem": ("components", "pathItems")}
_SECTIONS_32: _Sections = {**_SECTIONS_31, "MediaType": ("components", "mediaTypes")}

_REFERABLE_20 = frozenset({"PathItem", *_SECTIONS_20})
_REFERABLE_30 = frozenset({"PathItem", *_SECTIONS_30})

_URIS: dict[str, dict[str, str]] = {
    "Schema": {"$dynamicRef": "Schema"},
    "Link": {"operationRef": "Operation"},
}

_URLS: dict[str, tuple[str, ...]] = {
    "Contact": ("url",),
    "Example": ("externalValue",),
    "ExternalDocs": ("url",),
    "Info": ("termsOfService",),
    "License": ("url",),
    "OAuthFlow": ("authorizationUrl", "deviceAuthorizationUrl", "refreshUrl", "tokenUrl"),
    "SecurityScheme": ("authorizationUrl", "oauth2MetadataUrl", "openIdConnectUrl", "tokenUrl"),
    "Server": ("url",),
}

_VERSIONS: dict[str, tuple[_Table, frozenset[str], _Sections]] = {
    "2.0": (_V20, _REFERABLE_20, _SECTIONS_20),
    "3.0": (_V30, _REFERABLE_30, _SECTIONS_30),
    "3.1": (_V31, _REFERABLE_30, _SECTIONS_31),
    "3.2": (_V32, _REFERABLE_30 | {"MediaType"}, _SECTIONS_32),
}
