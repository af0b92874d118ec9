"""Answers kept ready: an operation's static answer, proven once, with the places where a request's own words go.

Another value in the place of a scalar leaves an answer valid if the schemas of that member take it, nothing else
looks at it, and its text reads back as that value alone: then only the member is checked, and not the whole again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from assent.api.model import MediaType
from assent.json import Json
from assent.records import dataclass, field
from assent.schema.model import Schema
from assent.serve.compose import Made, sight, written
from assent.serve.echo import leaf_of, members
from assent.wire import Response
from assent.wire.jsontext import write_json
from assent.wire.media import parse_media_type
from assent.wire.styles import Unwritable
from assent.wire.trees import text_of
from assent.wire.views import View, scalars

MOST_FRAMES = 64
"""Sets of echoed members for which an answer is kept in pieces."""

MOST_WHOLE = 2**63
"""Integers below it are read alike by every reader of JSON."""

Write = Callable[[Json], bytes]
"""A scalar as it stands in the body. Raises: Unwritable where it would not read back as itself alone."""


@dataclass(slots=True, kw_only=True)
class Ready:
    """A proven answer. `media` and `made` are None where nothing of a request can come back in it.

    `schemas` are those that its value is held to.
    """

    answer: Response
    media: MediaType | None = None
    made: Made | None = None
    schemas: tuple[Schema, ...] = ()
    frames: dict[tuple[str, ...], Frame | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A body in pieces, with the members that stand between them, in the order in which they stand there."""

    first: bytes
    rest: tuple[tuple[str, Write, bytes], ...]

    def filled(self, values: Mapping[str, Json]) -> bytes:
        """The body with these values. Raises: Unwritable."""
        parts = [self.first]
        for name, write, piece in self.rest:
            parts.append(write(values[name]))
            parts.append(piece)
        return b"".join(parts)


def ready_of(answer: Response, media: MediaType, made: Made) -> Ready:
    """The answer with what is needed to change it."""
    return Ready(answer=answer, media=media, made=made, schemas=schemas_of(media))


def schemas_of(media: MediaType) -> tuple[Schema, ...]:
    """The schemas that a value of the media type is held to."""
    if media.schema is None:
        return ()
    seen = sight(media.schema.schema)
    held = seen.check.schema
    return (seen.valid,) if held is None or held is seen.valid else (seen.valid, held)


def personal(ready: Ready, said: Mapping[str, Json], prove: Callable[[Response], bool]) -> Response | None:
    """The answer with what the request said in it; None if only a look at the whole can tell whether it is valid.

    `prove` looks at the whole of the first answer of each frame.
    """
    media, made = ready.media, ready.made
    if media is None or media.schema is None or made is None or not isinstance(made.value, dict):
        return ready.answer
    changes = changes_of(made.value, said, ready.schemas)
    if not changes:
        return None if changes is None else ready.answer
    key = tuple(sorted(changes))
    try:
        if key not in ready.frames:
            if len(ready.frames) >= MOST_FRAMES:
                return None
            ready.frames[key] = frame_of(media, made, key)
            _try(ready, key, changes, prove)
        frame = ready.frames[key]
        return None if frame is None else _with_body(ready.answer, frame.filled(changes))
    except Unwritable:
        return None


def _with_body(answer: Response, body: bytes) -> Response:
    return Response(answer.status, answer.headers, body)


def _try(
    ready: Ready, key: tuple[str, ...], changes: Mapping[str, Json], prove: Callable[[Response], bool]
) -> None:
    """Keep the frame only if its first answer is what would be written as a whole, and valid."""
    frame = ready.frames[key]
    assert ready.media is not None
    assert ready.made is not None
    if frame is None:
        return
    ready.frames[key] = None
    first = _with_body(ready.answer, frame.filled(changes))
    if whole(ready.media, ready.made, changes) == first.body and prove(first):
        ready.frames[key] = frame


def changes_of(
    value: Mapping[str, Json], said: Mapping[str, Json], schemas: Sequence[Schema]
) -> dict[str, Json] | None:
    """The members that change; None where more than their own schemas have to be asked."""
    changes: dict[str, Json] = {}
    for name, known in said.items():
        for member in members(name, value):
            now = changes.get(member, value[member])
            if type(now) is not type(known) or now == known:
                continue
            fits = _fits(member, known, schemas)
            if fits is None:
                return None
            if fits:
                changes[member] = known
    return changes


def _fits(member: str, known: Json, schemas: Sequence[Schema]) -> bool | None:
    if isinstance(known, dict | list) or (isinstance(known, float) and not math.isfinite(known)):
        return None
    fits = True
    asked: list[tuple[object, ...]] = []
    for schema in schemas:
        leaf = leaf_of(schema, member)
        if leaf is None:
            return None
        if leaf.validators in asked:
            continue
        asked.append(leaf.validators)
        here = leaf.takes(known)
        if here is None:
            return None
        fits = fits and here
    return fits


def whole(media: MediaType, made: Made, changes: Mapping[str, Json]) -> bytes | None:
    assert isinstance(made.value, dict)
    again = written(media, {**made.value, **changes}, made.content_type, again=False)
    return again.body if isinstance(again, Made) else None


def frame_of(media: MediaType, made: Made, names: tuple[str, ...]) -> Frame | None:
    """The body in pieces around these members; None where its type is none of which a part can be written alone."""
    kind = parse_media_type(made.content_type)
    if kind is None or not (kind.is_json or kind.is_xml) or kind.parameter("charset") not in (None, "utf-8"):
        return None
    marks = {name: f"assent-{index}-mark" for index, name in enumerate(names)}
    body = whole(media, made, marks)
    if body is None:
        return None
    places: list[tuple[int, int, str]] = []
    for name, mark in marks.items():
        text = f'"{mark}"'.encode() if kind.is_json else mark.encode()
        start = body.find(text)
        if start < 0 or body.count(text) > 1 or (kind.is_xml and body[start - 1 : start] != b">"):
            return None
        places.append((start, start + len(text), name))
    places.sort()
    assert media.schema is not None
    within = sight(media.schema.schema).within
    rest: list[tuple[str, Write, bytes]] = []
    stops = [*(start for start, _, _ in places[1:]), len(body)]
    for (_, end, name), stop in zip(places, stops, strict=True):
        write = _json_text if kind.is_json else _xml_writer(within.member(name))
        if write is None:
            return None
        rest.append((name, write, body[end:stop]))
    return Frame(first=body[: places[0][0]], rest=tuple(rest))


def _json_text(value: Json) -> bytes:
    if isinstance(value, int) and abs(value) >= MOST_WHOLE:
        raise Unwritable("readers differ about integers of that size")
    return write_json(value)


def _xml_writer(within: View) -> Write | None:
    if within.shapes != ("scalar",):
        return None

    is_whole = within.types <= {"integer", "number"}

    def write(value: Json) -> bytes:
        if is_whole and type(value) is int and abs(value) < MOST_WHOLE:
            return b"%d" % value  # its digits, which mean nothing else
        read = scalars(text_of(value), within)
        if len(read) != 1 or type(read[0]) is not type(value) or read[0] != value:
            raise Unwritable("its text means something else as well")
        from assent.wire.xml import element_text  # what Python has for XML takes long to import

        return element_text(value).encode()

    return write
