"""What the fast readings put right silently: equal keys, tags and merges, found by a second look at the text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from assent.document.document import Problem, fixed
from assent.document.excerpt import line_starts, position_in
from assent.document.places_json import members
from assent.json import Pointer


def yaml_defects(raw: bytes, name: str) -> Iterator[Problem]:
    from assent.document.places_yaml import read_places

    starts = line_starts(raw.decode())
    for odd in read_places(raw)[1]:
        also = () if odd.first is None else (fixed(name, odd.pointer, position_in(starts, odd.first)),)
        at = fixed(name, odd.pointer, position_in(starts, odd.offset))
        yield Problem(kind=odd.kind, at=at, message=odd.message, also=also)


def json_defects(raw: bytes, name: str) -> Iterator[Problem]:
    """Equal keys in one object. Costs one parse by the standard library, and a slow scan only if there are some."""
    if not _has_equal_keys(raw):
        return
    text = raw.decode()
    starts = line_starts(text)
    begin = len(text) - len(text.lstrip())
    stack: list[tuple[Pointer, int]] = [((), begin)]
    while stack:
        pointer, offset = stack.pop()
        if text[offset] not in "{[":
            continue
        first: dict[str, int] = {}
        inner = []
        for key, at, value in members(text, offset):
            if key in first:
                message = f"the key {key!r} stands here a second time, and the first is ignored. Remove one."
                where = (*pointer, key)
                yield Problem(
                    kind="duplicate-key",
                    at=fixed(name, where, position_in(starts, at)),
                    message=message,
                    also=(fixed(name, where, position_in(starts, first[key])),),
                )
            first.setdefault(key, at)
            inner.append(((*pointer, key), value))
        stack.extend(reversed(inner))


def _has_equal_keys(raw: bytes) -> bool:
    equal = False

    def check(pairs: list[tuple[str, Any]]) -> None:
        nonlocal equal
        if len(dict(pairs)) < len(pairs):
            equal = True

    json.loads(raw, object_pairs_hook=check, parse_float=len, parse_int=len)
    return equal
