"""Content codings: what a body was before it was compressed (RFC 9110 §8.4)."""

from __future__ import annotations

import zlib
from typing import Final

from assent.wire.message import Headers, header
from assent.wire.views import Undecodable

MOST_OCTETS: Final = 256 * 1024 * 1024
"""What a compressed body may grow to; more is not judged."""

_WINDOWS: Final = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}


def uncoded(headers: Headers, body: bytes) -> bytes | Undecodable:
    """The body with its content codings undone; unknown codings are undecided.

    Recordings often keep the header of a body that was decoded already: bytes that are not coded stay as they are.
    """
    named = header(headers, "content-encoding")
    if not named or not body:
        return body
    for coding in reversed([word.strip().lower() for word in named.split(",")]):
        if coding in ("", "identity"):
            continue
        if coding not in _WINDOWS:
            return Undecodable(f"the content coding {coding!r} is not known", undecided=True)
        if coding in ("gzip", "x-gzip") and not body.startswith(b"\x1f\x8b"):
            continue
        found = _inflated(body, _WINDOWS[coding])
        if isinstance(found, Undecodable):
            return found
        body = found
    return body


def _inflated(body: bytes, windows: tuple[int, ...]) -> bytes | Undecodable:
    for window in windows:
        inflate = zlib.decompressobj(window)
        try:
            found = inflate.decompress(body, MOST_OCTETS)
        except zlib.error:
            continue
        if inflate.unconsumed_tail:
            return Undecodable(f"it grows beyond {MOST_OCTETS:,} octets", undecided=True)
        if not inflate.eof:
            return Undecodable("its compressed bytes were cut off")
        return found
    return Undecodable("its bytes are not coded as Content-Encoding says")
