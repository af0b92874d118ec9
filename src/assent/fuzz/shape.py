"""The shape of an answer: what is left of it when everything that changes from time to time is gone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, unquote_plus

from assent.json import Json, digest
from assent.wire import Request, Response

_CHANGING = (
    (re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"), "<uuid>"),
    (re.compile(r"0x[0-9a-fA-F]+"), "<address>"),
    (re.compile(r"\b[0-9a-fA-F]{16,}\b"), "<digits>"),
    (re.compile(r"\d+(?:[.:T-]\d+)*"), "<n>"),
    (re.compile(r"'[^']*'|\"[^\"]*\""), "<text>"),
)
_LONGEST = 2_000
SHORTEST = 4
"""Characters from which on a value counts as quoted where an answer has it."""


def shape(response: Response, request: Request | None = None) -> str:
    """A short name for the status and the kind of answer; equal for answers of one cause.

    What the answer quotes of the request is no part of it.
    """
    quoted = () if request is None else sorted(_sent(request), key=len, reverse=True)
    try:
        tree: Json = json.loads(response.body)
    except (ValueError, RecursionError):
        text = response.body[:_LONGEST].decode("utf-8", "replace")
        return digest([response.status, _steady(text, quoted)])
    return digest([response.status, "\n".join(sorted(set(_outline(tree, quoted))))])


def _sent(request: Request) -> set[str]:
    """The values in the request's line and header that an answer may quote."""
    values = {value for _, value in request.headers}
    values |= {unquote(segment) for segment in request.path.split("/")}
    values |= {unquote_plus(pair.partition("=")[2]) for pair in request.query.split("&")}
    return {value for value in values if len(value) >= SHORTEST}


def _outline(tree: Json, quoted: Sequence[str], at: str = "") -> Iterator[str]:
    match tree:
        case dict():
            for key, part in tree.items():
                yield from _outline(part, quoted, f"{at}/{key}")
        case list():
            for item in tree[:3]:
                yield from _outline(item, quoted, f"{at}/*")
        case str():
            yield f"{at}={_steady(tree[:_LONGEST], quoted)}"
        case _:
            yield f"{at}:{type(tree).__name__}"


def _steady(text: str, quoted: Sequence[str]) -> str:
    for value in quoted:
        text = text.replace(value, "<sent>")
    for pattern, word in _CHANGING:
        text = pattern.sub(word, text)
    return text
