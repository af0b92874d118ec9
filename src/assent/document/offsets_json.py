"""Where values of a JSON text stand, as offsets in bytes: one walk to all that is wanted, and past everything else.

Most texts were written by machines with one member, element or bracket a line. Where such a layout is proven, the walk
goes from line to line; elsewhere patterns and msgspec tell what comes next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Final

import msgspec

from assent.json import Json, Pointer
from assent.records import dataclass, field
from assent.spared import regex

_STRING: Final = rb'"(?:[^"]*(?<!\\)"|[^"\\]*(?:\\.[^"\\]*)*")'
"""What is all but one letter is passed ten times as fast as what is all but two, and few strings have escapes."""

_SPACE: Final = rb"[ \t\n\r]*"
_FOLLOWS: Final = _SPACE + rb",?" + _SPACE
_SCALAR: Final = rb"((?:" + _STRING + rb'|[^"\[\]{},\s]+)' + _FOLLOWS + rb")?"

_space: Final = regex(_SPACE)
_comma: Final = regex(_FOLLOWS)
_element: Final = regex(rb"()" + _SCALAR)
_member: Final = regex(rb"(" + _STRING + rb")" + _SPACE + rb":" + _SPACE + _SCALAR)
"""The key, and the value up to what follows it if that is a scalar."""

_SPARSE: Final = 1 << 14
"""Bytes of text for each pointer from which proving the layout costs more than it saves."""

_NEAR: Final = 1 << 13
"""Bytes in which a line is looked for first. In a long text, Python searches by leaps, and margins leave no room for any."""

_value: Final = msgspec.json.Decoder(msgspec.Raw).decode
_BACKSLASH, _BLANK, _COMMA, _BRACE = b"\\ ,{"  # bytes are asked for a number faster than for bytes
_FIRST_LINES: Final = (b"{\n", b"[\n")
_CLOSING: Final = {ord("{"): b"}", ord("["): b"]"}
_TRAILING: Final = "trailing characters (byte "


@dataclass(slots=True)
class Wanted:
    """A value whose place is asked for, or that holds such a value: where its key or element begins, -1 until met."""

    around: Wanted | None = None
    place: int = -1
    inside: dict[str, Wanted] = field(default_factory=dict)


def offsets(raw: bytes, tree: Json, pointers: Iterable[Pointer]) -> dict[Pointer, int] | None:
    """Where the keys of members and the values of elements begin; for a pointer to nothing, its nearest ancestor's.

    None where only a slower look can tell, as where keys are equal. The text must be JSON: reading it has shown that.
    """
    top = Wanted()
    asked: dict[Pointer, Wanted] = {}
    for pointer in pointers:
        here = top
        for token in pointer:
            within = here.inside.get(token)
            if within is None:
                within = here.inside[token] = Wanted(here)
            here = within
        asked[pointer] = here
    margin = _margin(raw) if len(raw) < _SPARSE * len(asked) else None
    if not (_meet(raw, top) if margin is None else _meet_by_lines(raw, margin, tree, top)):
        return None
    return {pointer: _nearest(wanted) for pointer, wanted in asked.items()}


def _nearest(wanted: Wanted) -> int:
    """The place of what was wanted, or else of the nearest that is around it."""
    while wanted.place < 0 and wanted.around is not None:
        wanted = wanted.around
    return wanted.place


def _margin(raw: bytes) -> bytes | None:
    """The spaces that each level is set in by, if the text is laid out as msgspec does, byte for byte."""
    if raw[:2] not in _FIRST_LINES:
        return None
    first = raw[2 : raw.find(b"\n", 2)]
    margin = first[: len(first) - len(first.lstrip(b" "))]
    if not margin or (raw[0] == _BRACE and b'": ' not in first):
        return None
    try:
        formatted = msgspec.json.format(raw, indent=len(margin))
    except msgspec.DecodeError:
        return None
    return margin if raw.startswith(formatted) else None


def _meet_by_lines(raw: bytes, margin: bytes, tree: Json, top: Wanted) -> bool:
    """Gives all that is wanted its place in a text that is laid out by lines. False where that takes a slower look.

    The tree tells the names and how many there are: if the text has more, keys are equal. Strings hold no line ends, so
    what was opened ends with the first closing bracket that begins a line with the same margin.
    """
    top.place = 0
    around: list[tuple[Iterator[tuple[str, Json]], dict[str, Wanted], bytes]] = []
    members, inside, before, end = _members(tree), top.inside, b"\n" + margin, raw.index(b"\n")
    while True:
        for name, value in members:
            at = end + len(before)
            if raw[at - len(margin)] != _BLANK:
                return False
            end = raw.index(b"\n", at)
            wanted = inside.get(name)
            if wanted is not None:
                wanted.place = at
            closing = _CLOSING.get(raw[end - 1])
            if closing is None:
                continue
            if wanted is not None and wanted.inside:
                around.append((members, inside, before))
                members, inside, before = _members(value), wanted.inside, before + margin
                break
            line = before + closing
            near = raw.find(line, end, end + _NEAR)
            end = (near if near >= 0 else raw.index(line, end)) + len(line)
            if raw[end] == _COMMA:
                end += 1
        else:
            end += len(before) - len(margin)
            if raw[end] == _BLANK:
                return False
            if not around:
                return True
            members, inside, before = around.pop()
            end = raw.index(b"\n", end)


def _members(value: Json) -> Iterator[tuple[str, Json]]:
    """Names and values in the order of the text; none of a scalar, whose key is that of a container before it."""
    if isinstance(value, dict):
        return iter(value.items())
    return zip(map(str, count()), value, strict=False) if isinstance(value, list) else iter(())


def _meet(raw: bytes, top: Wanted) -> bool:
    """Gives all that is wanted its place. False where that takes a slower look."""
    space, comma, element, member = _space.match, _comma.match, _element.match, _member.match
    view = memoryview(raw)
    around: list[tuple[dict[str, Wanted], int]] = []
    inside, index = {"0": top}, 0  # as if the text were the one element of an array; -1 stands for an object
    at = _end(space(raw))
    while at < len(raw):
        if raw[at] in b"}]":
            inside, index = around.pop()
            at = _end(comma(raw, at + 1))
            continue
        match = member(raw, at) if index < 0 else element(raw, at)
        if match is None:
            return False
        if index < 0:
            name = match[1][1:-1].decode() if _BACKSLASH not in match[1] else _without_escapes(match[1])
        else:
            name = str(index)
            index += 1
        place, at = at, match.end()
        wanted = inside.get(name)
        if wanted is not None:
            if wanted.place >= 0:  # of equal keys the last counts, and all that was met in the first is wrong
                return False
            wanted.place = place
        if match.lastindex == 2:
            continue
        if wanted is not None and wanted.inside:
            around.append((inside, index))
            inside, index = wanted.inside, -1 if raw[at] in b"{" else 0
            at = _end(space(raw, at + 1))
        else:
            after = _after(view, at)
            if after is None:
                return False
            at = _end(comma(raw, after))
    return True


def _after(view: memoryview, at: int) -> int | None:
    """Where the text goes on after the value there, which msgspec finds in reading no further and says in its error.

    Reading whole containers instead would read what is deep in them once for each container that it is in.
    """
    try:
        _value(view[at:])
    except msgspec.DecodeError as error:
        _, found, byte = str(error).partition(_TRAILING)
        return at + int(byte[:-1]) - 1 if found else None  # bytes are counted from 1
    return len(view)


def _without_escapes(key: bytes) -> str:
    return msgspec.json.decode(key, type=str)


def _end(match: re.Match[bytes] | None) -> int:
    assert match is not None, "the pattern matches the empty text"
    return match.end()
