"""Fetching over http(s): only hosts that were named, only addresses that were checked, no redirect to another host."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from assent.document.transport import Answer, Target, exchange
from assent.document.uris import join, scheme
from assent.errors import RefusedSource, SourceError
from assent.records import dataclass
from assent.spared import regex

_URL = regex(
    r"(https?)://(?:([^/?#]*)@)?(\[[^\]/?#]*\]|[^/?#:@]*)(?::(\d{0,5}))?((?:[/?][^#]*)?)", re.IGNORECASE
)
_PORTS = {"http": 80, "https": 443}
_MOST_REDIRECTS = 5
_SAFE = "%/?:@!$&'()*+,;=~[]"

Send = Callable[[Target, int], Answer]
"""One GET with at most so many bytes of body. Raises: OSError, ValueError with what went wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """What may be fetched: where the root document came from, and the hosts that the user named.

    A host is a name, `name:port`, or a pattern like `*.example.com` and `*`, which names no single host and so
    gives no way to private addresses.
    """

    root: str | None
    hosts: frozenset[str]
    seconds: float
    send: Send = exchange

    def fetch(self, uri: str, most: int) -> bytes:
        """The body of a URI; at most `most` + 1 bytes.

        Raises: RefusedSource, SourceError.
        """
        if scheme(uri) not in _PORTS:
            why = "a description from the network may not name anything but http and https."
            raise RefusedSource(uri, why, "Save it to a file to follow such references.")
        here = uri
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._ask(here, most)
            if answer.location is None:
                return answer.body
            onward = join(here, answer.location).partition("#")[0]
            if scheme(onward) not in _PORTS or not _same_host(self._target(here), self._target(onward)):
                raise RefusedSource(uri, f"it redirects to another host: {onward}.", "Give that URL itself.")
            here = onward
        raise SourceError(uri, f"it redirects more than {_MOST_REDIRECTS} times.")

    def _ask(self, uri: str, most: int) -> Answer:
        target = self._target(uri)
        self._check(target, uri)
        try:
            answer = self.send(target, most)
        except PermissionError as error:
            raise RefusedSource(uri, f"{error}.", f"Allow it with --allow-remote {target.host}.") from error
        except (OSError, ValueError) as error:
            raise SourceError(uri, f"it cannot be fetched: {error}.") from error
        if answer.location is None and answer.status != 200:
            raise SourceError(uri, f"the server answered {answer.status} {answer.reason}.".replace(" .", "."))
        return answer

    def _target(self, uri: str) -> Target:
        match = _URL.match(uri)
        if match is None or not match[3] or int(match[4] or 1) not in range(1, 65536):
            raise RefusedSource(uri, "it names no host.", "Write it as https://host/path.")
        if match[2] is not None:
            raise RefusedSource(
                uri, "URLs with a user name or password are not fetched.", "Fetch it to a file first."
            )
        name = match[1].lower()
        host = match[3].lower().strip("[]").rstrip(".")
        port = int(match[4] or _PORTS[name])
        path = quote(match[5] or "/", safe=_SAFE)
        path = path if path.startswith("/") else f"/{path}"
        is_default = port == _PORTS[name]
        named = bool({host, f"{host}:{port}"} & {entry.lower() for entry in self.hosts}) or self._is_root(
            name, host, port
        )
        return Target(
            scheme=name,
            host=host,
            port=port,
            path=path,
            is_default_port=is_default,
            private=named,
            seconds=self.seconds,
        )

    def _is_root(self, name: str, host: str, port: int) -> bool:
        match = None if self.root is None else _URL.match(self.root)
        if match is None:
            return False
        origin = (match[1].lower(), match[3].lower().strip("[]").rstrip("."))
        return origin == (name, host) and int(match[4] or _PORTS[origin[0]]) == port

    def _check(self, target: Target, uri: str) -> None:
        if target.private:
            return
        for entry in self.hosts:
            if entry == "*" or (entry.startswith("*.") and target.host.endswith(entry[1:].lower())):
                return
        advice = f"Allow it with --allow-remote {target.host}."
        raise RefusedSource(uri, "references to other hosts are not followed.", advice)


def _same_host(one: Target, other: Target) -> bool:
    if one.host != other.host:
        return False
    upgrade = (
        one.scheme == "http" and other.scheme == "https" and one.is_default_port and other.is_default_port
    )
    return upgrade or (one.scheme, one.port) == (other.scheme, other.port)
