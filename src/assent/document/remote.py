"""Fetching over http(s): only hosts that were named, only addresses that were checked, no redirect to another host."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assent.errors import RefusedSource

_ORIGIN = re.compile(r"(https?)://(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


def origin(uri: str) -> tuple[str, str, int]:
    """Scheme, host and port of an http(s) URI. Raises: RefusedSource if it has none."""
    match = _ORIGIN.match(uri)
    if match is None or not match[2]:
        raise RefusedSource(uri, "it names no host.", "Write it as https://host/path.")
    name = match[1].lower()
    return name, match[2].lower().strip("[]"), int(match[3] or _PORTS[name])


def host(uri: str) -> str:
    return origin(uri)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """What may be fetched: `origin` is the root document's, whose references may go there again."""

    origin: tuple[str, str, int] | None
    hosts: frozenset[str]
    seconds: float

    def fetch(self, uri: str, most: int) -> bytes:
        """The body of a URI; at most `most` + 1 bytes. Raises: RefusedSource, SourceError."""
        raise RefusedSource(uri, "remote references are not followed yet.")
