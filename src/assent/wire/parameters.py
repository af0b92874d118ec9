"""Parameters and headers as they travel: values to text, and text to the values that it may mean.

A text has no type; the schema says what it may be read as. Reading gives every reading worth judging, the likeliest
first: a text is right if one of them is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import TypeAlias

from assent.api.model import Header, In, MediaType, Parameter, Style
from assent.json import Json
from assent.records import dataclass, field
from assent.wire.bodies import read_body, write_body
from assent.wire.message import Headers, Request, header_values
from assent.wire.styles import (
    UNESCAPABLE,
    Pair,
    Texts,
    Unwritable,
    cookie_pairs,
    escape,
    join_cookie,
    join_header,
    join_path,
    join_query,
    plain,
    query_pairs,
    split_delimited,
    split_header,
    split_path,
    unescape,
)
from assent.wire.trees import Tree, deep_pairs, deep_tree, flat_tree, of_repeated, of_tree, text_of
from assent.wire.views import ANYTHING, Undecodable, Undefined, View, of_texts


class Nothing(Enum):
    """No value: the parameter was not sent, or sent empty where the description allows that."""

    ABSENT = "absent"
    EMPTY = "empty"


Reading: TypeAlias = tuple[Json, ...] | Undecodable | Nothing
"""The values that a text may mean, at least one; or why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request taken apart once: raw texts of path parameters by name, pairs of the query, headers, crumbs."""

    path: dict[str, str] = field(default_factory=dict)
    query: Sequence[Pair] = ()
    query_string: str = ""
    headers: Headers = ()
    cookies: Sequence[Pair] = ()


def take_apart(request: Request, path: dict[str, str]) -> Sent:
    """The request's parts; `path` has the percent-encoded texts that its router found."""
    query = request.query
    crumbs = "; ".join(request.header_values("cookie"))
    return Sent(
        path=path,
        query=query_pairs(query),
        query_string=query,
        headers=request.headers,
        cookies=cookie_pairs(crumbs) if crumbs else (),
    )


def view_of(described: Parameter | Header | MediaType) -> View:
    """The view of the schema; of anything where there is none."""
    return View((described.schema.schema,)) if described.schema else ANYTHING


def read(parameter: Parameter, sent: Sent, within: View, *, claimed: frozenset[str] = frozenset()) -> Reading:
    """What the request sent for the parameter. `claimed` are names in the query of others."""
    try:
        if parameter.content:
            return _read_content(parameter, sent)
        found = _FINDERS[parameter.location](parameter, sent, within, claimed)
        if isinstance(found, Nothing):
            return found
        return tuple(found) or Undecodable(f"it is not written in style {_style_words(parameter)}")
    except Undefined as error:
        return Undecodable(str(error), undecided=True)


def read_header(described: Header, headers: Headers, within: View) -> Reading:
    """What the message sent for a described response header, or header of a part."""
    values = header_values(headers, described.name)
    if not values:
        return Nothing.ABSENT
    raw = ", ".join(values)
    try:
        if described.content:
            return _read_text(described.content, raw)
        return tuple(_header_readings(raw, explode=described.explode, within=within)) or Undecodable(
            "it is not written in style simple"
        )
    except Undefined as error:
        return Undecodable(str(error), undecided=True)


def claimed_names(parameters: Sequence[Parameter]) -> frozenset[str]:
    """The names in a query that belong to these parameters, and so not to an exploded object beside them."""
    names: set[str] = set()
    for parameter in parameters:
        if parameter.location is In.QUERY:
            names.add(parameter.name)
            within = view_of(parameter)
            if _explodes_into_names(parameter, within):
                names.update(within.names)
    return frozenset(names)


def write(parameter: Parameter, value: Json) -> str | list[Pair]:
    """The value's text: what stands in the path, a header's value, or the pairs of a query or cookie, encoded.

    A `querystring` parameter gives the whole query. Raises: Unwritable if this place and style cannot hold it.
    """
    name, explode, location = parameter.name, parameter.explode, parameter.location
    if parameter.content:
        media = next(iter(parameter.content.values()))
        text = _content_text(media, value)
        if location is In.QUERYSTRING:
            return text
        return _write_texts(parameter, text)
    if location is In.QUERYSTRING:
        raise Unwritable("a querystring parameter needs `content`")
    if parameter.style is Style.DEEP_OBJECT and isinstance(value, dict):
        pairs = [(escape(key), escape(text)) for key, text in deep_pairs(name, value)]
        if not pairs:
            raise Unwritable("an empty object leaves no trace in a query")
        return pairs
    if parameter.style is Style.DEEP_OBJECT and isinstance(value, list) and not explode:
        raise Unwritable("deepObject says nothing about arrays")
    return _write_texts(parameter, texts_of(value))


def write_header(described: Header, value: Json) -> str:
    """The header's value. Raises: Unwritable if a header cannot hold it."""
    if described.content:
        return join_header(_content_text(next(iter(described.content.values())), value), explode=False)
    return join_header(texts_of(value), explode=described.explode)


def texts_of(value: Json) -> Texts:
    """The value with its scalars as texts. Raises: Unwritable if something nested lies deeper."""
    match value:
        case list():
            return [text_of(item) for item in value]
        case dict():
            return {key: text_of(part) for key, part in value.items()}
        case _:
            return text_of(value)


def _write_texts(parameter: Parameter, texts: Texts) -> str | list[Pair]:
    style, name, explode = parameter.style.value, parameter.name, parameter.explode
    match parameter.location:
        case In.PATH:
            return join_path(style, texts, name=name, explode=explode)
        case In.QUERY | In.QUERYSTRING:
            reserved = parameter.allow_reserved
            return join_query(style, texts, name=name, explode=explode, allow_reserved=reserved)
        case In.HEADER:
            return join_header(texts, explode=explode)
        case In.COOKIE:
            return join_cookie(style, texts, name=name, explode=explode)


def _content_text(media: MediaType, value: Json) -> str:
    body, _ = write_body(media, value)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unwritable("a parameter cannot hold bytes that are no text") from error


def _read_content(parameter: Parameter, sent: Sent) -> Reading:
    match parameter.location:
        case In.PATH:
            raw = [unescape(sent.path[parameter.name])] if parameter.name in sent.path else []
        case In.QUERY:
            raw = [next(plain(text)) for name, text in sent.query if name == parameter.name]
        case In.QUERYSTRING:
            raw = [sent.query_string] if sent.query_string else []
        case In.HEADER:
            raw = list(header_values(sent.headers, parameter.name))
        case In.COOKIE:
            raw = [unescape(text) for name, text in sent.cookies if name == parameter.name]
    if not raw:
        return Nothing.ABSENT
    if len(raw) > 1:
        return Undecodable(f"it was sent {len(raw)} times")
    if parameter.location is In.QUERYSTRING and "x-www-form-urlencoded" not in next(iter(parameter.content)):
        raw = [unescape(raw[0])]
    return _read_text(parameter.content, raw[0])


def _read_text(content: Mapping[str, MediaType], text: str) -> Reading:
    media = next(iter(content.values()))
    found = read_body(media, text.encode("utf-8", "surrogatepass"), view_of(media))
    return found if isinstance(found, Undecodable) else tuple(found)


def _from_path(
    parameter: Parameter, sent: Sent, within: View, claimed: frozenset[str]
) -> Iterator[Json] | Nothing:
    del claimed
    raw = sent.path.get(parameter.name)
    if raw is None:
        return Nothing.ABSENT
    style, name, explode = parameter.style.value, parameter.name, parameter.explode
    split = (split_path(style, raw, name=name, explode=explode, shape=shape) for shape in within.shapes)
    return _values((texts for found in split for texts in found), within)


def _from_header(
    parameter: Parameter, sent: Sent, within: View, claimed: frozenset[str]
) -> Iterator[Json] | Nothing:
    del claimed
    values = header_values(sent.headers, parameter.name)
    if not values:
        return Nothing.ABSENT
    return _header_readings(", ".join(values), explode=parameter.explode, within=within)


def _header_readings(raw: str, *, explode: bool, within: View) -> Iterator[Json]:
    split = (split_header(raw, explode=explode, shape=shape) for shape in within.shapes)
    return _values((texts for found in split for texts in found), within)


def _from_cookie(
    parameter: Parameter, sent: Sent, within: View, claimed: frozenset[str]
) -> Iterator[Json] | Nothing:
    crumbs: list[Pair] = []
    compound = within.shapes != ("scalar",)
    for name, text in sent.cookies:
        if parameter.style is Style.COOKIE:
            crumbs.append((name, escape(text)))
        elif compound and parameter.explode and "&" in text:
            crumbs += query_pairs(f"{name}={text}")
        else:
            crumbs.append((name, text.replace("+", "%2B")))
    return _from_pairs(parameter, crumbs, within, claimed)


def _from_query(
    parameter: Parameter, sent: Sent, within: View, claimed: frozenset[str]
) -> Iterator[Json] | Nothing:
    return _from_pairs(parameter, sent.query, within, claimed)


def _from_pairs(
    parameter: Parameter, pairs: Sequence[Pair], within: View, claimed: frozenset[str]
) -> Iterator[Json] | Nothing:
    name, style = parameter.name, parameter.style
    if style is Style.DEEP_OBJECT:
        tree = deep_tree(name, pairs)
        if tree is not None:
            return of_tree(tree, within)
    elif _explodes_into_names(parameter, within):
        found = _own_pairs(parameter, pairs, within, claimed)
        if found or "scalar" not in within.shapes:
            return _exploded_object(found, within, required=parameter.required)
    texts = [text for key, text in pairs if key == name]
    if not texts:
        return _from_brackets(name, pairs, within)
    if parameter.allow_empty_value and texts == [""]:
        return Nothing.EMPTY
    if parameter.explode or style is Style.DEEP_OBJECT:
        return of_repeated(texts, within)
    return _delimited(style.value, texts, within)


def _from_brackets(name: str, pairs: Sequence[Pair], within: View) -> Iterator[Json] | Nothing:
    """`name[]=a&name[]=b` for an array, as some frameworks write it; OpenAPI names no such style."""
    if "array" not in within.shapes:
        return Nothing.ABSENT
    tree = deep_tree(name, pairs)
    return Nothing.ABSENT if tree is None else of_tree(tree, within)


def _delimited(style: str, texts: list[str], within: View) -> Iterator[Json]:
    for shape in within.shapes:
        if shape == "scalar" or len(texts) == 1:
            for text in texts:
                yield from _values(split_delimited(style, text, shape=shape), within)


def _explodes_into_names(parameter: Parameter, within: View) -> bool:
    return (
        parameter.explode
        and parameter.style.value not in UNESCAPABLE
        and parameter.style is not Style.DEEP_OBJECT
        and not parameter.content
        and "object" in within.shapes
    )


def _own_pairs(
    parameter: Parameter, pairs: Sequence[Pair], within: View, claimed: frozenset[str]
) -> list[Pair]:
    """The pairs that make up an exploded object: its properties, and what nobody else claims if it is open."""
    names = frozenset(within.names)
    takes_rest = within.open and parameter.location is In.QUERY
    return [pair for pair in pairs if pair[0] in names or (takes_rest and pair[0] not in claimed)]


def _exploded_object(pairs: list[Pair], within: View, *, required: bool) -> Iterator[Json] | Nothing:
    if pairs:
        tree: Tree = flat_tree(pairs)
        return of_tree(tree, within)
    return iter([{}]) if required else Nothing.ABSENT


def _values(texts: Iterator[Texts], within: View) -> Iterator[Json]:
    for found in texts:
        yield from of_texts(found, within)


def _style_words(parameter: Parameter) -> str:
    return f"{parameter.style.value}, {'exploded' if parameter.explode else 'not exploded'}"


_FINDERS = {
    In.PATH: _from_path,
    In.QUERY: _from_query,
    In.QUERYSTRING: _from_query,
    In.HEADER: _from_header,
    In.COOKIE: _from_cookie,
}
