"""Where the values of a JSON text stand. Each container is scanned once, when something in it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from assent.document.document import Position
from assent.document.excerpt import line_starts, position_in, positions_of
from assent.json import Json, Pointer
from assent.records import dataclass, field
from assent.spared import json, regex

_SPACE = regex(r"[ \t\n\r]*")


@dataclass(slots=True, eq=False)
class JsonPlaces:
    """The places of one text; a member stands where its key begins, an element where its value begins.

    The first question is answered from the bytes, since reports ask for all places at once. Whoever asks one by one
    is answered from the text and an index of its lines.
    """

    raw: bytes
    tree: Json
    asked: bool = False
    text: str = ""
    starts: list[int] = field(default_factory=list)
    containers: dict[int, dict[str, tuple[int, int]]] = field(default_factory=dict)

    def __call__(self, pointers: Sequence[Pointer]) -> Mapping[Pointer, Position]:
        if not self.asked:
            self.asked = True
            found = at_once(self.raw, self.tree, pointers)
            if found is not None:
                return found
        if not self.starts:
            self.text = self.raw.decode()
            self.starts = line_starts(self.text)
        return {pointer: position_in(self.starts, self._offset(pointer)) for pointer in pointers}

    def _offset(self, pointer: Pointer) -> int:
        place = value = _skip(self.text, 0)
        for token in pointer:
            if self.text[value : value + 1] not in {"{", "["}:
                return place
            if value not in self.containers:
                self.containers[value] = {key: (at, begin) for key, at, begin in members(self.text, value)}
            found = self.containers[value].get(token)
            if found is None:
                return place
            place, value = found
        return place


def at_once(raw: bytes, tree: Json, pointers: Sequence[Pointer]) -> dict[Pointer, Position] | None:
    """The positions of many values of a JSON text; None where only a slower look can tell."""
    from assent.document.offsets_json import offsets

    found = offsets(raw, tree, pointers)
    if found is None:
        return None
    positions = positions_of(raw, found.values())
    return {pointer: positions[offset] for pointer, offset in found.items()}


def members(text: str, offset: int) -> Iterator[tuple[str, int, int]]:
    """Key or index, where it stands and where its value begins, for each member of the container at the offset.

    The text must be JSON: reading it has shown that.
    """
    from json.decoder import scanstring  # type: ignore[attr-defined]  # the typeshed leaves it out

    scan = _scanner()
    is_object = text[offset] == "{"
    at = _skip(text, offset + 1)
    index = 0
    while text[at] not in "}]":
        begin, key = at, str(index)
        if is_object:
            key, after = scanstring(text, at + 1, True)
            begin = _skip(text, _skip(text, after) + 1)
        yield key, at, begin
        at = _skip(text, scan(text, begin)[1])
        if text[at] == ",":
            at = _skip(text, at + 1)
        index += 1


@cache
def _scanner() -> Callable[[str, int], tuple[object, int]]:
    """Gives the value that begins somewhere, and where it ends."""
    scanner: Callable[[str, int], tuple[object, int]] = json.JSONDecoder(
        parse_float=len, parse_int=len
    ).scan_once  # type: ignore[attr-defined]  # as above
    return scanner


def _skip(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    assert match is not None, "the pattern matches the empty text"
    return match.end()
