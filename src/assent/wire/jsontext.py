"""JSON as bytes: strict in what it takes (RFC 8259), with a sentence for what it refuses."""

from __future__ import annotations

import math
from typing import Final

import msgspec

from assent.document.read_json import too_deep
from assent.json import Json, spelled_alike, walk
from assent.spared import json
from assent.wire.media import MediaName
from assent.wire.styles import Unwritable
from assent.wire.views import Undecodable

DEEPEST: Final = 250
"""Containers inside one another that are judged: validators take no more, whatever Python itself could read."""

TOO_DEEP: Final = Undecodable("it is nested too deeply to be judged", undecided=True)

_decode = msgspec.json.Decoder().decode


def read_json(body: bytes, charset: str | None = None) -> list[Json] | Undecodable:
    """The one value that the bytes are. A byte order mark is passed over, as RFC 8259 §8.1 allows.

    What Python cannot hold as it is (numbers beyond double precision's range, lone surrogates, very deep nesting)
    is undecided.
    """
    if charset not in (None, "utf-8", "utf8", "us-ascii"):
        try:
            body = body.decode(charset or "").encode("utf-8")
        except (UnicodeError, LookupError):
            return Undecodable(f"its bytes are no {charset}")
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        value: Json = _decode(body)
    except RecursionError:
        return TOO_DEEP
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _second_opinion(body)
    if body.count(b"[") + body.count(b"{") > DEEPEST and too_deep(value, DEEPEST):
        return TOO_DEEP
    return [value]


def write_json(value: Json) -> bytes:
    """The value as UTF-8 without spaces. Raises: Unwritable for NaN, infinities and lone surrogates."""
    if (text := spelled_alike(value)) is not None:
        return text
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Unwritable("a lone surrogate cannot be written as UTF-8") from error
    except ValueError as error:
        raise Unwritable("JSON has no such number") from error


def charset_of(name: MediaName) -> str | None:
    """The charset that a content type names, in lower case."""
    charset = name.parameter("charset")
    return charset.lower() if charset else None


def _second_opinion(body: bytes) -> list[Json] | Undecodable:
    if not body.strip():
        return Undecodable("it is empty")
    try:
        value: Json = json.loads(body.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError:
        return Undecodable("its bytes are no UTF-8")
    except RecursionError:
        return TOO_DEEP
    except ValueError as error:
        return Undecodable(f"it is no JSON: {error}")
    if any(isinstance(part, float) and math.isinf(part) for _, part in walk(value)):
        return Undecodable("it holds a number beyond the range of double precision", undecided=True)
    return Undecodable("it holds half of a surrogate pair, which is no character", undecided=True)


def _refuse(word: str) -> Json:
    msg = f"{word} is no JSON number"
    raise ValueError(msg)
