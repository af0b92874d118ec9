"""Parameters, headers and bodies by media type, as OpenAPI 3 writes them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from assent.api.content import Encoding, Example, Header, MediaType, Parameter, Style
from assent.api.keys import In
from assent.api.media_types import normalised
from assent.api.read_alike import STYLES, chosen, is_raw
from assent.api.reading import Fields, Reading, parameter_key
from assent.document import Node

E = TypeVar("E", bound=StrEnum)

IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
"""Names of header parameters that are ignored. Source: OAS 3.2.0 §4.12.2.1, name."""


def explodes(fields: Fields, style: Style) -> bool:
    """Whether values are written apart. A deep object always is; `false` has no meaning there."""
    explode = fields.flag("explode", otherwise=style in {Style.FORM, Style.COOKIE})
    return explode or style is Style.DEEP_OBJECT


def read_parameter(reading: Reading, node: Node, _name: str) -> Parameter | None:
    """A parameter; None where its name or place is missing, since it cannot be told from others then."""
    fields = Fields(reading, node)
    name = fields.text("name")
    location = chosen(fields, "in", reading.version.locations)
    if name is None or location is None:
        if not fields.gaps:
            missing = "name" if name is None else "in"
            fields.problem("missing-field", node, f"A parameter must have {missing!r}. Add it.")
        return None
    style = chosen(fields, "style", reading.version.styles) or STYLES[location]
    required = fields.flag("required")
    content = read_content(fields, "content")
    return Parameter(
        key=parameter_key(location, name),
        name=name,
        required=required or location is In.PATH,
        deprecated=fields.flag("deprecated"),
        allow_empty_value=location is In.QUERY and fields.flag("allowEmptyValue"),
        style=style,
        explode=explodes(fields, style),
        allow_reserved=location in reading.version.reserved_in and fields.flag("allowReserved"),
        schema=fields.schema(),
        content=content,
        examples=read_examples(fields),
        extensions=fields.extensions(),
        unreadable=fields.unreadable(),
        node=node,
    )


def read_header(reading: Reading, node: Node, name: str) -> Header:
    """A header; its style can only be `simple`."""
    fields = Fields(reading, node)
    return Header(
        name=name,
        required=fields.flag("required"),
        deprecated=fields.flag("deprecated"),
        explode=fields.flag("explode"),
        schema=fields.schema(),
        content=read_content(fields, "content"),
        examples=read_examples(fields),
        extensions=fields.extensions(),
        unreadable=fields.unreadable(),
        node=node,
    )


def read_headers(fields: Fields) -> Mapping[str, Header]:
    """The member `headers` by name in lower case, without Content-Type, which the media types tell."""
    headers: dict[str, Header] = {}
    for name, node in fields.members("headers"):
        if name.lower() == "content-type":
            continue
        if name.lower() in headers:
            fields.gap(
                f"headers/{name}", node, "duplicate-header", f"{name!r} stands here twice. Remove one."
            )
            continue
        header = fields.part(read_header, f"headers/{name}", node, name)
        if header is not None:
            headers[name.lower()] = header
    return headers


def read_content(fields: Fields, key: str) -> Mapping[str, MediaType]:
    """A member that maps media types or ranges to what they hold, by normalised name."""
    content: dict[str, MediaType] = {}
    for name, node in fields.members(key):
        media_type = fields.part(read_media_type, f"{key}/{name}", node, name)
        spelling = normalised(name)
        if spelling in content:
            message = f"{name!r} and {content[spelling].name!r} are one media type. Remove one."
            fields.gap(f"{key}/{name}", node, "duplicate-media-type", message)
        elif media_type is not None:
            content[spelling] = media_type
    return content


def read_media_type(reading: Reading, node: Node, name: str) -> MediaType:
    """What bodies of one media type are."""
    fields = Fields(reading, node)
    sequences = reading.version.sequences
    schema = fields.schema()
    return MediaType(
        name=name,
        schema=None if schema is not None and is_raw(reading, schema, name) else schema,
        item_schema=fields.schema("itemSchema") if sequences else None,
        encoding=read_encodings(fields),
        prefix_encoding=read_prefix(fields) if sequences else (),
        item_encoding=read_items_encoding(fields) if sequences else None,
        examples=read_examples(fields),
        extensions=fields.extensions(),
        unreadable=fields.unreadable(),
        node=node,
    )


def read_encodings(fields: Fields) -> Mapping[str, Encoding]:
    """The member `encoding`, without entries that say nothing."""
    encodings: dict[str, Encoding] = {}
    for name, node in fields.members("encoding"):
        encoding = fields.part(read_encoding, f"encoding/{name}", node, "")
        if encoding is not None and says_something(encoding):
            encodings[name] = encoding
    return encodings


def read_prefix(fields: Fields) -> tuple[Encoding, ...]:
    """The member `prefixEncoding`: by position, so what says nothing still stands."""
    read = [fields.part(read_encoding, part, node, "") for part, node in fields.elements("prefixEncoding")]
    return tuple(encoding for encoding in read if encoding is not None)


def read_items_encoding(fields: Fields) -> Encoding | None:
    node = fields.child("itemEncoding")
    encoding = None if node is None else fields.part(read_encoding, "itemEncoding", node, "")
    return encoding if encoding is not None and says_something(encoding) else None


def read_encoding(reading: Reading, node: Node, _name: str) -> Encoding:
    """How one part is written. Any of style, explode, allowReserved puts them all in force (OAS 3.1.1 §4.8.15)."""
    fields = Fields(reading, node)
    styled = any(fields.child(key) is not None for key in ("style", "explode", "allowReserved"))
    style = chosen(fields, "style", reading.version.styles) or (Style.FORM if styled else None)
    nested = reading.version.sequences
    return Encoding(
        content_types=content_types(fields.text("contentType") or ""),
        headers=read_headers(fields),
        style=style,
        explode=True if style is None else explodes(fields, style),
        allow_reserved=fields.flag("allowReserved"),
        properties=read_encodings(fields) if nested else {},
        prefix=read_prefix(fields) if nested else (),
        items=read_items_encoding(fields) if nested else None,
        extensions=fields.extensions(),
        unreadable=fields.unreadable(),
        node=node,
    )


def content_types(text: str) -> tuple[str, ...]:
    """A comma-separated list of media types and ranges, normalised and in a fixed order."""
    return tuple(sorted({normalised(name) for name in text.split(",") if name.strip()}))


def says_something(encoding: Encoding) -> bool:
    """Whether leaving the encoding out would mean something else."""
    return bool(
        encoding.content_types
        or encoding.headers
        or encoding.style
        or encoding.properties
        or encoding.prefix
        or encoding.items
        or encoding.extensions
        or encoding.unreadable
    )


def read_examples(fields: Fields) -> tuple[Example, ...]:
    """The members `example` and `examples`. A broken example is a problem, but no gap: it promises nothing."""
    found: list[Example] = []
    single = fields.node.get("example")
    if single is not None:
        found.append(Example(name="", value=single, node=single))
    aside = Fields(fields.reading, fields.node)
    for name, node in aside.members("examples"):
        target = aside.as_object(name, node)
        if target is not None:
            found.append(read_example(fields.reading, target, name))
    return tuple(found)


def read_example(reading: Reading, node: Node, name: str) -> Example:
    """One named example. `dataValue` is what newer descriptions write for `value`."""
    fields = Fields(reading, node)
    newer = reading.version.sequences
    return Example(
        name=name,
        value=node.get("value") or (node.get("dataValue") if newer else None),
        serialized=fields.text("serializedValue") if newer else None,
        external=fields.url("externalValue"),
        node=node,
    )
