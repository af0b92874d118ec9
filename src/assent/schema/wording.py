"""What a refused value is told, keyword by keyword, in words for people."""

from __future__ import annotations

from collections.abc import Sequence

from assent.json import Json, spelled_alike
from assent.schema.formats import format_named
from assent.spared import json

LONGEST = 60
"""Characters of a value that a message shows."""
MOST_LISTED = 6

_TYPES = {
    "null": "null",
    "boolean": "a boolean",
    "number": "a number",
    "integer": "an integer",
    "string": "a string",
    "array": "an array",
    "object": "an object",
}


def shown(value: Json) -> str:
    """The value as JSON, cut where it is long."""
    try:
        text = _spaced(value)
    except RecursionError:
        return "a deeply nested value"
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _spaced(value: Json) -> str:
    """The value as JSON with a space after commas and colons."""
    match value:
        case list() | tuple():
            return f"[{', '.join(map(_spaced, value))}]"
        case dict():
            return f"{{{', '.join(f'{_spaced(name)}: {_spaced(held)}' for name, held in value.items())}}}"
    text = spelled_alike(value)
    return text.decode() if text is not None else json.dumps(value, ensure_ascii=False, default=str)


def listed(values: Sequence[Json]) -> str:
    """The values side by side, the first few of many."""
    texts = [shown(value) for value in values[:MOST_LISTED]]
    more = len(values) - MOST_LISTED
    return ", ".join(texts) + (f" and {more} more" if more > 0 else "")


def enum_message(values: Sequence[Json], value: Json) -> str:
    if not values:
        return f"must be one of the listed values, of which there are none, but is {shown(value)}"
    return f"must be one of {listed(values)}, but is {shown(value)}"


def kind(value: Json) -> str:
    """What the value is, shortly: `a string`, `the number 5`."""
    match value:
        case None:
            return "null"
        case bool():
            return f"the boolean {shown(value)}"
        case str():
            return f"the string {shown(value)}"
        case list():
            return "an array"
        case dict():
            return "an object"
        case _:
            return f"the number {shown(value)}"


def types(names: Sequence[str]) -> str:
    """Types by their names: `a string or null`."""
    return " or ".join(_TYPES.get(name, name) for name in names)


def type_message(names: Sequence[str], value: Json) -> str:
    return f"must be {types(names)}, but is {kind(value)}"


def bound_message(keyword: str, bound: Json, value: Json) -> str:
    words = {
        "minimum": "at least",
        "maximum": "at most",
        "exclusiveMinimum": "more than",
        "exclusiveMaximum": "less than",
        "multipleOf": "a multiple of",
    }
    return f"must be {words[keyword]} {shown(bound)}, but is {shown(value)}"


def size_message(keyword: str, bound: int, value: Json) -> str:
    things = {"Length": ("character", "characters"), "Items": ("item", "items")}
    one, many = things.get(keyword[3:], ("property", "properties"))
    size = len(value) if isinstance(value, str | list | dict) else 0
    words = "at least" if keyword.startswith("min") else "at most"
    return f"must have {words} {bound:,} {one if bound == 1 else many}, but has {size:,}"


def format_message(name: str, value: Json) -> str:
    known = format_named(name)
    example = f" such as {shown(known.examples[0])}" if known and known.examples else ""
    return f"must follow the format {name!r}{example}, but is {shown(value)}"


def contains_message(least: int, most: int | None, found: int) -> str:
    wanted = f"at least {least}" if found < least else f"at most {most}"
    return f"must contain {wanted} item{'' if wanted.endswith(' 1') else 's'} that fit `contains`, but has {found}"


def union_message(alternatives: int, best: int | None, cause: str) -> str:
    if best is None:
        return f"fits none of {alternatives} alternatives"
    return f"fits none of {alternatives} alternatives; the closest is number {best + 1}: {cause}"


def many_message(fitting: Sequence[int], names: Sequence[str]) -> str:
    """That several alternatives fit, by the names that they are referred to by, or else by their numbers."""
    first = fitting[:MOST_LISTED]
    if all(names[index] for index in first):
        told = " and ".join(f"{names[index]!r}" for index in first)
        return f"must fit exactly one alternative, but fits {told}"
    numbers = " and ".join(str(index + 1) for index in first)
    return f"must fit exactly one alternative, but fits numbers {numbers}"
