"""Values that differ from a good one in one thing: each keyword's edges in every place, and what lies just beyond.

Nothing here says which of them are valid: that is judged from the bytes that were sent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import Any, Final

from assent.json import Json, Pointer, format_pointer, with_part
from assent.records import dataclass
from assent.schema.formats import format_named
from assent.wire.views import View

DEEPEST: Final = 6
MOST_PLACES: Final = 60
"""Places of one value that are varied."""
LONG: Final = 10_000
"""Characters of a text where no `maxLength` is given, and items of an array where no `maxItems` is."""

OF_EACH_TYPE: Final[dict[str, Json]] = {
    "string": "assent",
    "integer": 7,
    "number": 1.5,
    "boolean": True,
    "null": None,
    "array": [],
    "object": {},
}
TEXTS: Final = (
    ("empty text", ""),
    ("a space", " "),
    ("letters beyond ASCII", "žluťoučký 日本語 𝔘"),
    ("an emoji with joiners", "👩‍👩‍👧"),
    ("text from right to left", "\u202eabc"),
    ("a line feed", "a\nb"),
    ("a control character", "a\u0001b"),
    ("the character zero", "a\u0000b"),
    ("quotes", "a'b\"c"),
    ("markup", "<b>&amp;</b>"),
    ("a percent sign", "100%25"),
    ("a slash", "a/b"),
    ("a number as text", "1"),
    ("null as text", "null"),
)
NUMBERS: Final = (
    ("zero", 0),
    ("minus one", -1),
    ("the largest int32", 2**31 - 1),
    ("one beyond int32", 2**31),
    ("one below int32", -(2**31) - 1),
    ("the largest int64", 2**63 - 1),
    ("one beyond int64", 2**63),
    ("one below int64", -(2**63) - 1),
    ("beyond exact doubles", 2**53 + 1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """A whole value with one thing changed: `about` says what, at `pointer`."""

    value: Json
    about: str
    pointer: Pointer

    def __str__(self) -> str:
        at = format_pointer(self.pointer)
        return f"{self.about} at {at}" if at else self.about


def variations(value: Json, within: View) -> Iterator[Variation]:
    """The variations of a good value, each place having its turn before any has its second."""
    places = list(islice(_places(value, within, ()), MOST_PLACES))
    turns = [_at_place(value, pointer, part, view) for pointer, part, view in places]
    for row in zip_longest(*turns):
        yield from (variation for variation in row if variation is not None)


def _places(value: Json, within: View, at: Pointer) -> Iterator[tuple[Pointer, Json, View]]:
    """The places of a value from the outside in, and from each array its first item."""
    todo = [(at, value, within)]
    for pointer, part, view in todo:  # grows while containers are met
        yield pointer, part, view
        if len(pointer) >= DEEPEST:
            continue
        if isinstance(part, dict):
            todo += [((*pointer, name), held, view.member(name)) for name, held in part.items()]
        elif isinstance(part, list) and part:
            todo.append(((*pointer, "0"), part[0], view.item(0)))


def _at_place(whole: Json, pointer: Pointer, part: Json, within: View) -> Iterator[Variation]:
    for about, replacement in _replacements(part, within):
        yield Variation(value=with_part(whole, pointer, replacement), about=about, pointer=pointer)


def _replacements(part: Json, within: View) -> Iterator[tuple[str, Json]]:
    """Other values for one place: structure first, then bounds, then types, then the odd ones."""
    if isinstance(part, dict):
        yield from _objects(part, within)
    if isinstance(part, list):
        yield from _arrays(part, within)
    yield from _enumerated(within)
    yield from _bounds(part, within)
    yield from _other_types(part, within)
    if isinstance(part, str) and "string" in within.types:
        yield from TEXTS
        yield from _texts(part, within)
    if isinstance(part, int | float) and not isinstance(part, bool):
        yield from NUMBERS


def _other_types(part: Json, within: View) -> Iterator[tuple[str, Json]]:
    own = _type(part)
    yield "null", None
    for name, value in OF_EACH_TYPE.items():
        if name not in (own, "null"):
            allowed = "allowed " if name in within.types else ""
            yield f"{allowed}{name} for {own}", value


def _objects(part: dict[str, Json], within: View) -> Iterator[tuple[str, Json]]:
    for name in part:
        yield f"without {name!r}", {key: held for key, held in part.items() if key != name}
    yield "an unknown property", {**part, "x-assent-unknown": "assent"}
    for most in _numbers(within, "maxProperties"):
        extra = {f"x-assent-{i}": "a" for i in range(int(most) + 1 - len(part))}
        if len(extra) < LONG:
            yield "one property too many", {**part, **extra}
    yield "no properties", {}


def _arrays(part: list[Json], within: View) -> Iterator[tuple[str, Json]]:
    item: list[Json] = part[:1] or [OF_EACH_TYPE["string"]]
    for least in _numbers(within, "minItems"):
        if 0 < least <= LONG:
            yield "one item too few", (part * math.ceil(least / max(len(part), 1)))[: int(least) - 1]
    for most in _numbers(within, "maxItems"):
        if most <= LONG:
            yield "one item too many", (part + item * (int(most) + 1))[: int(most) + 1]
    if part:
        yield "the same item twice", [*part, part[0]]
        yield "an item of null", [None, *part[1:]]
    yield "no items", []
    if not list(_numbers(within, "maxItems")):
        yield "very many items", item * 1_000


def _enumerated(within: View) -> Iterator[tuple[str, Json]]:
    members: list[Json] = []
    for schema in within.schemas:
        members += schema.keywords.get("enum", ())
        if "const" in schema.keywords:
            members.append(schema.keywords["const"])
    texts = [member for member in members if isinstance(member, str)]
    if members:
        yield "a value that is not in the list", "assent-not-listed"
    for member in members[:12]:
        yield f"the listed value {member!r}", member
    for text in texts[:2]:
        yield "a listed value in other case", text.swapcase()
        yield "a listed value with a space", text + " "


def _bounds(part: Json, within: View) -> Iterator[tuple[str, Json]]:
    step = 1 if "number" not in within.types or isinstance(part, int) else 0.001
    for word in ("minimum", "exclusiveMinimum"):
        for bound in _numbers(within, word):
            yield f"just below {word}", bound - step
            yield f"at {word}", bound
            yield f"just above {word}", bound + step
    for word in ("maximum", "exclusiveMaximum"):
        for bound in _numbers(within, word):
            yield f"just above {word}", bound + step
            yield f"at {word}", bound
            yield f"just below {word}", bound - step
    for factor in _numbers(within, "multipleOf"):
        yield "no multiple", factor * 1.5
        yield "a multiple", factor * 2
    if isinstance(part, str):
        for least in _numbers(within, "minLength"):
            if 0 < least <= LONG:
                yield "one character too few", _stretched(part, int(least) - 1)
                yield "the fewest characters", _stretched(part, int(least))
        for most in _numbers(within, "maxLength"):
            if most <= LONG:
                yield "one character too many", _stretched(part, int(most) + 1)
                yield "the most characters", _stretched(part, int(most))


def _texts(part: str, within: View) -> Iterator[tuple[str, Json]]:
    for schema in within.schemas:
        name = schema.keywords.get("format")
        known = format_named(name) if isinstance(name, str) else None
        if known is not None and known.type == "string":
            yield from ((f"no {name}", text) for text in known.near_misses)
            yield from ((f"an unusual {name}", text) for text in known.examples)
    if any("pattern" in schema.keywords for schema in within.schemas):
        yield "text after the pattern", part + "\n!"
        yield "text before the pattern", "!\n" + part
    if not list(_numbers(within, "maxLength")):
        yield "very long text", "a" * LONG


def _stretched(text: str, length: int) -> str:
    return (text + "a" * length)[:length]


def _numbers(within: View, word: str) -> Iterator[Any]:
    """The bounds that the schemas of the place give under one keyword, each once."""
    seen: list[Any] = []
    for schema in within.schemas:
        held = schema.keywords.get(word)
        if isinstance(held, int | float) and not isinstance(held, bool) and held not in seen:
            seen.append(held)
            yield held


def _type(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
