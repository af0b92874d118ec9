"""Bodies: bytes to the values that they may mean, and values to bytes, by media type.

A kind of body is a row of a table: which names it has, how it is read and how it is written. Binary content, which
JSON cannot hold, stands as text with a character for each octet, so that lengths count octets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from assent.api.model import MediaType
from assent.json import Json
from assent.records import dataclass
from assent.spared import called_later
from assent.wire.forms import read_form, write_form
from assent.wire.jsontext import charset_of, read_json, write_json
from assent.wire.media import MediaName, covers, parse_media_type
from assent.wire.styles import Unwritable
from assent.wire.trees import text_of
from assent.wire.views import ANYTHING, Undecodable, Undefined, View, scalars

Readings: TypeAlias = Iterable[Json] | Undecodable
"""The values that a body may mean, the likeliest first and at least one; or why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of body. `write` gives the bytes and the content type that they need."""

    takes: Callable[[MediaName], bool]
    read: Callable[[MediaType, MediaName, bytes, View, View], Readings]
    write: Callable[[MediaType, MediaName, Json, View, View], tuple[bytes, str]]


def read_body(
    media: MediaType,
    body: bytes,
    within: View,
    *,
    content_type: MediaName | None = None,
    each: View = ANYTHING,
) -> Readings:
    """What a body of the described media type says.

    `content_type` is what the message says it is, else the description's name is taken; `within` is the view of the
    schema, `each` that of the schema of items.
    """
    name = content_type or parse_media_type(media.name)
    if name is None or name.is_range:
        return Undecodable(f"{media.name!r} does not say what its bytes are", undecided=True)
    try:
        return _kind(name).read(media, name, body, within, each)
    except Undefined as error:
        return Undecodable(str(error), undecided=True)


def write_body(
    media: MediaType,
    value: Json,
    *,
    content_type: str | None = None,
    within: View | None = None,
    each: View = ANYTHING,
) -> tuple[bytes, str]:
    """The value as a body of the described media type, and the content type to send with it.

    `content_type` picks one where the description names a range; else JSON, text or octets are taken, whichever it
    covers. Raises: Unwritable if such a body cannot hold the value.
    """
    name = parse_media_type(content_type or concrete(media.name))
    if name is None:
        raise Unwritable(f"{media.name!r} is no media type")
    if within is None:
        within = View((media.schema.schema,)) if media.schema else ANYTHING
    return _kind(name).write(media, name, value, within, each)


def concrete(name: str, *, unlike: Iterable[str] = ()) -> str:
    """A media type that the described name or range covers; itself if it is no range.

    One that no name or range of `unlike` covers, where there is one.
    """
    wanted = parse_media_type(name)
    if wanted is None or not wanted.is_range:
        return name
    known = (
        "application/json",
        "application/xml",
        "text/plain",
        "application/octet-stream",
        "image/png",
        "audio/mpeg",
        "video/mp4",
    )
    others = [it for it in map(parse_media_type, unlike) if it is not None]
    for candidate in known:
        found = parse_media_type(candidate)
        if found and covers(wanted, found) and not any(covers(it, found) for it in others):
            return candidate
    kind = "application" if wanted.type == "*" else wanted.type
    if wanted.subtype.startswith("*+"):
        return f"{kind}/vnd.example{wanted.subtype[1:]}"
    return f"{kind}/example"


def _kind(name: MediaName) -> Kind:
    return next(kind for kind in _KINDS if kind.takes(name))


def _read_json(media: MediaType, name: MediaName, body: bytes, within: View, each: View) -> Readings:
    del media, within, each
    return read_json(body, charset_of(name))


def _write_json(
    media: MediaType, name: MediaName, value: Json, within: View, each: View
) -> tuple[bytes, str]:
    del media, within, each
    return write_json(value), str(name)


def _read_text(media: MediaType, name: MediaName, body: bytes, within: View, each: View) -> Readings:
    del media, each
    charset = charset_of(name) or "utf-8"
    try:
        text = body.decode(charset)
    except UnicodeDecodeError:
        return Undecodable(f"its bytes are no {charset}")
    except LookupError:
        return Undecodable(f"the charset {charset!r} is not known", undecided=True)
    return scalars(text, within)


def _write_text(
    media: MediaType, name: MediaName, value: Json, within: View, each: View
) -> tuple[bytes, str]:
    del media, within, each
    charset = charset_of(name) or "utf-8"
    try:
        return text_of(value).encode(charset), str(name)
    except (UnicodeEncodeError, LookupError) as error:
        raise Unwritable(f"the text cannot be written as {charset}") from error


def _read_octets(media: MediaType, name: MediaName, body: bytes, within: View, each: View) -> Readings:
    del media, each
    if "string" not in within.types:
        return Undecodable(f"no way is known to read {name.essence} as anything but octets", undecided=True)
    return [body.decode("latin-1")]


def _write_octets(
    media: MediaType, name: MediaName, value: Json, within: View, each: View
) -> tuple[bytes, str]:
    del media, within, each
    if not isinstance(value, str):
        raise Unwritable(f"no way is known to write anything but octets as {name.essence}")
    try:
        return value.encode("latin-1"), str(name)
    except UnicodeEncodeError:
        try:
            return value.encode("utf-8"), str(name)
        except UnicodeEncodeError as error:
            raise Unwritable("a lone surrogate cannot be written") from error


def _anything(name: MediaName) -> bool:
    del name
    return True


_KINDS = (
    Kind(
        takes=lambda name: name.sequence is not None,
        read=called_later("assent.wire.sequences", "read_sequence"),
        write=called_later("assent.wire.sequences", "write_sequence"),
    ),
    Kind(takes=lambda name: name.is_json, read=_read_json, write=_write_json),
    Kind(
        takes=lambda name: name.essence == "application/x-www-form-urlencoded",
        read=read_form,
        write=write_form,
    ),
    Kind(
        takes=lambda name: name.type == "multipart",
        read=called_later("assent.wire.multipart", "read_multipart"),
        write=called_later("assent.wire.multipart", "write_multipart"),
    ),
    Kind(
        takes=lambda name: name.is_xml,
        read=called_later("assent.wire.xml", "read_xml"),
        write=called_later("assent.wire.xml", "write_xml"),
    ),
    Kind(takes=lambda name: name.type == "text", read=_read_text, write=_write_text),
    Kind(takes=_anything, read=_read_octets, write=_write_octets),
)
"""What few descriptions have is imported when a body of it is met."""
