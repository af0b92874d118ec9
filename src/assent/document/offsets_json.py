"""Where the members of a JSON container stand, as offsets in bytes: msgspec finds their ends without reading them."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

import msgspec

Member: TypeAlias = tuple[int, int, int]
"""Where a member's key or an element begins, where its value begins, and where that ends."""

_MEMBERS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ELEMENTS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_SPACE: Final = re.compile(rb"[ \t\n\r]*").match
_KEY: Final = re.compile(rb'"(?:[^"\\]|\\.)*"[ \t\n\r]*:[ \t\n\r]*').match
_NEXT: Final = re.compile(rb"[ \t\n\r]*,?[ \t\n\r]*").match


def whole(raw: bytes) -> Member:
    """The value that the text is."""
    begin = len(raw) - len(raw.lstrip(b" \t\n\r"))
    return begin, begin, len(raw.rstrip(b" \t\n\r"))


def is_container(raw: bytes, begin: int) -> bool:
    return raw[begin : begin + 1] in (b"{", b"[")


def members_within(raw: bytes, begin: int, end: int) -> dict[str, Member] | None:
    """The members of the container at these offsets, by key or index.

    None where msgspec's reading does not tell: of equal keys it gives one, and lone surrogates it refuses.
    """
    is_object = raw[begin : begin + 1] == b"{"
    inside = memoryview(raw)[begin:end]
    try:
        held = _MEMBERS.decode(inside) if is_object else _numbered(_ELEMENTS.decode(inside))
    except msgspec.DecodeError:
        return None
    found: dict[str, Member] = {}
    at = _end(_SPACE(raw, begin + 1), begin)
    for name, value in held.items():
        first = at
        if is_object:
            at = _end(_KEY(raw, at), begin)
        text = bytes(value)
        if not raw.startswith(text, at):
            return None
        found[name] = first, at, at + len(text)
        at = _end(_NEXT(raw, at + len(text)), begin)
    return found if at == end - 1 else None


def _numbered(values: list[msgspec.Raw]) -> dict[str, msgspec.Raw]:
    return {str(index): value for index, value in enumerate(values)}


def _end(match: re.Match[bytes] | None, otherwise: int) -> int:
    return otherwise if match is None else match.end()
