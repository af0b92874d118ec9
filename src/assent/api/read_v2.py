"""Swagger 2.0, read as what OpenAPI 3 would have said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from assent.api.content import Encoding, Example, Header, MediaType, Parameter, SchemaUse, Style
from assent.api.keys import In
from assent.api.lazy import Later, Lazy
from assent.api.media_types import is_form, is_media_type, normalised
from assent.api.model import Inputs, RequestBody, Response
from assent.api.read_alike import STYLES, chosen, is_raw, responses_read_by
from assent.api.reading import Fields, Inherited, Listed, Reading, parameter_key, sources
from assent.document import Node
from assent.json import Json
from assent.records import dataclass, field, replace
from assent.schema import Schema

SENT = "application/json"
"""The media type of request bodies where none is named: what every generator of clients sends."""

ANSWERED = "*/*"
"""The range of response bodies where none is named: nothing is said about what may come."""

_COLLECTIONS = {
    "ssv": Style.SPACE_DELIMITED,
    "tsv": Style.TAB_DELIMITED,
    "pipes": Style.PIPE_DELIMITED,
}

_OWN = frozenset({"name", "in", "description", "required", "allowEmptyValue", "collectionFormat"})
"""Members of a parameter that are no keywords of its schema."""

_OF_SCHEMA = frozenset({"x-nullable", "x-extensible-enum", "x-example"})
"""Vendor extensions that speak of the value, so they belong to the schema of a parameter or header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """A parameter in a form, which OpenAPI 3 has as a property of the body."""

    name: str
    required: bool
    is_file: bool
    schema: dict[str, Json]
    encoding: Encoding | None
    node: Node


@dataclass(slots=True, kw_only=True)
class _Sorted:
    """Parameters as they are met, by what they become."""

    listed: Listed
    form: dict[str, _Field] = field(default_factory=dict)
    body: RequestBody | None = None


def read_inputs(fields: Fields, inherited: Inherited) -> Later[Inputs]:
    """Parameters of the path and the operation, merged; those in the body or a form become the request body."""
    return Later(
        sources(fields, inherited, "parameters") | _said(fields, "consumes"),
        lambda: _inputs(Fields(fields.reading, fields.node), inherited),
    )


def _inputs(fields: Fields, inherited: Inherited) -> Inputs:
    found = _Sorted(listed=Listed(fields=fields, read=read_parameter))
    for group in (inherited.parameters, list(fields.elements("parameters"))):
        _sort(fields, group, found)
    body = found.body
    if found.form and body is not None:
        message = "'body' and 'formData' parameters cannot stand together. Use one of them."
        fields.gap("parameters", body.node, "two-bodies", message)
    elif found.form:
        body = _form(fields, list(found.form.values()))
    return Inputs(parameters=found.listed.parameters(), request_body=body, unreadable=fields.unreadable())


def _sort(fields: Fields, group: Sequence[tuple[str, Node]], found: _Sorted) -> None:
    seen: set[tuple[str, str]] = set()
    for part, node in group:
        target = fields.as_object(part, node)
        if target is None:
            continue
        match target.value:
            case {"in": "body"}:
                key = ("body", "")
                found.body = _body(fields, target) if key not in seen else found.body
            case {"in": "formData", "name": str(name)}:
                key = ("formData", name)
                made = fields.part(_read_field, part, node, "")
                if made is not None and key not in seen:
                    found.form[name] = made
            case _:
                named = found.listed.key(part, node)
                if named is None:
                    continue
                key = named
                if key in seen:
                    found.listed.leave(part, node)
                else:
                    found.listed.add(named, part, node)
        if key in seen:
            message = f"The {key[0]} parameter {key[1]!r} is declared twice. Remove one declaration."
            fields.gap(part, node, "duplicate-parameter", message)
        seen.add(key)


def read_parameter(reading: Reading, node: Node, _name: str) -> Parameter | None:
    """A parameter outside of bodies; None where its name or place is missing."""
    fields = Fields(reading, node)
    name = fields.text("name")
    location = chosen(fields, "in", reading.version.locations)
    if name is None or location is None:
        if not fields.gaps:
            missing = "name" if name is None else "in"
            fields.problem("missing-field", node, f"A parameter must have {missing!r}. Add it.")
        return None
    style, explode = _collection(fields, STYLES[location])
    required = fields.flag("required")
    return Parameter(
        key=parameter_key(location, name),
        name=name,
        required=required or location is In.PATH,
        allow_empty_value=location is In.QUERY and fields.flag("allowEmptyValue"),
        style=style,
        explode=explode,
        schema=_schema(fields),
        examples=_examples(fields),
        extensions=fields.extensions(without=_OF_SCHEMA),
        unreadable=fields.unreadable(),
        node=node,
    )


def _collection(fields: Fields, usual: Style) -> tuple[Style, bool]:
    """Style and explode for a `collectionFormat`; what is no array travels as OpenAPI 3's defaults have it."""
    value = fields.node.value
    if not isinstance(value, dict) or value.get("type") != "array":
        return usual, usual is Style.FORM
    inner = value.get("items")
    if isinstance(inner, dict) and "collectionFormat" in inner and inner["collectionFormat"] != "csv":
        message = (
            "Lists in lists, each written in its own way, have no counterpart in OpenAPI 3. Use a plain list."
        )
        fields.gap("items/collectionFormat", fields.node, "nested-collection", message)
    match fields.text("collectionFormat"):
        case None | "csv":
            return usual, False
        case "multi" if usual is Style.FORM:
            return usual, True
        case "ssv" | "tsv" | "pipes" as word:
            return _COLLECTIONS[word], False
        case word:
            message = f"{word!r} is none of csv, ssv, tsv, pipes, multi, or stands in a wrong place. Mend it."
            fields.gap("collectionFormat", fields.node, "unknown-value", message)
            return usual, False


def _inline(node: Node, *, extensions: bool = False) -> dict[str, Json]:
    """The keywords of a schema that stand among the members of a parameter or header.

    `extensions`: with every vendor extension, where no other record has them.
    """
    value = node.value if isinstance(node.value, dict) else {}
    keywords = {
        key: held
        for key, held in value.items()
        if key not in _OWN and (extensions or not key.startswith("x-") or key in _OF_SCHEMA)
    }
    if value.get("type") == "file":
        return {**keywords, "type": "string", "format": "binary"}
    # Swagger 2.0 lets only queries and forms be empty, where this is true; few authors mean its default.
    forbids_empty = value.get("allowEmptyValue") is False and value.get("in") in ("query", "formData")
    if forbids_empty and value.get("type") == "string" and not keywords.get("minLength"):
        return {**keywords, "minLength": 1}
    return keywords


def _schema(fields: Fields) -> SchemaUse | None:
    keywords = _inline(fields.node)
    if "type" not in keywords and "schema" in keywords:
        return fields.schema()
    return SchemaUse(node=replace(fields.node, value=keywords), read=fields.reading.schema_of)


def _examples(fields: Fields) -> tuple[Example, ...]:
    node = fields.node.get("x-example")
    return () if node is None else (Example(name="", value=node, node=node),)


def _read_field(reading: Reading, node: Node, _name: str) -> _Field | None:
    fields = Fields(reading, node)
    name = fields.text("name")
    style, explode = _collection(fields, Style.FORM)
    # Repeating the field is what OpenAPI 3 does with a list of its own accord.
    encoding = Encoding(style=style, explode=False, node=node) if not explode else None
    required = fields.flag("required")
    if name is None or fields.gaps:
        return None
    schema = _inline(node, extensions=True)
    is_file = isinstance(node.value, dict) and node.value.get("type") == "file"
    return _Field(name=name, required=required, is_file=is_file, schema=schema, encoding=encoding, node=node)


def _form(fields: Fields, form: list[_Field]) -> RequestBody:
    """The body made of form fields: an object, under the form media types that the operation consumes."""
    consumes = _media_types(fields, "consumes")
    names = [name for name in consumes if is_form(normalised(name))]
    if not names:
        if fields.child("consumes") is not None:
            message = "Form fields need a form's media type here. Add 'multipart/form-data', or its urlencoded sister."
            fields.problem("unknown-value", fields.node.get("consumes") or fields.node, message)
        has_file = any(each.is_file for each in form)
        names = ["multipart/form-data" if has_file else "application/x-www-form-urlencoded"]
    value: dict[str, Json] = {"type": "object", "properties": {each.name: each.schema for each in form}}
    required: list[Json] = [each.name for each in form if each.required]
    if required:
        value["required"] = required
    node = Node(value, fields.node.document, (*fields.node.pointer, "parameters"))
    schema = SchemaUse(node=node, read=_form_reader(fields.reading, form))
    encoding = {each.name: each.encoding for each in form if each.encoding is not None}
    return RequestBody(
        required=bool(required),
        content={
            normalised(name): MediaType(name=name, schema=schema, encoding=encoding, node=node)
            for name in names
        },
        node=node,
    )


def _form_reader(reading: Reading, form: list[_Field]) -> Callable[[Node], Schema]:
    """How the form is read as one schema: each property where its parameter stands."""

    def read(node: Node) -> Schema:
        whole = reading.schema_of(node)
        fields = {
            each.name: reading.schema_of(Node(each.schema, each.node.document, each.node.pointer))
            for each in form
        }
        return whole.holding({**whole.keywords, "properties": fields})

    return read


def _body(fields: Fields, node: Node) -> RequestBody:
    """The request body that a `body` parameter describes, under each media type that the operation consumes."""
    inner = Fields(fields.reading, node)
    return RequestBody(
        required=inner.flag("required"),
        content=_content(inner, _media_types(fields, "consumes") or [SENT], {}),
        extensions=inner.extensions(),
        unreadable=inner.unreadable(),
        node=node,
    )


def _said(fields: Fields, key: str) -> dict[str, Node]:
    """Where `_media_types` are written, by that member's name."""
    own = fields.node.get(key)
    node = own if own is not None and own.value is not None else fields.reading.description.root.get(key)
    return {} if node is None else {key: node}


def _media_types(fields: Fields, key: str) -> list[str]:
    """The operation's `consumes` or `produces`, else the description's."""
    names = fields.texts(key)
    if fields.present.get(key) is not None:
        return names
    root = Fields(fields.reading, fields.reading.description.root)
    names = root.texts(key)
    fields.gaps += root.gaps
    return names


def _content(fields: Fields, names: Iterable[str], examples: dict[str, Node]) -> dict[str, MediaType]:
    """One media type for each name, all with the member `schema`."""
    schema = fields.schema()
    return {
        normalised(name): MediaType(
            name=name,
            schema=None if schema is not None and is_raw(fields.reading, schema, name) else schema,
            examples=tuple(
                Example(name="", value=node, node=node)
                for key, node in examples.items()
                if name == ANSWERED or normalised(key) == normalised(name)
            ),
            node=fields.node,
        )
        for name in names
    }


def read_responses(fields: Fields) -> Lazy[str, Response]:
    """The member `responses` by status, with bodies under each media type that the operation produces."""
    produces = tuple(_media_types(fields, "produces") or [ANSWERED])
    return responses_read_by(
        fields,
        lambda own, part, node, status: own.part(_read_response, part, node, (status, produces)),
        beside=_said(fields, "produces"),
    )


def _read_response(reading: Reading, node: Node, context: tuple[str, tuple[str, ...]]) -> Response:
    status, produces = context
    fields = Fields(reading, node)
    examples = dict(fields.members("examples"))
    headers = {
        name.lower(): fields.part(_read_header, f"headers/{name}", held, name)
        for name, held in fields.members("headers")
    }
    return Response(
        status=status,
        headers={name: header for name, header in headers.items() if header is not None},
        content=_content(fields, _answered(fields, produces, examples), examples),
        description=fields.words("description"),
        extensions=fields.extensions(),
        unreadable=fields.unreadable(),
        node=node,
    )


def _answered(fields: Fields, produces: tuple[str, ...], examples: dict[str, Node]) -> tuple[str, ...]:
    """The media types of a response: none without a schema, but those in which an example shows a body all the same."""
    if fields.child("schema") is not None:
        return produces
    return tuple(name for name in examples if is_media_type(name))


def _read_header(reading: Reading, node: Node, name: str) -> Header:
    fields = Fields(reading, node)
    style, explode = _collection(fields, Style.SIMPLE)
    return Header(
        name=name,
        style=style,
        explode=explode,
        schema=_schema(fields),
        examples=_examples(fields),
        extensions=fields.extensions(without=_OF_SCHEMA),
        unreadable=fields.unreadable(),
        node=node,
    )
