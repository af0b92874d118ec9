"""Hiding what the user gave in confidence, wherever it stands in a request or comes back in an answer."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from assent.records import dataclass, replace
from assent.wire import Exchange, Request, Response
from assent.wire.message import HIDDEN

SHORT: Final = 6
"""Characters below which a secret may stand in a text by chance, and is hidden only where it is a whole value."""
LONG: Final = 12
"""Characters from which on a secret stands nowhere by chance, not even within a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hiding:
    """Patterns of secrets: as whole values of headers, cookies and the query, and within longer texts."""

    values: re.Pattern[str]
    query: re.Pattern[str]
    path: re.Pattern[str]
    texts: re.Pattern[str]
    octets: re.Pattern[bytes]

    def shown(self, exchange: Exchange) -> Exchange:
        """The exchange with `***` in the place of every secret."""
        response = exchange.response
        if response is not None:
            headers = tuple((name, self.texts.sub(HIDDEN, value)) for name, value in response.headers)
            body = self.octets.sub(HIDDEN.encode(), response.body)
            response = Response(response.status, headers, body)
        return replace(exchange, request=self.hidden(exchange.request), response=response)

    def hidden(self, request: Request) -> Request:
        """The request with `***` in the place of every secret; never in the provider's own address."""
        start = request.url.find("/", request.url.find("://") + 3) if "://" in request.url else 0
        address, rest = (request.url, "") if start < 0 else (request.url[:start], request.url[start:])
        path, mark, query = rest.partition("?")
        query = self.query.sub(HIDDEN, query) if mark else ""
        url = f"{address}{self.path.sub(HIDDEN, path)}{mark}{query}"
        headers = tuple((name, self._hidden_value(value)) for name, value in request.headers)
        return replace(request, url=url, headers=headers)

    def _hidden_value(self, value: str) -> str:
        return self.texts.sub(HIDDEN, self.values.sub(HIDDEN, value))


def hiding(secrets: Iterable[str]) -> Hiding | None:
    """What hides these secrets; None if there are none."""
    held = tuple(sorted({it for it in secrets if it}, key=lambda it: (-len(it), it)))
    return _hiding(held) if held else None


@lru_cache(maxsize=16)
def _hiding(secrets: tuple[str, ...]) -> Hiding:
    whole = _any(re.escape(it) for it in secrets)
    quoted = [quote(it, safe="") for it in secrets]
    long = [it for it in secrets if len(it) >= SHORT]
    spelled = sorted({form for it in long for form in _spellings(it)}, key=lambda it: (-len(it), it))
    texts = _any(_within(it) for it in spelled)
    return Hiding(
        # A whole value, also after an authentication scheme's name or a cookie's.
        values=re.compile(rf"(?:(?<=^)|(?<=[ =])){whole}(?=$|;)"),
        query=re.compile(rf"(?<=[=]){_any(map(re.escape, quoted))}(?=$|&)|{_any(map(_within, spelled))}"),
        path=re.compile(_any(re.escape(it) for it in spelled if len(it) >= LONG)),
        texts=re.compile(texts),
        octets=re.compile(texts.encode()),
    )


def _any(patterns: Iterable[str]) -> str:
    held = "|".join(patterns)
    return f"(?:{held})" if held else "(?!)"


def _within(secret: str) -> str:
    """A secret within a text. One that could be a word is hidden as a whole word, and not as a member's name: a test
    server's `secret` must not turn what is described as `secretary` or `secret` into something else.
    """
    if len(secret) >= LONG and not secret.isalpha():
        return re.escape(secret)
    return rf'(?<![A-Za-z0-9_]){re.escape(secret)}(?![A-Za-z0-9_])(?!"\s*:)'


def _spellings(secret: str) -> set[str]:
    """The secret as texts, URLs and JSON write it."""
    return {
        secret,
        quote(secret, safe=""),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
    }


def of_basic(secret: str) -> Iterator[str]:
    """What `user:password` is known by: as it stands, as it is sent (RFC 7617), and the password alone."""
    yield secret
    yield base64.b64encode(secret.encode()).decode()
    yield from _password(secret)


def of_header(name: str, value: str) -> Iterator[str]:
    """What is secret in a header that the user gave: not the authentication scheme's name, nor a cookie's."""
    match name.lower():
        case "authorization" | "proxy-authorization":
            scheme, _, rest = value.strip().partition(" ")
            yield rest.strip() or scheme
            if scheme.lower() == "basic":
                try:
                    yield from _password(base64.b64decode(rest, validate=True).decode())
                except (binascii.Error, ValueError):
                    return
        case "cookie":
            for crumb in value.split(";"):
                yield crumb.partition("=")[2].strip() or crumb.strip()
        case _:
            yield value


def _password(secret: str) -> Iterator[str]:
    password = secret.partition(":")[2]
    if len(password) >= SHORT:
        yield password
