"""Where values of a JSON text stand, as offsets in bytes: one walk to all that is wanted, and past everything else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from assent.json import Pointer
from assent.records import dataclass, field

_STRING: Final = rb'"(?:[^"]*(?<!\\)"|[^"\\]*(?:\\.[^"\\]*)*")'
"""What is all but one letter is passed ten times as fast as what is all but two, and few strings have escapes."""

_SPACE: Final = rb"[ \t\n\r]*"
_COMMA: Final = _SPACE + rb",?" + _SPACE
_SCALAR: Final = rb"((?:" + _STRING + rb'|[^"\[\]{},\s]+)' + _COMMA + rb")?"

_space: Final = re.compile(_SPACE).match
_comma: Final = re.compile(_COMMA).match
_element: Final = re.compile(rb"()" + _SCALAR).match
_member: Final = re.compile(rb"(" + _STRING + rb")" + _SPACE + rb":" + _SPACE + _SCALAR).match
"""The key, and the value up to what follows it if that is a scalar."""

_value: Final = msgspec.json.Decoder(msgspec.Raw).decode
_BACKSLASH: Final = ord("\\")  # bytes are asked for a number faster than for bytes
_TRAILING: Final = "trailing characters (byte "


@dataclass(slots=True, eq=False)
class Wanted:
    """A value whose place is asked for, or that holds such a value: where its key or element begins, -1 until met."""

    place: int = -1
    inside: dict[bytes, Wanted] = field(default_factory=dict)


def offsets(raw: bytes, pointers: Iterable[Pointer]) -> dict[Pointer, int] | None:
    """Where the keys of members and the values of elements begin; for a pointer to nothing, its nearest ancestor's.

    None where only a slower look can tell, as where keys are equal. The text must be JSON: reading it has shown that.
    """
    top = Wanted()
    ways: dict[Pointer, list[Wanted]] = {}
    for pointer in pointers:
        here = top
        way = ways[pointer] = [here]
        for token in pointer:
            name = token.encode("utf-8", "surrogatepass")
            within = here.inside.get(name)
            if within is None:
                within = here.inside[name] = Wanted()
            here = within
            way.append(here)
    if not _meet(raw, top):
        return None
    return {pointer: next(it.place for it in reversed(way) if it.place >= 0) for pointer, way in ways.items()}


def _meet(raw: bytes, top: Wanted) -> bool:
    """Gives all that is wanted its place. False where that takes a slower look."""
    view = memoryview(raw)
    around: list[tuple[dict[bytes, Wanted], int]] = []
    inside, index = {b"0": top}, 0  # as if the text were the one element of an array; -1 stands for an object
    at = _end(_space(raw))
    while at < len(raw):
        if raw[at] in b"}]":
            inside, index = around.pop()
            at = _end(_comma(raw, at + 1))
            continue
        match = _member(raw, at) if index < 0 else _element(raw, at)
        if match is None:
            return False
        if index < 0:
            name = match[1][1:-1] if _BACKSLASH not in match[1] else _without_escapes(match[1])
        else:
            name = b"%d" % index
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
            at = _end(_space(raw, at + 1))
        else:
            after = _after(view, at)
            if after is None:
                return False
            at = _end(_comma(raw, after))
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


def _without_escapes(key: bytes) -> bytes:
    return msgspec.json.decode(key, type=str).encode()


def _end(match: re.Match[bytes] | None) -> int:
    assert match is not None, "the pattern matches the empty text"
    return match.end()
