"""The mock as an ASGI application: bytes in, one pure answer, bytes out.

Source: the ASGI specification 3.0, HTTP and lifespan protocols.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping, Sequence
from functools import lru_cache
from random import Random
from typing import Any, TypeAlias

from assent.judge.subject import Subject
from assent.records import dataclass, field, replace
from assent.serve.answer import answer
from assent.serve.callbacks import callbacks
from assent.serve.faults import Faults, Trouble, trouble
from assent.serve.located import moved
from assent.serve.problems import problem
from assent.serve.provider import Mock
from assent.wire import Exchange, Request, Response
from assent.wire.message import MOCK

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

MOST_BYTES = 16 * 1024 * 1024
"""The largest request body that is read."""

TRAILERS = "assent.request.trailers"
"""The extension of a scope that holds a list with the request's trailers, once its body was received."""

NO_FAULTS, NO_TROUBLE = Faults(), Trouble()

MOMENT, QUIET = 0.002, 0.5
"""Seconds between chores, and without a request before the next one."""

RESET = "/__assent/reset"
"""POST here makes a stateful mock forget."""


@dataclass(slots=True, kw_only=True)
class Application:
    """Mocks by prefix, the longest first. `seen` is told of every exchange (recording, coverage).

    `hosts` are those that callbacks may be sent to, by `call`; `not_called` is told of URLs elsewhere. `chores` are done step by step between requests,
    and `watch` is called now and then.
    """

    mocks: Mapping[str, Mock]
    faults: Faults = field(default_factory=Faults)
    seed: int = 0
    seen: Sequence[Callable[[Exchange], None]] = ()
    hosts: frozenset[str] = frozenset()
    call: Callable[[Request], Awaitable[None]] | None = None
    not_called: Callable[[str], None] = lambda _: None
    chores: Iterator[None] = field(default_factory=lambda: iter(()))
    watch: Callable[[], None] | None = None
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    asked: int = 0
    chance: Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)  # noqa: S311 - not for secrets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "http":
                await self._http(scope, receive, send)
            case "lifespan":
                self._begin(self._chores())
                if self.watch is not None:
                    self._begin(self._look(self.watch))
                await lifespan(receive, send)
            case _:
                await send({"type": "websocket.close"})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        try:
            body = await read_body(receive, most=MOST_BYTES)
        except ConnectionResetError:
            return  # the client went away, and nobody waits for an answer
        request = request_of(scope, body or b"")
        if body is None:
            await send_response(send, problem(413, f"The body has more than {MOST_BYTES:,} bytes."))
            return
        troubled = self._trouble(request)
        if troubled.wait:
            await asyncio.sleep(troubled.wait / 1000)
        if troubled.cut:
            await cut(send)
            return
        if troubled.status is not None:
            wish = ("Prefer", f"code={troubled.status}")
            response = self.respond(replace(request, headers=(*request.headers, wish)))
        else:
            response = self.respond(request)
        if self.seen and request.path != RESET:
            for told in self.seen:
                told(Exchange(request, response))
        await send_response(send, _named(response))
        if self.hosts and self.call is not None:
            serving = self._serving(request)
            if serving is not None:
                exchange = Exchange(serving[1], response)
                to = callbacks(serving[0].prepared, exchange, hosts=self.hosts, refused=self.not_called)
                for called in to:
                    self._begin(self.call(called))

    def at_once(self, request: Request) -> Response | None:
        """The answer to a request without a body, where nothing has to be waited for before it or done after it."""
        if self.hosts or self.faults != NO_FAULTS or request.path == RESET:
            return None
        self.asked += 1
        response = self.respond(request)
        for told in self.seen:
            told(Exchange(request, response))
        return _named(response)

    def _begin(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        if isinstance(task, asyncio.Task):
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def _look(self, watch: Callable[[], None]) -> None:
        while True:
            await asyncio.sleep(QUIET)
            watch()

    async def _chores(self) -> None:
        """Do them while nobody asks for anything, until there are others."""
        chores = self.chores
        for _ in chores:
            if self.chores is not chores:
                return
            before = self.asked
            await asyncio.sleep(MOMENT)
            while self.asked != before:
                before = self.asked
                await asyncio.sleep(QUIET)

    def replace(self, mocks: Mapping[str, Mock], chores: Iterator[None]) -> None:
        """Answer by these from now on, and do these chores instead of those that are left."""
        self.mocks, self.chores = mocks, chores
        self._begin(self._chores())

    def respond(self, request: Request) -> Response:
        """The answer of the mock that serves the request's path."""
        if request.method == "POST" and request.path == RESET:
            for provider in self.mocks.values():
                if provider.store is not None:
                    provider.store.clear()
            return Response(204)
        serving = self._serving(request)
        if serving is None:
            known = ", ".join(prefix or "/" for prefix in self.mocks)
            return problem(404, f"Nothing is served at {request.path}; descriptions are at {known}.")
        provider, inner = serving
        found = answer(provider, inner)
        return found if inner is request else moved(found, inner.path, request.path.removesuffix(inner.path))

    def _serving(self, request: Request) -> tuple[Mock, Request] | None:
        """The mock whose prefix the path has, the longest first, and the request as it sees it."""
        if len(self.mocks) == 1 and "" in self.mocks:
            return self.mocks[""], request
        for prefix in sorted(self.mocks, key=len, reverse=True):
            if not prefix or request.path == prefix or request.path.startswith(prefix + "/"):
                rest = request.url[len(prefix) :]
                return self.mocks[prefix], replace(request, url=rest if rest.startswith("/") else "/" + rest)
        return None

    def _trouble(self, request: Request) -> Trouble:
        serving = None if self.faults == NO_FAULTS else self._serving(request)
        if serving is None:
            return NO_TROUBLE
        provider, inner = serving
        return trouble(self.faults, self.chance, Subject(provider.prepared, Exchange(inner)).operation)


def _named(response: Response) -> Response:
    """The response with the mock's name, unless the description has another."""
    if response.header("server") is not None:
        return response
    return Response(response.status, (*response.headers, ("Server", MOCK)), response.body)


def request_of(scope: Scope, body: bytes) -> Request:
    """The request as it came: the path still percent-encoded, headers in their order."""
    raw = scope.get("raw_path") or str(scope["path"]).encode()
    query = bytes(scope.get("query_string", b""))
    url = bytes(raw).partition(b"?")[0] + (b"?" + query if query else b"")
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    return Request(str(scope["method"]), url.decode("latin-1"), headers, body)


async def read_body(receive: Receive, *, most: int) -> bytes | None:
    """The whole body; None if it is longer than `most` bytes.

    Raises: ConnectionResetError if the client went away before its end.
    """
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError("the client went away")
        chunk = message.get("body", b"")
        size += len(chunk)
        if size <= most:
            chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks) if size <= most else None


async def send_response(send: Send, response: Response) -> None:
    """The response, with its length."""
    headers = [field_of(name, value) for name, value in response.headers]
    framed = any(name in (b"content-length", b"transfer-encoding") for name, _ in headers)
    if response.status >= 200 and response.status not in (204, 304) and not framed:
        headers.append((b"content-length", str(len(response.body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


async def cut(send: Send) -> None:
    """Promise a body and break off within it: a server can only close the connection then."""
    headers = [(b"content-type", b"application/octet-stream"), (b"content-length", b"1024")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})


@lru_cache(1_024)
def field_of(name: str, value: str) -> tuple[bytes, bytes]:
    """A field as octets; what Latin-1 lacks in a value goes as UTF-8, as browsers read it."""
    try:
        octets = value.encode("latin-1")
    except UnicodeEncodeError:
        octets = value.encode()
    return name.lower().encode("latin-1"), octets


async def lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return
