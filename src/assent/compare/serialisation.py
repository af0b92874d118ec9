"""Whether two descriptions write the same value as the same text, found by writing one of each shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assent.api import Encoding, Header, MediaType, Parameter
from assent.json import Json
from assent.records import replace
from assent.schema.violations import accepts
from assent.wire.parameters import view_of, write, write_header
from assent.wire.styles import Pair, Unwritable
from assent.wire.views import EVERY_TYPE, SCALARS, View

SAMPLES: Final[dict[str, Json]] = {"scalar": "a", "array": ["a", "b"], "object": {"a": "1", "b": "2"}}
"""A value of each shape that every style can tell from the same value in another style."""


def differs(old: Parameter, new: Parameter) -> str:
    """How the parameter is written differently now, as a sentence; empty where no text changes.

    Shapes that only one of the schemas allows are the schema's business. Whether reserved characters are
    percent-encoded changes nothing, since a reader decodes both.
    """
    manner = (old.style, old.explode, old.content)
    if not old.content and manner == (new.style, new.explode, new.content):
        return ""
    if bool(old.content) != bool(new.content):
        before, after = _manner(old), _manner(new)
        return "" if _alike(old, new) else f"It was written {before} and is written {after}."
    if old.content and new.content:
        before, after = (next(iter(it.content)) for it in (old, new))
        return "" if _alike(old, new) else f"It was written as `{before}` and is written as `{after}`."
    if _alike(old, new):
        return ""
    return f"It was written {_manner(old)} and is written {_manner(new)}."


def _alike(old: Parameter, new: Parameter) -> bool:
    named = replace(new, name=old.name)
    shapes = [shape for shape in view_of(old).shapes if shape in view_of(new).shapes]
    if old.content or new.content:
        return all(_written(old, value) == _written(named, value) for value in _samples(old, new))
    return all(_written(old, SAMPLES[shape]) == _written(named, SAMPLES[shape]) for shape in shapes)


def _samples(*described: Parameter | Header) -> list[Json]:
    """A value of each kind that all allow; of scalars, a text is written in more ways than a number."""
    uses = [it.described for it in described]
    types = frozenset.intersection(*(View((use.schema,)).types if use else EVERY_TYPE for use in uses))
    compound = [SAMPLES[name] for name in ("array", "object") if name in types]
    return ["a" if "string" in types else 0, *compound] if types & SCALARS else compound


def _written(parameter: Parameter, value: Json) -> str | list[Pair] | None:
    try:
        return write(parameter, value)
    except Unwritable:
        return None


def _manner(parameter: Parameter) -> str:
    if parameter.content:
        return f"as `{next(iter(parameter.content))}`"
    return f"in style `{parameter.style}`{', exploded' if parameter.explode else ', not exploded'}"


def takes_empty(parameter: Parameter) -> bool:
    """Whether the parameter's schema takes the empty string."""
    return parameter.schema is None or accepts(parameter.schema.schema, "")


def header_differs(old: Header, new: Header) -> str:
    """How the header is written differently now, as a sentence; empty where no text changes."""
    shapes = [shape for shape in view_of(old).shapes if shape in view_of(new).shapes]
    values = _samples(old, new) if old.content or new.content else [SAMPLES[shape] for shape in shapes]
    if old.style is not new.style and "array" in shapes:
        return f"It was written in style `{old.style}` and is written in style `{new.style}`."
    if all(_header_text(old, value) == _header_text(new, value) for value in values):
        return ""
    if old.content or new.content:
        return "Its media type is another one."
    return f"It was {_exploded(old)} and is {_exploded(new)}."


def _header_text(header: Header, value: Json) -> str | None:
    try:
        return write_header(header, value)
    except Unwritable:
        return None


def _exploded(header: Header) -> str:
    return "exploded" if header.explode else "not exploded"


def encodings(old: MediaType, new: MediaType) -> Iterator[tuple[str, str]]:
    """Fields of a form that are written another way, each with a sentence."""
    plain = old.node
    for name in dict.fromkeys((*old.encoding, *new.encoding)):
        before = old.encoding.get(name) or Encoding(node=plain)
        after = new.encoding.get(name) or Encoding(node=plain)
        if before != after:
            yield name, f"The field `{name}` is written another way: {_changes(before, after)}."
    if old.prefix_encoding != new.prefix_encoding:
        yield "prefixEncoding", "The first parts are written another way."
    if old.item_encoding != new.item_encoding:
        yield "itemEncoding", "The parts are written another way."


def _changes(before: Encoding, after: Encoding) -> str:
    named = {
        "content type": (before.content_types, after.content_types),
        "headers": (before.headers, after.headers),
        "style": (before.style, after.style),
        "explode": (before.explode, after.explode),
        "reserved characters": (before.allow_reserved, after.allow_reserved),
    }
    return ", ".join(word for word, (old, new) in named.items() if old != new) or "its parts"
