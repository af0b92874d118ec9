"""Sequences of values in one body: JSON lines, JSON text sequences, server-sent events.

Source: OAS 3.2.0 §4.14.3 (sequential media types), RFC 7464 (json-seq), the HTML standard §9.2 (event streams).
"""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.model import MediaType
from assent.json import Json
from assent.wire.jsontext import read_json, write_json
from assent.wire.media import MediaName
from assent.wire.styles import Unwritable
from assent.wire.trees import text_of
from assent.wire.views import Undecodable, View

_RECORD = b"\x1e"


def read_sequence(
    media: MediaType, name: MediaName, body: bytes, within: View, each: View
) -> list[Json] | Undecodable:
    """The one reading: an array of the sequence's values, or the text where the schema wants one.

    What a schema of something else means is undecided: only since OAS 3.2 is it said what a sequence is described by.
    """
    if _is_no_array(media, within):
        if "string" in within.types:
            return _text(body)
        return Undecodable(
            f"its schema describes no array, and {name.essence} holds a sequence", undecided=True
        )
    match name.sequence:
        case "events":
            return _read_events(body, each)
        case "records":
            pieces = body.split(_RECORD)[1:] if body else []
            if body and not body.startswith(_RECORD):
                return Undecodable("a JSON text sequence begins with the record separator (RFC 7464)")
        case _:
            pieces = [line for line in body.splitlines() if line.strip()]
    values: list[Json] = []
    for index, piece in enumerate(pieces):
        found = read_json(piece)
        if isinstance(found, Undecodable):
            return Undecodable(f"value {index}: {found.why}", undecided=found.undecided)
        values += found
    return [values]


def write_sequence(
    media: MediaType, name: MediaName, value: Json, within: View, each: View
) -> tuple[bytes, str]:
    """An array as a sequence; where the schema wants none, its text, or the one value that it describes.

    Raises: Unwritable if it is no array otherwise, or an event has unknown or nested fields.
    """
    del each
    if _is_no_array(media, within):
        if isinstance(value, str):
            return _octets(value), str(name)
        value = [{"data": write_json(value).decode()}] if name.sequence == "events" else [value]
    if not isinstance(value, list):
        raise Unwritable(f"a body of {name.essence} holds a sequence of values")
    match name.sequence:
        case "events":
            return b"".join(_event(item) for item in value), str(name)
        case "records":
            return b"".join(_RECORD + write_json(item) + b"\n" for item in value), str(name)
        case _:
            return b"".join(write_json(item) + b"\n" for item in value), str(name)


def _is_no_array(media: MediaType, within: View) -> bool:
    return media.item_schema is None and media.schema is not None and "array" not in within.types


def _text(body: bytes) -> list[Json] | Undecodable:
    try:
        return [body.decode("utf-8")]
    except UnicodeDecodeError:
        return Undecodable("its bytes are no utf-8")


def _octets(text: str) -> bytes:
    """The text in UTF-8. Raises: Unwritable for half characters."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Unwritable("a lone surrogate cannot be written") from error


def _read_events(body: bytes, each: View) -> list[Json] | Undecodable:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Undecodable("an event stream is UTF-8")
    events: list[Json] = []
    fields: dict[str, Json] = {}
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        if not line:
            if fields:
                events.append(fields)
            fields = {}
            continue
        key, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match key:
            case "data":
                before = fields.get("data")
                fields["data"] = f"{before}\n{value}" if isinstance(before, str) else value
            case "event" | "id":
                fields[key] = value
            case "retry" if value.isascii() and value.isdigit():
                fields["retry"] = int(value) if len(value) < 16 else float(value)
            case _:
                pass  # comments, and fields that the standard tells a reader to ignore
    del each
    return [events]


def _event(item: Json) -> bytes:
    if not isinstance(item, dict) or not item.keys() <= {"data", "event", "id", "retry"}:
        raise Unwritable("an event has `data`, `event`, `id` and `retry` only")
    return "".join(_fields(item)).encode("utf-8") + b"\n"


def _fields(item: dict[str, Json]) -> Iterator[str]:
    for key, value in item.items():
        text = text_of(value)
        if "\r" in text or (key != "data" and "\n" in text):
            raise Unwritable("an event's field holds one line")
        yield from (f"{key}: {line}\n" for line in text.split("\n"))
