"""Where values of a JSON text stand, as offsets in bytes: one walk to all that is wanted, and past everything else.

Most texts were written by machines with one member, element or bracket a line. Where such a layout is proven, names are
searched for at the begin of lines; elsewhere patterns and msgspec tell what comes next.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable
from itertools import chain
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

_value: Final = msgspec.json.Decoder(msgspec.Raw).decode
_encode: Final = msgspec.json.Encoder().encode
_BACKSLASH, _U = b"\\u"
_FIRST_HALVES: Final = frozenset({b"d8", b"d9", b"da", b"db"})
"""How escapes for the first halves of characters go on."""

_BRACKETS: Final[dict[type, bytes]] = {dict: b"{", list: b"["}
_FIRST_LINES: Final = (b"{\n", b"[\n")
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
    margin = _margin(raw, tree, asked) if len(raw) < _SPARSE * len(asked) else None
    if margin is not None:
        _meet_by_lines(raw, margin, tree, top)
    elif not _meet(raw, top):
        return None
    return {pointer: _nearest(wanted) for pointer, wanted in asked.items()}


def _nearest(wanted: Wanted) -> int:
    """The place of what was wanted, or else of the nearest that is around it."""
    while wanted.place < 0 and wanted.around is not None:
        wanted = wanted.around
    return wanted.place


def _margin(raw: bytes, tree: Json, pointers: Collection[Pointer]) -> bytes | None:
    """The spaces that each level is set in by, if the text is what msgspec writes of the tree; names as it writes them.

    That proves the layout, the order of members, and that no keys are equal.
    """
    first = raw[2 : raw.find(b"\n", 2)]
    margin = first[: len(first) - len(first.lstrip(b" "))]
    if raw[:2] not in _FIRST_LINES or not margin:
        return None
    try:
        written = msgspec.json.format(_encode(tree), indent=len(margin))
    except (ValueError, OverflowError):  # numbers that are too large, half characters
        return None
    if raw.startswith(written):
        return margin
    same_names = all(map(str.isascii, chain.from_iterable(pointers)))
    return margin if same_names and _differs_in_escapes(raw, written) else None


def _differs_in_escapes(raw: bytes, written: bytes) -> bool:
    """Whether the text says what is written, with escapes for characters beyond ASCII, as many writers have them."""
    here, there = memoryview(raw), memoryview(written)  # of which no part is copied
    at = done = other = 0
    while (at := raw.find(b"\\", at)) >= 0:
        end = at + 2
        if raw[at + 1] == _U:
            end += 10 if raw[at + 2 : at + 4].lower() in _FIRST_HALVES else 4
            character = msgspec.json.decode(b'"' + raw[at:end] + b'"').encode()
            if not character.isascii():
                begin = other + at - done
                if not (written.startswith(here[done:at], other) and written.startswith(character, begin)):
                    return False
                done, other = end, begin + len(character)
        at = end
    return raw.startswith(there[other:], done)


def _meet_by_lines(raw: bytes, margin: bytes, tree: Json, top: Wanted) -> None:
    """Gives all that is wanted its place in a text that is laid out by lines.

    Each member or element of a container begins a line with the same margin, in the tree's order, and nothing else in
    the container does. So a member is where, from the one before it on, a line first has the margin and the name.
    Python leaps through a text in search for a name.
    """
    top.place = 0
    around = [(tree, top.inside, b"\n" + margin, 0)]
    while around:
        value, inside, line, at = around.pop()
        for name, held, opening in _openings(value, inside):
            at = raw.index(line + opening, at + 1)
            if name in inside:
                wanted = inside[name]
                wanted.place = at + len(line)
                if wanted.inside:
                    around.append((held, wanted.inside, line + margin, at))


def _openings(value: Json, names: Container[str]) -> list[tuple[str, Json, bytes]]:
    """The members with these names and how each begins, in the order of the text; of an array, all elements."""
    if isinstance(value, dict):
        return [(name, value[name], _encode(name) + b":") for name in value if name in names]
    if isinstance(value, list):
        return [
            (str(index), element, _BRACKETS.get(type(element)) or _encode(element)[:1])
            for index, element in enumerate(value)
        ]
    return []


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
