"""A described refusal that says why: in `message`, `detail` and their like, where the author left the words open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from assent.json import Json, Pointer, with_part
from assent.records import replace
from assent.schema.values import given_values
from assent.serve.choice import Described
from assent.serve.compose import NoValue, sight, written
from assent.serve.echo import may_replace
from assent.wire import Response
from assent.wire.media import parse_media_type
from assent.wire.views import View

_WORDS: Final = frozenset({"message", "msg", "detail", "details", "errormessage", "errordescription"})
_STATUSES: Final = frozenset({"status", "statuscode", "httpstatus", "code"})
_DEEPEST: Final = 3
"""Levels that are looked at: `{"errors": [{"message": ""}]}` has its words on the third."""


def explained(found: Response, described: Described, why: str) -> Response:
    """The refusal with the reason and the status in members that are named for them, and with no other change.

    What an author gives as an example stays as it is.
    """
    media = described.response.content.get(_name(found, described))
    if media is None or media.schema is None or media.examples:
        return found
    name, seen = parse_media_type(media.name), sight(media.schema.schema)
    if name is None or not name.is_json or _authored(seen.within):
        return found
    value = before = json.loads(found.body)
    for place, said in [*_open_words(value, seen.within, (), why, found.status)]:
        candidate = with_part(value, place, said)
        if may_replace(seen.valid, value, candidate):
            value = candidate
    made = written(media, value) if value is not before else NoValue(why="nothing is open")
    return found if isinstance(made, NoValue) else replace(found, body=made.body)


def _name(found: Response, described: Described) -> str:
    """The described media type that the answer is of."""
    sent = found.header("content-type") or ""
    return next((name for name in described.response.content if sent.startswith(name)), "")


def _open_words(
    value: Json, view: View, at: Pointer, why: str, status: int
) -> Iterator[tuple[Pointer, Json]]:
    """The places of what may be said, and what."""
    if len(at) == _DEEPEST or (at and _authored(view)):
        return
    if isinstance(value, list) and value:
        yield from _open_words(value[0], view.item(0), (*at, "0"), why, status)
    if isinstance(value, dict):
        for name, held in value.items():
            within, plain = view.member(name), name.replace("_", "").replace("-", "").lower()
            if isinstance(held, str) and plain in _WORDS and not _authored(within):
                yield (*at, name), why
            elif type(held) is int and plain in _STATUSES and not _authored(within):
                yield (*at, name), status
            else:
                yield from _open_words(held, within, (*at, name), why, status)


def _authored(view: View) -> bool:
    return any(True for schema in view.schemas for _ in given_values(schema))
