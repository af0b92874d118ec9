"""The shape of an answer: what is left of it when everything that changes from time to time is gone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from assent.json import Json, digest
from assent.wire import Response

_CHANGING = (
    (re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"), "<uuid>"),
    (re.compile(r"0x[0-9a-fA-F]+"), "<address>"),
    (re.compile(r"\b[0-9a-fA-F]{16,}\b"), "<digits>"),
    (re.compile(r"\d+(?:[.:T-]\d+)*"), "<n>"),
    (re.compile(r"'[^']*'|\"[^\"]*\""), "<text>"),
)
_LONGEST = 2_000


def shape(response: Response) -> str:
    """A short name for the status and the kind of answer; equal for answers of one cause."""
    try:
        tree: Json = json.loads(response.body)
    except (ValueError, RecursionError):
        text = response.body[:_LONGEST].decode("utf-8", "replace")
        return digest([response.status, _steady(text)])
    return digest([response.status, "\n".join(sorted(set(_outline(tree))))])


def _outline(tree: Json, at: str = "") -> Iterator[str]:
    match tree:
        case dict():
            for key, part in tree.items():
                yield from _outline(part, f"{at}/{key}")
        case list():
            for item in tree[:3]:
                yield from _outline(item, f"{at}/*")
        case str():
            yield f"{at}={_steady(tree[:_LONGEST])}"
        case _:
            yield f"{at}:{type(tree).__name__}"


def _steady(text: str) -> str:
    for pattern, word in _CHANGING:
        text = pattern.sub(word, text)
    return text
