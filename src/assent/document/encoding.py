"""Bytes to UTF-8: byte-order marks, UTF-16 and UTF-32, gzip, and what to say when it is neither."""

from __future__ import annotations

import codecs
from typing import Protocol

from assent.document.excerpt import excerpt, position_of
from assent.errors import LimitExceeded, ParseError, SourceError


class ReadsBytes(Protocol):
    """An open file, a pipe or an archive."""

    def read(self, size: int, /) -> bytes: ...


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GZIP = b"\x1f\x8b"


def read_most(file: ReadsBytes, most: int, *, expected: int = 1 << 20) -> bytes:
    """All that a file gives, but no more than `most` + 1 bytes: one too many tells that there are more.

    Asking for `most` at once would reserve as much. `expected` is how much there likely is.
    """
    parts: list[bytes] = []
    left, size = most + 1, expected + 1
    while left > 0 and (part := file.read(min(left, size))):
        parts.append(part)
        left -= len(part)
        size = 1 << 20
    return b"".join(parts) if len(parts) != 1 else parts[0]


def unpacked(raw: bytes, name: str, *, most: int) -> bytes:
    """The bytes themselves, or what they hold if they are gzip.

    Raises: SourceError if the archive is damaged, LimitExceeded if it holds more than `most` bytes.
    """
    if not raw.startswith(_GZIP):
        return raw
    import gzip
    import io
    import zlib

    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as archive:
            plain = read_most(archive, most)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(name, f"its gzip data is damaged: {error}.", "Compress it again.") from error
    if len(plain) > most:
        raise LimitExceeded(name, "bytes after decompression", most, "--max-bytes")
    return plain


def as_utf8(raw: bytes, name: str) -> bytes:
    """The same text as UTF-8 without a byte-order mark; what is UTF-8 already is checked by its reader.

    Raises: ParseError with the offset of the first byte that does not belong to the encoding.
    Source: YAML 1.2.2 §5.2, RFC 4627 §3 (how the encoding shows without a mark).
    """
    mark, encoding = _encoding(raw)
    body = raw[mark:] if mark else raw
    if encoding == "utf-8":
        return body
    try:
        return body.decode(encoding).encode()
    except UnicodeDecodeError as error:
        line = body[: error.start].decode(encoding, "replace").count("\n") + 1
        why = f"the byte at offset {mark + error.start} does not belong to {encoding.upper()}, which the text begins as."
        raise ParseError(name, line, 1, f"{why} Save the file as UTF-8.") from error


def _encoding(raw: bytes) -> tuple[int, str]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return len(mark), encoding
    match [byte != 0 for byte in raw[:4]]:
        case [False, False, False, True]:
            return 0, "utf-32-be"
        case [True, False, False, False]:
            return 0, "utf-32-le"
        case [False, True, *_]:
            return 0, "utf-16-be"
        case [True, False, *_]:
            return 0, "utf-16-le"
        case _:
            return 0, "utf-8"


def not_utf8(body: bytes, name: str) -> ParseError:
    """The error of a text that is not UTF-8: where, and what the byte is in the encoding it likely has."""
    try:
        body.decode()
    except UnicodeDecodeError as error:
        offset = error.start
    else:
        return ParseError(name, 1, 1, "the text is not UTF-8. Save the file as UTF-8.")
    text = body.decode("utf-8", "replace")
    line, column = position_of(text, len(body[:offset].decode()))
    likely = body[offset : offset + 1].decode("cp1252", "ignore")
    why = f"byte 0x{body[offset]:02x} at offset {offset} is not UTF-8"
    if likely.isprintable() and likely:
        why += f" (in Windows-1252 it is {likely!r})"
    return ParseError(name, line, column, f"{why}. Save the file as UTF-8.", excerpt(text, line, column))
