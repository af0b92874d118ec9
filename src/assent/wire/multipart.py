"""Multipart bodies: bytes to parts and back, and parts to the properties they stand for.

Source: RFC 2046 §5.1, RFC 7578, OAS 3.1.1 §4.8.14.5 and §4.8.15.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assent.api.model import Encoding, MediaType
from assent.json import Json
from assent.records import dataclass
from assent.spared import regex
from assent.wire.jsontext import charset_of, read_json, write_json
from assent.wire.media import MediaName, covers, parse_media_type
from assent.wire.message import Headers, header
from assent.wire.styles import Unwritable
from assent.wire.trees import text_of
from assent.wire.views import Undecodable, View, product, scalars

_NAME = regex(r';\s*name\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s]+)', re.IGNORECASE)
_FILE = regex(r";\s*filename\*?\s*=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart body."""

    headers: Headers
    body: bytes

    @property
    def name(self) -> str | None:
        """The field's name in its Content-Disposition; None if it has none."""
        found = _NAME.search(header(self.headers, "content-disposition") or "")
        if found is None:
            return None
        text = found[1]
        text = re.sub(r'\\(["\\])', r"\1", text[1:-1]) if text.startswith('"') else text
        return text.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")

    @property
    def is_file(self) -> bool:
        return _FILE.search(header(self.headers, "content-disposition") or "") is not None

    @property
    def content_type(self) -> MediaName | None:
        return parse_media_type(header(self.headers, "content-type") or "")


def split_parts(body: bytes, boundary: str) -> list[Part] | Undecodable:
    """The parts between the boundaries; text before the first and after the last does not count."""
    delimiter = b"--" + boundary.encode("latin-1", "replace")
    pieces = re.split(rb"(?:\A|\r?\n)" + re.escape(delimiter) + rb"(?=--|[ \t]*\r?\n)", body)
    if len(pieces) < 2:
        return Undecodable(f"the boundary {boundary!r} does not occur in it")
    if not pieces[-1].startswith(b"--"):
        return Undecodable("its last boundary is missing, so it was cut off")
    parts = []
    for piece in pieces[1:-1]:
        _, _, rest = piece.partition(b"\n")
        if rest.startswith((b"\r\n", b"\n")):
            head, content = b"", rest.partition(b"\n")[2]
        else:
            split = re.split(rb"\r?\n\r?\n", rest, maxsplit=1)
            if len(split) != 2:
                return Undecodable("a part has no empty line between its headers and its body")
            head, content = split
        parts.append(Part(_headers(head), content))
    return parts


def join_parts(parts: Sequence[Part]) -> tuple[bytes, str]:
    """The parts as a body, and its boundary: a digest of them, so that equal parts give equal bytes."""
    from hashlib import sha256

    pieces = [
        b"".join(f"{name}: {value}\r\n".encode() for name, value in part.headers) + b"\r\n" + part.body
        for part in parts
    ]
    boundary = "assent-" + sha256(b"\0".join(pieces)).hexdigest()[:24]
    mark = b"--" + boundary.encode()
    return b"".join(mark + b"\r\n" + piece + b"\r\n" for piece in pieces) + mark + b"--\r\n", boundary


def read_multipart(
    media: MediaType, name: MediaName, body: bytes, within: View, each: View
) -> list[Json] | Undecodable:
    """The readings: an object of the named parts for form-data, else an array of the parts."""
    boundary = name.parameter("boundary")
    if not boundary:
        return Undecodable("its content type names no boundary")
    parts = split_parts(body, boundary)
    if isinstance(parts, Undecodable):
        return parts
    if name.subtype != "form-data":
        views = [each if each.roots else within.item(i) for i in range(len(parts))]
        return _joined([_read_part(part, view) for part, view in zip(parts, views, strict=True)])
    fields: dict[str, list[Part]] = {}
    for part in parts:
        if part.name is None:
            return Undecodable("a part of it has no name in its Content-Disposition")
        fields.setdefault(part.name, []).append(part)
    readings: list[list[Json]] = []
    for field, of_field in fields.items():
        wrong = _wrong_type(media.encoding.get(field), of_field)
        if wrong:
            return Undecodable(f"part {field!r} is {wrong}, which its encoding does not name")
        found = _read_field(of_field, within.member(field))
        if isinstance(found, Undecodable):
            return Undecodable(f"part {field!r}: {found.why}", undecided=found.undecided)
        readings.append(found)
    return list(product(readings, lambda values: dict(zip(fields, values, strict=True))))


def write_multipart(
    media: MediaType, name: MediaName, value: Json, within: View, each: View
) -> tuple[bytes, str]:
    """An object as form-data, or an array as parts. Raises: Unwritable if it is neither, or a part has no bytes."""
    parts: list[Part] = []
    match value:
        case dict() if name.subtype == "form-data":
            for field, held in value.items():
                encoding = media.encoding.get(field)
                for item in held if isinstance(held, list) else [held]:
                    view = within.member(field)
                    parts.append(
                        _write_part(field, item, encoding, view.item(0) if held is not item else view)
                    )
            if any(held == [] for held in value.values()):
                raise Unwritable("an empty array leaves no trace in a form")
        case list() if name.subtype != "form-data":
            parts = [
                _write_part(None, item, media.item_encoding, each if each.roots else within.item(i))
                for i, item in enumerate(value)
            ]
        case _:
            raise Unwritable(f"a body of {name.essence} cannot hold this")
    body, boundary = join_parts(parts)
    return body, f"{name.essence}; boundary={boundary}"


def _joined(readings: list[list[Json] | Undecodable]) -> list[Json] | Undecodable:
    kept: list[list[Json]] = []
    for index, found in enumerate(readings):
        if isinstance(found, Undecodable):
            return Undecodable(f"part {index}: {found.why}", undecided=found.undecided)
        kept.append(found)
    return list(product(kept, list))


def _read_field(parts: list[Part], within: View) -> list[Json] | Undecodable:
    if "array" in within.shapes:
        found = _joined([_read_part(part, within.item(i)) for i, part in enumerate(parts)])
        if len(parts) > 1 or isinstance(found, Undecodable) or within.shapes == ("array",):
            if len(parts) == 1 and parts[0].content_type is not None and parts[0].content_type.is_json:
                whole = read_json(parts[0].body)
                return (
                    whole
                    if isinstance(found, Undecodable) or isinstance(whole, Undecodable)
                    else whole + found
                )
            return found
        alone = _read_part(parts[0], within)
        return found if isinstance(alone, Undecodable) else [*found, *alone]
    if len(parts) > 1:
        return Undecodable(f"it was sent {len(parts)} times and is no array")
    return _read_part(parts[0], within)


def _read_part(part: Part, within: View) -> list[Json] | Undecodable:
    kind = part.content_type
    if kind is not None and kind.is_json:
        return read_json(part.body, charset_of(kind))
    if part.is_file or (kind is not None and kind.type != "text"):
        return [part.body.decode("latin-1")]
    try:
        text = part.body.decode((charset_of(kind) if kind else None) or "utf-8")
    except (UnicodeDecodeError, LookupError):
        return [part.body.decode("latin-1")] if kind is None else Undecodable("its bytes are no text")
    return scalars(text, within)


def _write_part(field: str | None, value: Json, encoding: Encoding | None, within: View) -> Part:
    named = encoding.content_types[0] if encoding and encoding.content_types else None
    kind = parse_media_type(named) if named else None
    disposition: Headers = ()
    if field is not None:
        disposition = (("Content-Disposition", f'form-data; name="{_escaped(field)}"'),)
    if kind is not None and not kind.is_range and not kind.is_json and kind.type != "text":
        return Part((*_as_file(disposition), ("Content-Type", str(kind))), _octets(value))
    if isinstance(value, dict | list) or (kind is not None and kind.is_json):
        content_type = str(kind) if kind is not None and kind.is_json else "application/json"
        return Part((*disposition, ("Content-Type", content_type)), write_json(value))
    if within.annotation("format") == "binary" or (kind is not None and kind.is_range):
        return Part((*_as_file(disposition), ("Content-Type", "application/octet-stream")), _octets(value))
    text_type: Headers = (("Content-Type", str(kind)),) if kind is not None else ()
    return Part((*disposition, *text_type), _utf8(text_of(value)))


def _as_file(disposition: Headers) -> Headers:
    return tuple((name, f'{value}; filename="file"') for name, value in disposition)


def _octets(value: Json) -> bytes:
    text = text_of(value)
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return _utf8(text)


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Unwritable("a lone surrogate cannot be written") from error


def _escaped(field: str) -> str:
    """A field's name as browsers write it (WHATWG HTML §4.10.21.8)."""
    if not field.isprintable() and "\n" not in field and "\r" not in field:
        raise Unwritable("a control character in a field's name")
    return field.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _wrong_type(encoding: Encoding | None, parts: list[Part]) -> str | None:
    if encoding is None or not encoding.content_types:
        return None
    wanted = [name for text in encoding.content_types if (name := parse_media_type(text)) is not None]
    for part in parts:
        kind = part.content_type or MediaName("text", "plain")
        if not any(covers(name, kind) for name in wanted):
            return kind.essence
    return None


def _headers(head: bytes) -> Headers:
    lines = re.sub(rb"\r?\n[ \t]+", b" ", head).splitlines()
    pairs = [line.decode("utf-8", "replace").partition(":") for line in lines]
    return tuple((name.strip(), value.strip()) for name, found, value in pairs if found)
