"""Forms as bodies: application/x-www-form-urlencoded, by the encoding of each property.

Source: OAS 3.1.1 §4.8.15 (a style where one is given, else text for scalars, repeated names for arrays, JSON for
objects), WHATWG URL §5.
"""

from __future__ import annotations

from assent.api.model import MediaType, Style
from assent.json import Json
from assent.wire.jsontext import charset_of, write_json
from assent.wire.media import MediaName
from assent.wire.styles import Pair, Unwritable, escape, join_query, query_pairs, split_delimited
from assent.wire.trees import deep_pairs, deep_tree, of_repeated, of_tree, text_of
from assent.wire.views import Undecodable, View, of_texts, product


def read_form(
    media: MediaType, name: MediaName, body: bytes, within: View, each: View
) -> list[Json] | Undecodable:
    """The readings of a form as an object.

    Raises: Undefined where a nested value is written in no way that is known.
    """
    del each
    try:
        text = body.decode(charset_of(name) or "utf-8")
    except (UnicodeDecodeError, LookupError):
        return Undecodable("its bytes are no text")
    pairs = query_pairs(text)
    names: list[str] = []
    readings: list[list[Json]] = []
    for key in _top_names(pairs, within):
        names.append(key)
        readings.append(_read_property(media, key, pairs, within.member(key)))
    return list(product(readings, lambda values: dict(zip(names, values, strict=True))))


def write_form(media: MediaType, name: MediaName, value: Json, within: View, each: View) -> tuple[bytes, str]:
    """An object as a form. Raises: Unwritable if it is none, or a property has no text."""
    del within, each
    if not isinstance(value, dict):
        raise Unwritable("a form holds an object")
    pairs = [pair for key, part in value.items() for pair in _write_property(media, key, part)]
    return "&".join(f"{key}={text}" for key, text in pairs).encode("ascii"), str(name)


def _top_names(pairs: list[Pair], within: View) -> list[str]:
    """Properties in order of first sending; `a[b]` belongs to `a` unless a property has that very name."""
    names: dict[str, None] = {}
    for key, _ in pairs:
        head = key.partition("[")[0]
        names.setdefault(key if key in within.names or not head or not key.endswith("]") else head)
    return list(names)


def _read_property(media: MediaType, key: str, pairs: list[Pair], within: View) -> list[Json]:
    texts = [text for name, text in pairs if name == key]
    encoding = media.encoding.get(key)
    if not texts:
        tree = deep_tree(key, pairs)
        return [] if tree is None else list(of_tree(tree, within))
    if encoding and encoding.style and not encoding.explode and len(texts) == 1:
        style = encoding.style.value
        split = (split_delimited(style, texts[0], shape=shape) for shape in within.shapes)
        return [value for found in split for part in found for value in of_texts(part, within)]
    return list(of_repeated(texts, within))


def _write_property(media: MediaType, key: str, value: Json) -> list[Pair]:
    encoding = media.encoding.get(key)
    if encoding and encoding.style is Style.DEEP_OBJECT and isinstance(value, dict):
        return [(escape(name), escape(text)) for name, text in deep_pairs(key, value)]
    styled = encoding is not None and encoding.style is not None
    match value:
        case list() if not value:
            raise Unwritable("an empty array leaves no trace in a form")
        case list() if encoding and styled and not encoding.explode:
            assert encoding.style
            texts = [text_of(item) for item in value]
            return join_query(encoding.style.value, texts, name=key, explode=False)
        case list():
            return [(escape(key), escape(_element(item))) for item in value]
        case dict() if styled:
            raise Unwritable("an exploded object would lose its name in a form")
        case dict():
            return [(escape(key), escape(write_json(value).decode()))]
        case _:
            return [(escape(key), escape(text_of(value)))]


def _element(item: Json) -> str:
    return write_json(item).decode() if isinstance(item, dict | list) else text_of(item)
