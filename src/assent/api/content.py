"""What travels: parameters, headers and bodies by media type, with the words they are described in.

Part of the model; see model.py for what equality and `unreadable` mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeAlias

from assent.api.keys import In, ParameterKey
from assent.document.document import Location, Node
from assent.json import Json
from assent.records import dataclass, field
from assent.schema.model import Schema

Extensions: TypeAlias = Mapping[str, Json]
"""The `x-` members of an object, by full name."""


class Style(StrEnum):
    """How a value becomes text. `tabDelimited` is Swagger 2.0's `tsv`, which OpenAPI 3 cannot say."""

    MATRIX = "matrix"
    LABEL = "label"
    SIMPLE = "simple"
    FORM = "form"
    SPACE_DELIMITED = "spaceDelimited"
    PIPE_DELIMITED = "pipeDelimited"
    TAB_DELIMITED = "tabDelimited"
    DEEP_OBJECT = "deepObject"
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A part of a record that stands in the description and could not be read; `node` is as it was written.

    `part` is the member's name, with the key or index below it where there is one: `requestBody`, `responses/404`.
    """

    part: str
    why: str = field(compare=False)
    value: Json = field(repr=False)
    node: Node = field(compare=False, repr=False)

    @property
    def at(self) -> Location:
        return self.node.at


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SchemaUse:  # noqa: PLW1641  # equal schemas need not be written equally
    """A schema where a description uses it. `node` is the Schema Object as written, before any `$ref` in it.

    Equality is that of the sets of values, by structure and within one pool: what only annotates (`default`,
    `readOnly`, `deprecated`, `discriminator`, `xml`) takes no part in it.

    For a Swagger 2.0 parameter, whose keywords stand among the parameter's own, `node` holds only the keywords of
    the schema, at the parameter's place.
    """

    node: Node = field(repr=False)
    read: Callable[[Node], Schema] = field(repr=False)
    known: list[Schema] = field(default_factory=list, init=False, repr=False)
    """The schema once it was read; ask `schema` instead."""

    @property
    def schema(self) -> Schema:
        """The schema in normal form. Reading is cached by the pool that the Api was read with."""
        if not self.known:
            self.known.append(self.read(self.node))
        return self.known[0]

    @property
    def at(self) -> Location:
        return self.node.at

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SchemaUse) and (self is other or self.schema == other.schema)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example as the description gives it, by the name it has there (empty for the field `example`).

    `value` is the value as data; `serialized` its text on the wire (OpenAPI 3.2); `external` where it is kept.
    """

    name: str
    value: Node | None = None
    serialized: str | None = None
    external: str | None = None
    node: Node = field(repr=False)

    @property
    def at(self) -> Location:
        return self.node.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How one property of a form or one part of a multipart body is written.

    `content_types` is empty and `style` None where the standard's defaults decide (by the property's schema).
    """

    content_types: tuple[str, ...] = ()
    headers: Mapping[str, Header] = field(default_factory=dict)
    style: Style | None = None
    explode: bool = True
    allow_reserved: bool = False
    properties: Mapping[str, Encoding] = field(default_factory=dict)
    prefix: tuple[Encoding, ...] = ()
    items: Encoding | None = None
    extensions: Extensions = field(default_factory=dict)
    unreadable: tuple[Unreadable, ...] = ()
    node: Node = field(compare=False, repr=False)

    @property
    def at(self) -> Location:
        return self.node.at


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """What a body of one media type is. `name` is as written; the mapping that holds it has it normalised.

    `item_schema` describes each item of a sequence (OpenAPI 3.2). `encoding` holds only what says something.
    """

    name: str = field(compare=False)
    schema: SchemaUse | None = None
    item_schema: SchemaUse | None = None
    encoding: Mapping[str, Encoding] = field(default_factory=dict)
    prefix_encoding: tuple[Encoding, ...] = ()
    item_encoding: Encoding | None = None
    examples: tuple[Example, ...] = field(default=(), compare=False)
    extensions: Extensions = field(default_factory=dict)
    unreadable: tuple[Unreadable, ...] = ()
    node: Node = field(compare=False, repr=False)

    @property
    def at(self) -> Location:
        return self.node.at

    @property
    def described(self) -> SchemaUse | None:
        """The schema of the body, or of each item of a sequence where only that is described."""
        return self.schema or self.item_schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter as it travels. Either `schema` (with style and explode) or `content` (one entry) says what it is."""

    key: ParameterKey
    name: str = field(compare=False)
    required: bool
    deprecated: bool = False
    allow_empty_value: bool = False
    style: Style
    explode: bool
    allow_reserved: bool = False
    schema: SchemaUse | None = None
    content: Mapping[str, MediaType] = field(default_factory=dict)
    examples: tuple[Example, ...] = field(default=(), compare=False)
    extensions: Extensions = field(default_factory=dict)
    unreadable: tuple[Unreadable, ...] = ()
    node: Node = field(compare=False, repr=False)

    @property
    def location(self) -> In:
        return self.key.location

    @property
    def at(self) -> Location:
        return self.node.at

    @property
    def described(self) -> SchemaUse | None:
        """The schema of the value, wherever it is written."""
        return next(iter(self.content.values())).described if self.content else self.schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header of a response or a part. `name` is as written; the mapping that holds it has it in lower case."""

    name: str = field(compare=False)
    required: bool = False
    deprecated: bool = False
    style: Style = Style.SIMPLE
    explode: bool = False
    schema: SchemaUse | None = None
    content: Mapping[str, MediaType] = field(default_factory=dict)
    examples: tuple[Example, ...] = field(default=(), compare=False)
    extensions: Extensions = field(default_factory=dict)
    unreadable: tuple[Unreadable, ...] = ()
    node: Node = field(compare=False, repr=False)

    @property
    def at(self) -> Location:
        return self.node.at

    @property
    def described(self) -> SchemaUse | None:
        """The schema of the value, wherever it is written."""
        return next(iter(self.content.values())).described if self.content else self.schema
