"""The shape of an answer: what is left of it when everything that changes from time to time is gone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, unquote_plus

from assent.json import Json, canonical, digest
from assent.wire import Request, Response
from assent.wire.jsontext import read_json

_CHANGING = (
    (re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"), "<uuid>"),
    (re.compile(r"0x[0-9a-fA-F]+"), "<address>"),
    (re.compile(r"\b[0-9a-fA-F]{16,}\b"), "<digits>"),
    (re.compile(r"\d+(?:[.:T-]\d+)*"), "<n>"),
    (re.compile(r"'[^']*'|\"[^\"]*\""), "<text>"),
)
_LONGEST = 2_000
_MOST_PARTS = 200
SHORTEST = 4
"""Characters from which on a value counts as quoted where an answer has it."""


def shape(response: Response, request: Request | None = None, *, names: Sequence[str] = ()) -> str:
    """A short name for the status and the kind of answer; equal for answers of one cause.

    What the answer quotes of the request is no part of it, and neither are these names.
    """
    said = words(response, request, names=names)
    return digest([response.status, "\n".join(sorted(said))])


def words(response: Response, request: Request | None = None, *, names: Sequence[str] = ()) -> frozenset[str]:
    """What an answer says apart from what changes from time to time, what it quotes of the request, and these names."""
    sent = set() if request is None else _sent(request)
    quoted = sorted({*sent, *(name for name in names if len(name) >= SHORTEST)}, key=len, reverse=True)
    try:
        tree: Json = json.loads(response.body)
    except (ValueError, RecursionError):
        text = response.body[:_LONGEST].decode("utf-8", "replace")
        return frozenset([_steady(text, quoted)])
    parts = frozenset() if request is None else frozenset(_parts_sent(request))
    return frozenset(_outline(tree, quoted, parts))


def _parts_sent(request: Request) -> Iterator[bytes]:
    """The objects, arrays and texts in the request's JSON body, each as canonical bytes."""
    values = read_json(request.body) if request.body else None
    todo = list(values[0:1]) if isinstance(values, list) else []
    for _ in range(_MOST_PARTS):
        if not todo:
            return
        part = todo.pop()
        if isinstance(part, dict | list | str) and part:
            yield canonical(part)
        if isinstance(part, dict):
            todo += part.values()
        elif isinstance(part, list):
            todo += part


def _sent(request: Request) -> set[str]:
    """The values in the request's line and header that an answer may quote."""
    values = {value for _, value in request.headers}
    values |= {unquote(segment) for segment in request.path.split("/")}
    values |= {unquote_plus(pair.partition("=")[2]) for pair in request.query.split("&")}
    return {value for value in values if len(value) >= SHORTEST}


def _outline(tree: Json, quoted: Sequence[str], sent: frozenset[bytes], at: str = "") -> Iterator[str]:
    if sent and isinstance(tree, dict | list | str) and tree and canonical(tree) in sent:
        yield f"{at}=<sent>"
        return
    match tree:
        case dict():
            for key, part in tree.items():
                yield from _outline(part, quoted, sent, f"{at}/{key}")
        case list():
            for item in tree[:3]:
                yield from _outline(item, quoted, sent, f"{at}/*")
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
