"""Styles of parameters as texts on the wire: joining and splitting, with no schema in sight.

Source: OAS 3.1.1 §4.8.12.3 to §4.8.12.5 and appendices C to E, OAS 3.2.0 §4.12, RFC 6570, RFC 3986 §2;
Swagger 2.0 "collectionFormat" is read as the style it became.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, TypeAlias
from urllib.parse import quote, unquote

Texts: TypeAlias = "str | list[str] | dict[str, str]"
"""A value whose scalars are already texts: a scalar, an array of scalars, or an object of scalars."""

Shape: TypeAlias = Literal["scalar", "array", "object"]

Pair: TypeAlias = tuple[str, str]
"""A name and a value as they stand on the wire, still percent-encoded."""

DELIMITERS: Final = {
    "form": ",",
    "simple": ",",
    "matrix": ",",
    "label": ",",
    "cookie": ",",
    "spaceDelimited": " ",
    "pipeDelimited": "|",
    "tabDelimited": "\t",
}
"""What stands between the elements of an array that is not exploded."""

UNESCAPABLE: Final = ("spaceDelimited", "pipeDelimited", "tabDelimited")
"""Styles whose delimiter is percent-encoded itself, so that no element can hold it."""

# RFC 3986 §2.2 less what ends or splits a query (`#`, `&`, `=`, `+` as a space) and brackets, which it forbids there.
_RESERVED: Final = ":/?@!$'()*,;"


class Unwritable(ValueError):
    """A value has no text in this place or style, as an empty path segment; the message says why."""


def escape(text: str, *, keep: str = "") -> str:
    """The text percent-encoded as UTF-8; only RFC 3986's unreserved characters and `keep` stay.

    Raises: Unwritable if the text has a lone surrogate, which UTF-8 cannot hold.
    """
    try:
        return quote(text, safe=keep)
    except UnicodeEncodeError as error:
        raise Unwritable("a lone surrogate cannot be written as UTF-8") from error


def unescape(text: str) -> str:
    """The text percent-decoded; bytes that are no UTF-8 become U+FFFD."""
    return unquote(text) if "%" in text else text


def join_path(style: str, texts: Texts, *, name: str, explode: bool) -> str:
    """What stands in the path for `{name}`.

    Raises: Unwritable where nothing, `.` or `..` would stand there, or the value is empty.
    """
    prefix = {"matrix": ";", "label": "."}.get(style, "")
    between = (prefix or ",") if explode else ","
    match texts:
        case str():
            text = _escape_in_path(texts, style)
            written = _matrix_pair(escape(name), text) if style == "matrix" else prefix + text
        case list() | dict() if not texts:
            raise Unwritable("an empty array or object leaves no trace in a path")
        case list():
            parts = [_escape_in_path(text, style) for text in texts]
            if style == "matrix" and explode:
                written = "".join(_matrix_pair(escape(name), part) for part in parts)
            else:
                head = f";{escape(name)}=" if style == "matrix" else prefix
                written = head + between.join(parts)
        case dict():
            pairs = [
                (_escape_in_path(key, style), _escape_in_path(text, style)) for key, text in texts.items()
            ]
            if explode:
                written = prefix + between.join(f"{key}={text}" for key, text in pairs)
            else:
                head = f";{escape(name)}=" if style == "matrix" else prefix
                written = head + ",".join(part for pair in pairs for part in pair)
    if written in ("", ".", ".."):
        raise Unwritable("an empty segment, `.` and `..` change the path's meaning")
    return written


def split_path(style: str, raw: str, *, name: str, explode: bool, shape: Shape) -> Iterator[Texts]:
    """The readings of what stood in the path for `{name}`, the likeliest first; none if it is not of that style."""
    if style == "matrix":
        yield from _split_matrix(raw, name=name, explode=explode, shape=shape)
        return
    if style == "label":
        if not raw.startswith("."):
            return
        raw = raw[1:]
    if shape == "scalar":
        yield unescape(raw)
        return
    between = "." if style == "label" and explode else ","
    yield from _shaped(raw.split(between) if raw else [], explode=explode, shape=shape)
    if style == "label" and not explode and "." in raw:
        # OAS 3.0.0 to 3.0.3 printed `.blue.black` in this row, against RFC 6570.
        yield from _shaped(raw.split("."), explode=False, shape=shape)


def join_query(
    style: str, texts: Texts, *, name: str, explode: bool, allow_reserved: bool = False
) -> list[Pair]:
    """The pairs that the value adds to a query, percent-encoded.

    Raises: Unwritable if the style cannot hold the value, as a delimiter inside an element.
    """
    keep = _RESERVED if allow_reserved else ""
    field = escape(name, keep="[]")
    if isinstance(texts, str):
        return [(field, escape(texts, keep=keep))]
    if explode or style == "deepObject":
        return _exploded(style, texts, field=field, keep=keep)
    delimiter = DELIMITERS.get(style, ",")
    parts = texts if isinstance(texts, list) else [part for pair in texts.items() for part in pair]
    if style in UNESCAPABLE:
        if any(delimiter in part for part in parts):
            raise Unwritable(f"an element holds {delimiter!r}, which {style} cannot escape")
        return [(field, escape(delimiter).join(escape(part, keep=keep) for part in parts))]
    keep = keep.replace(delimiter, "")
    return [(field, delimiter.join(escape(part, keep=keep) for part in parts))]


def split_delimited(style: str, raw: str, *, shape: Shape) -> Iterator[Texts]:
    """The readings of one query or cookie value that holds a whole array or object.

    A delimiter may stand there itself or percent-encoded; when encoded it may as well belong to an element.
    """
    if shape == "scalar":
        yield from plain(raw)
        return
    if style in UNESCAPABLE:
        text = unescape(raw.replace("+", " ") if style == "spaceDelimited" else raw)
        parts = text.split(DELIMITERS[style]) if text else []
        yield from _shaped(parts, explode=False, shape=shape, decoded=True)
        return
    yield from _shaped(raw.split(",") if raw else [], explode=False, shape=shape, plus=True)
    if "%2c" in raw.lower():
        yield from _shaped(unescape(raw).split(","), explode=False, shape=shape, decoded=True)


def plain(raw: str) -> Iterator[str]:
    """The readings of one query value: `+` is a space as forms have it, or itself as RFC 3986 has it."""
    if "+" in raw:
        yield unescape(raw.replace("+", " "))
    yield unescape(raw)


def query_pairs(query: str) -> list[Pair]:
    """The pairs of a query or a form, with decoded names and values as they stand; a name alone has an empty value."""
    pairs = []
    for piece in query.split("&"):
        if piece:
            name, _, value = piece.partition("=")
            pairs.append((unescape(name.replace("+", " ")), value))
    return pairs


def join_header(texts: Texts, *, explode: bool) -> str:
    """The field value of a header parameter; headers know no percent-encoding.

    Raises: Unwritable for control characters, text outside ASCII, outer spaces, or a comma in an element.
    """
    match texts:
        case str():
            text = texts
        case list():
            _refuse_within(texts, ",")
            if any(part != part.strip() for part in texts):
                raise Unwritable("spaces around an element of a header's value are not part of it")
            text = ",".join(texts)
        case dict():
            parts = [part for pair in texts.items() for part in pair]
            _refuse_within(parts, ",=" if explode else ",")
            if not texts or any(part != part.strip() for part in parts):
                raise Unwritable("an empty object and outer spaces leave no trace in a header's value")
            text = ",".join(f"{key}{'=' if explode else ','}{value}" for key, value in texts.items())
    if not (text.isascii() and text.isprintable()):
        raise Unwritable("a header holds printable ASCII only")
    if text != text.strip():
        raise Unwritable("spaces around a header's value are not part of it")
    return text


def split_header(raw: str, *, explode: bool, shape: Shape) -> Iterator[Texts]:
    """The readings of a header's value; the spaces around commas do not count (RFC 9110 §5.6.1)."""
    if shape == "scalar":
        yield raw.strip()
        return
    parts = [part.strip() for part in raw.split(",")] if raw.strip() else []
    yield from _shaped(parts, explode=explode, shape=shape, decoded=True)


def join_cookie(style: str, texts: Texts, *, name: str, explode: bool) -> list[Pair]:
    """The crumbs that the value adds to the Cookie header.

    Style `form` percent-encodes, 3.2's `cookie` does not. Raises: Unwritable if a cookie cannot hold the value.
    """
    if style != "cookie":
        pairs = join_query(style, texts, name=name, explode=explode)
        if explode and not isinstance(texts, str):
            (first, value), *rest = pairs
            return [(first, "&".join([value, *(f"{key}={text}" for key, text in rest)]))]
        return pairs
    match texts:
        case str():
            crumbs = [(name, texts)]
        case list() if explode:
            crumbs = [(name, text) for text in texts]
        case dict() if explode:
            crumbs = list(texts.items())
        case list() | dict():
            parts = texts if isinstance(texts, list) else [part for pair in texts.items() for part in pair]
            _refuse_within(parts, ",")
            crumbs = [(name, ",".join(parts))]
    if not crumbs:
        raise Unwritable("an empty array or object leaves no trace in a cookie")
    for key, text in crumbs:
        if not ((key + text).isascii() and (key + text).isprintable()) or ";" in key + text or "=" in key:
            raise Unwritable("a cookie holds printable ASCII without `;` only")
        if text != text.strip():
            raise Unwritable("spaces around a cookie's value are not part of it")
        if len(text) > 1 and text[0] == text[-1] == '"':
            raise Unwritable("quotes around a cookie's value are not part of it")  # RFC 6265 §4.1.1
    return crumbs


def cookie_pairs(cookie: str) -> list[Pair]:
    """The crumbs of a Cookie header as (name, value), values as they stand, quotes around them dropped."""
    pairs = []
    for crumb in cookie.split(";"):
        name, found, value = crumb.strip().partition("=")
        if found:
            if len(value) > 1 and value[0] == value[-1] == '"':
                value = value[1:-1]
            pairs.append((name, value))
    return pairs


def _exploded(style: str, texts: list[str] | dict[str, str], *, field: str, keep: str) -> list[Pair]:
    if not texts:
        raise Unwritable("an empty array or object leaves no trace in a query")
    if isinstance(texts, list):
        return [(field, escape(text, keep=keep)) for text in texts]
    if style in UNESCAPABLE:
        raise Unwritable(f"{style} says nothing about exploded objects")
    if style == "deepObject":
        if any("[" in key or "]" in key for key in texts):
            raise Unwritable("deepObject cannot escape a bracket in a property's name")
        return [(f"{field}%5B{escape(key)}%5D", escape(text, keep=keep)) for key, text in texts.items()]
    return [(escape(key), escape(text, keep=keep)) for key, text in texts.items()]


def _split_matrix(raw: str, *, name: str, explode: bool, shape: Shape) -> Iterator[Texts]:
    if not raw.startswith(";"):
        return
    pieces = [(unescape(key), text) for key, _, text in (part.partition("=") for part in raw[1:].split(";"))]
    if shape == "object" and explode:
        yield {key: unescape(text) for key, text in pieces}
        return
    if any(key != name for key, _ in pieces):
        return
    if shape == "array" and explode:
        yield [unescape(text) for _, text in pieces]
    elif len(pieces) == 1:
        text = pieces[0][1]
        if shape == "scalar":
            yield unescape(text)
        else:
            yield from _shaped(text.split(",") if text else [], explode=False, shape=shape)


def _shaped(
    parts: Sequence[str], *, explode: bool, shape: Shape, decoded: bool = False, plus: bool = False
) -> Iterator[Texts]:
    """The parts as an array, or as an object of `key=value` (exploded) or `key,value`."""

    def read(part: str) -> str:
        return part if decoded else unescape(part.replace("+", " ") if plus else part)

    if shape == "array":
        yield [read(part) for part in parts]
        if not parts:
            yield [""]
    elif explode:
        split = [part.partition("=") for part in parts]
        if all(found for _, found, _ in split):
            yield {read(key): read(value) for key, _, value in split}
    elif len(parts) % 2 == 0:
        yield {read(parts[i]): read(parts[i + 1]) for i in range(0, len(parts), 2)}


def _escape_in_path(text: str, style: str) -> str:
    """Dots split a label, and are else unreserved; a proxy may not undo their encoding (RFC 3986 §6.2.2.2 may)."""
    written = escape(text)
    return written.replace(".", "%2E") if style == "label" else written


def _matrix_pair(name: str, text: str) -> str:
    return f";{name}={text}" if text else f";{name}"


def _refuse_within(parts: Iterable[str], delimiters: str) -> None:
    if any(delimiter in part for part in parts for delimiter in delimiters):
        raise Unwritable(f"an element holds one of {delimiters!r}, which this style cannot escape")
