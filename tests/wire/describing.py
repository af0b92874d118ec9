"""Parameters, media types and headers made for tests, from schemas as JSON."""

from __future__ import annotations

from assent.api.model import Encoding, Header, In, MediaType, Parameter, ParameterKey, SchemaUse, Style
from assent.document import Document, Node
from assent.json import Json
from assent.schema import Schema, read

_DOCUMENT = Document("", "", None, lambda pointers: dict.fromkeys(pointers, (1, 1)))
NODE = Node({}, _DOCUMENT, ())


def schema_use(schema: Json) -> SchemaUse:
    made: list[Schema] = []

    def read_once(node: Node) -> Schema:
        if not made:
            made.append(read(node.value, dialect="openapi-3.1"))
        return made[0]

    return SchemaUse(node=Node(schema, _DOCUMENT, ()), read=read_once)


def parameter(
    location: In,
    schema: Json,
    *,
    style: Style,
    explode: bool,
    name: str = "p",
    required: bool = False,
    allow_reserved: bool = False,
    allow_empty_value: bool = False,
) -> Parameter:
    return Parameter(
        key=ParameterKey(location, name),
        name=name,
        required=required,
        style=style,
        explode=explode,
        allow_reserved=allow_reserved,
        allow_empty_value=allow_empty_value,
        schema=schema_use(schema),
        node=NODE,
    )


def content_parameter(location: In, media_type: str, schema: Json, *, name: str = "p") -> Parameter:
    return Parameter(
        key=ParameterKey(location, name),
        name=name,
        required=False,
        style=Style.FORM,
        explode=False,
        content={media_type: media(media_type, schema)},
        node=NODE,
    )


def media(
    name: str, schema: Json, *, encoding: dict[str, Encoding] | None = None, items: Json = None
) -> MediaType:
    return MediaType(
        name=name,
        schema=None if schema is None else schema_use(schema),
        item_schema=None if items is None else schema_use(items),
        encoding=encoding or {},
        node=NODE,
    )


def encoding(*content_types: str, style: Style | None = None, explode: bool = True) -> Encoding:
    return Encoding(content_types=content_types, style=style, explode=explode, node=NODE)


def response_header(schema: Json, *, name: str = "X-H", explode: bool = False) -> Header:
    return Header(name=name, explode=explode, schema=schema_use(schema), node=NODE)
