"""uvicorn's HTTP/1.1 with two things more: answers that need no task of their own, and trailers both ways.

Parsing, pipelining, flow control and closing stay uvicorn's. An application that has `at_once` is asked for the answer
to a request without a body as soon as its head is there. Trailers go by ASGI's extension `http.response.trailers`;
those of a request, for which ASGI has none, are in the list that the scope's extension `TRAILERS` holds once the last
of the body has been received.

Source: RFC 9112 §7.1.2, RFC 9110 §6.5, the ASGI specification 3.0.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from assent.serve.app import TRAILERS, Message, Receive, Scope, Send, field_of
from assent.wire import Headers, Request, Response

_BODY = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade"})
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BROKEN = re.compile(rb"[\0\r\n]")
_NEVER_TRAILING = frozenset({b"content-length", b"transfer-encoding", b"host", b"connection", b"trailer"})
"""Fields that frame or route a message, which no trailer may be (RFC 9110 §6.5.1)."""


class Protocol(HttpToolsProtocol):
    """One connection."""

    is_answered = False
    """Whether the request that is being parsed was answered at once."""
    has_head = False

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.is_answered = self.has_head = False

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self.has_head:
            super().on_header(name, value)
        elif name.lower() not in _NEVER_TRAILING:
            self.trailers.append((name, value))

    def on_headers_complete(self) -> None:
        self.has_head = True
        self.trailers: list[tuple[bytes, bytes]] = []
        answer: Callable[[Request], Response | None] | None = getattr(self.app, "at_once", None)
        if answer is not None and self._may_be_answered_at_once():
            self.is_answered = self._answer(answer)
        if not self.is_answered:
            scope: Any = self.scope  # uvicorn's type knows no extension but ASGI's
            scope["extensions"] = {"http.response.trailers": {}, TRAILERS: self.trailers}
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        if not self.is_answered:
            super().on_message_complete()

    def _may_be_answered_at_once(self) -> bool:
        """Whether the request has no body, and nothing is before it on the connection."""
        before: RequestResponseCycle | None = self.cycle
        return (
            (before is None or before.response_complete)
            and not self.flow.write_paused
            and not self.transport.is_closing()
            and _BODY.isdisjoint([name for name, _ in self.headers])
            and self.parser.get_http_version() == "1.1"
        )

    def _answer(self, answer: Callable[[Request], Response | None]) -> bool:
        try:
            response = answer(self._request())
            head = None if response is None else _head(response.status, response.headers)
        except Exception:  # noqa: BLE001 - uvicorn's own way, which is gone next, tells of it
            return False
        if response is None or head is None:
            return False
        keeps = self.parser.should_keep_alive()
        end = b"\r\n" if keeps else b"connection: close\r\n\r\n"
        self.transport.write(b"".join((head, end, response.body)))
        if not keeps:
            self.transport.close()
        self.on_response_complete()
        return True

    def _request(self) -> Request:
        url = httptools.parse_url(self.url)
        target = url.path + b"?" + url.query if url.query else url.path
        headers = tuple([(name.decode("latin-1"), value.decode("latin-1")) for name, value in self.headers])
        return Request(self.parser.get_method().decode("ascii"), target.decode("latin-1"), headers)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        async def trailing(scope: Scope, receive: Receive, send: Send) -> None:
            await app(scope, receive, _trailing(cycle, send))

        super()._start_asgi_task(cycle, trailing)  # type: ignore[arg-type]  # their types of messages are narrower


def _trailing(cycle: RequestResponseCycle, send: Send) -> Send:
    """The same that writes trailers after the last chunk, where the application announces some."""
    announced = False
    fields: list[bytes] = []

    async def send_on(message: Message) -> None:
        nonlocal announced
        match message["type"]:
            case "http.response.start":
                announced = bool(message.get("trailers", False))
            case "http.response.body" if announced:
                await send({**message, "more_body": True})
                return
            case "http.response.trailers" if announced:
                for name, value in message.get("headers", ()):
                    if _is_field(name, value) and name.lower() not in _NEVER_TRAILING:
                        fields.extend((name, b": ", value, b"\r\n"))
                if message.get("more_trailers", False):
                    return
                if (
                    fields
                    and cycle.chunked_encoding
                    and not cycle.disconnected
                    and cycle.scope["method"] != "HEAD"
                ):
                    cycle.transport.write(b"".join((b"0\r\n", *fields, b"\r\n")))
                    cycle.chunked_encoding = False  # the last chunk is written
                message = {"type": "http.response.body", "body": b""}
        await send(message)

    return send_on


@lru_cache(1_024)
def _head(status: int, headers: Headers) -> bytes | None:
    """Status line and fields of a response that says its length; None if it does not, or a field cannot be written."""
    fields = [field_of(name, value) for name, value in headers]
    names = {name for name, _ in fields}
    if (
        status < 200
        or names & {b"transfer-encoding", b"connection"}
        or not all(_is_field(*it) for it in fields)
    ):
        return None
    if (b"content-length" in names) == (status in (204, 304)):
        return None
    return STATUS_LINE[status] + b"".join([name + b": " + value + b"\r\n" for name, value in fields])


def _is_field(name: bytes, value: bytes) -> bool:
    return _NAME.fullmatch(name) is not None and _BROKEN.search(value) is None
