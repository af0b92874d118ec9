"""The proxy: every byte goes to the one upstream and back as it came, and what is seen is judged.

Only hop-by-hop fields are taken out (RFC 9110 §7.6.1), and `Expect`, which is met before anything is forwarded.
Redirects and codings pass untouched, and trailers of chunked messages both ways.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable, Sequence
from time import monotonic
from urllib.parse import urlsplit

import httpx

from assent.api.routing import NotAllowed
from assent.errors import UsageError
from assent.findings import Finding
from assent.judge.judge import judge_request, judge_response, judge_subject
from assent.judge.prepared import Prepared
from assent.judge.subject import Subject
from assent.records import dataclass, field, replace
from assent.serve.app import TRAILERS, Receive, Scope, Send, lifespan, request_of, send_response
from assent.serve.problems import problem, violations_of
from assent.serve.redaction import Secrets, hidden, hidden_finding, secrets_of
from assent.serve.refusals import refused, statuses
from assent.serve.upstream import Upstream
from assent.wire import Exchange, Headers, Request, Response

HOP_BY_HOP = frozenset({"connection", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade"})
MOST_JUDGED = 8 * 1024 * 1024
"""Bytes of a body that are kept for judging."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One exchange that passed, and what the judge says of it. `unjudged` says why a part was not judged."""

    exchange: Exchange
    findings: tuple[Finding, ...]
    unjudged: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds to wait for the upstream, and bytes of a body to judge."""

    timeout: float = 30.0
    judged: int = MOST_JUDGED


@dataclass(slots=True, kw_only=True)
class Proxy:
    """An ASGI application before `upstream`, the only address it ever contacts.

    `refuse`: what departs from the description does not pass. `seen` is told of every exchange, without the
    credentials in it, and `failed` why there was none because of the upstream.
    """

    prepared: Prepared
    upstream: str
    refuse: bool = False
    limits: Limits = field(default_factory=Limits)
    seen: Sequence[Callable[[Seen], None]] = ()
    transport: httpx.AsyncBaseTransport | None = None
    failed: Callable[[str], None] = lambda _: None
    secrets: Secrets = field(default_factory=Secrets)

    def __post_init__(self) -> None:
        self.upstream = checked_upstream(self.upstream)
        self.secrets = secrets_of(self.prepared.api.security_schemes.values())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "http":
                if self.transport is None:
                    self.transport = Upstream()
                await _Passage(self, scope, receive, send).pass_through()
            case "lifespan":
                await lifespan(receive, send)
                if self.transport is not None:
                    await self.transport.aclose()
            case _:
                await send({"type": "websocket.close"})


def checked_upstream(url: str) -> str:
    """The upstream's URL without a slash at its end.

    Raises: UsageError if it is none.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise UsageError(f"--upstream {url!r} is no address. Write it as http://localhost:8000.")
    return url.rstrip("/")


@dataclass(slots=True)
class _Kept:
    """A body as far as it is kept for judging."""

    most: int
    chunks: list[bytes] = field(default_factory=list)
    size: int = 0

    def add(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size <= self.most:
            self.chunks.append(chunk)
        else:
            self.chunks.clear()

    @property
    def whole(self) -> bool:
        return self.size <= self.most

    @property
    def body(self) -> bytes:
        return b"".join(self.chunks)


class _Passage:
    """One exchange on its way through."""

    def __init__(self, proxy: Proxy, scope: Scope, receive: Receive, send: Send) -> None:
        self.proxy = proxy
        self.receive = receive
        self.send = send
        self.begun = monotonic()
        self.started = False
        self.uploaded = asyncio.Event()
        self.sent, self.answered = _Kept(proxy.limits.judged), _Kept(proxy.limits.judged)
        arrived = request_of(scope, b"")
        self.target = urlsplit(proxy.upstream).path + arrived.url
        self.method = arrived.method
        self.headers = arrived.headers
        extensions = scope.get("extensions") or {}
        self.trailers = extensions.get(TRAILERS, ())
        self.takes_trailers = "http.response.trailers" in extensions
        self.answer: Response | None = None

    async def pass_through(self) -> None:
        """Forward the request, and the answer back."""
        chunks = _kept_along(self._chunks(), self.sent)
        if self.proxy.refuse:
            first = [chunk async for chunk in _until_full(chunks, self.sent)]
            refusal = self._refusal() if self.sent.whole else None
            if refusal is not None:
                await send_response(self.send, refusal)
                return
            chunks = _chained(first, chunks)
        forward, gone = asyncio.create_task(self._forward(chunks)), asyncio.create_task(self._gone())
        await asyncio.wait({forward, gone}, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if not forward.done() and not self._passed_whole():
            forward.cancel()
        try:
            await forward
        except httpx.TimeoutException as error:
            await self._failed(504, f"The upstream did not answer in time ({type(error).__name__}).")
        except httpx.HTTPError as error:
            await self._failed(502, f"The upstream cannot be reached: {str(error) or type(error).__name__}.")
        except (ConnectionResetError, asyncio.CancelledError):
            return  # the client went away, and nobody waits for an answer

    async def _forward(self, chunks: AsyncIterator[bytes]) -> None:
        transport = self.proxy.transport
        assert transport is not None
        seconds = self.proxy.limits.timeout
        outgoing = httpx.Request(
            self.method,
            self.proxy.upstream,
            headers=_forwarded(self.headers, host=urlsplit(self.proxy.upstream).netloc.rpartition("@")[2]),
            stream=_Stream(chunks),
            extensions={
                "trailers": self.trailers,
                "target": self.target.encode("latin-1"),
                "timeout": {"connect": seconds, "read": seconds, "write": seconds, "pool": seconds},
            },
        )
        incoming = await transport.handle_async_request(outgoing)
        try:
            await self._back(incoming)
        finally:
            await incoming.aclose()

    async def _back(self, incoming: httpx.Response) -> None:
        raw = [(name, value) for name, value in incoming.headers.raw]
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)
        self.answer = Response(incoming.status_code, headers)
        dropped = _dropped(headers)
        passed = [(name, value) for name, value in raw if name.decode("latin-1").lower() not in dropped]
        start = {"type": "http.response.start", "status": incoming.status_code, "headers": passed}
        if self.takes_trailers:
            start["trailers"] = True  # whether there are any is known at the end
        assert isinstance(incoming.stream, httpx.AsyncByteStream)
        chunks = _kept_along(incoming.stream, self.answered)
        if self.proxy.refuse and not (self.answer.header("content-type") or "").startswith(
            "text/event-stream"
        ):
            first = [chunk async for chunk in _until_full(chunks, self.answered)]
            problems = self._problems_of_answer() if self.answered.whole else []
            if problems:
                detail = f"The upstream's answer departs from the description: {problems[0].message}"
                title = "The upstream provider's answer is not valid"
                said = violations_of(problems)
                await send_response(self.send, problem(502, detail, title=title, violations=said))
                return
            chunks = _chained(first, chunks)
        await self.send(start)
        self.started = True
        async for chunk in chunks:
            await self.send({"type": "http.response.body", "body": chunk, "more_body": True})
        self._tell()
        await self.send({"type": "http.response.body", "body": b""})
        if self.takes_trailers:
            trailers = incoming.extensions.get("trailers", [])
            await self.send({"type": "http.response.trailers", "headers": trailers})

    def _passed_whole(self) -> bool:
        """Whether the client has the whole answer, so that its going away is no loss."""
        length = self.answer.header("content-length") if self.answer is not None else None
        return length is not None and length.isdigit() and self.answered.size >= int(length)

    async def _chunks(self) -> AsyncIterator[bytes]:
        """The request's body as it arrives."""
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise ConnectionResetError("the client went away")
            chunk = message.get("body", b"")
            if chunk:
                yield chunk
            if not message.get("more_body", False):
                self.uploaded.set()
                return

    async def _gone(self) -> None:
        """Returns when the client has gone away, which it can only be seen to do once it has sent everything."""
        await self.uploaded.wait()
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def _failed(self, status: int, why: str) -> None:
        """Say that the upstream is not there; where its answer had begun, breaking off is all that can be said."""
        self.proxy.failed(why)
        if not self.started:
            await send_response(self.send, problem(status, why))

    def _request(self) -> Request:
        upstream = urlsplit(self.proxy.upstream)
        url = f"{upstream.scheme}://{upstream.netloc.rpartition('@')[2]}{self.target}"
        return Request(self.method, url, self.headers, self.sent.body)

    def _refusal(self) -> Response | None:
        subject = Subject(self.proxy.prepared, Exchange(self._request()))
        found = tuple(judge_request(subject))
        problems = refused(found)
        if not problems:
            return None
        status = {"undocumented-path": 404, "undocumented-method": 405}.get(problems[0].rule.id)
        self._told(Seen(exchange=Exchange(self._request()), findings=found))
        headers: Headers = ()
        if isinstance(subject.found, NotAllowed):
            headers = (("Allow", ", ".join(subject.found.methods)),)
        said = violations_of(problems)
        return problem(status or statuses(problems)[0], problems[0].message, headers=headers, violations=said)

    def _problems_of_answer(self) -> list[Finding]:
        subject = Subject(self.proxy.prepared, self._exchange())
        problems = refused(judge_response(subject)) if subject.operation is not None else []
        if problems:
            self._tell()
        return problems

    def _exchange(self) -> Exchange:
        assert self.answer is not None
        answer = Response(self.answer.status, self.answer.headers, self.answered.body)
        return Exchange(self._request(), answer, seconds=monotonic() - self.begun)

    def _tell(self) -> None:
        exchange = self._exchange()
        subject = Subject(self.proxy.prepared, exchange)
        if self.sent.whole and self.answered.whole:
            self._told(Seen(exchange=exchange, findings=tuple(judge_subject(subject))))
            return
        which = "request" if not self.sent.whole else "response"
        why = f"the body of the {which} has more than {self.proxy.limits.judged:,} bytes"
        found = (
            judge_request(subject)
            if self.sent.whole
            else judge_response(subject)
            if self.answered.whole
            else ()
        )
        self._told(Seen(exchange=exchange, findings=tuple(found), unjudged=why))

    def _told(self, seen: Seen) -> None:
        secrets = self.proxy.secrets
        findings = tuple(hidden_finding(finding, secrets) for finding in seen.findings)
        kept = replace(seen, exchange=hidden(seen.exchange, secrets), findings=findings)
        for told in self.proxy.seen:
            told(kept)


@dataclass(slots=True)
class _Stream(httpx.AsyncByteStream):
    chunks: AsyncIterator[bytes]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self.chunks:
            yield chunk


async def _kept_along(chunks: AsyncIterable[bytes], kept: _Kept) -> AsyncIterator[bytes]:
    async for chunk in chunks:
        kept.add(chunk)
        yield chunk


async def _until_full(chunks: AsyncIterator[bytes], kept: _Kept) -> AsyncIterator[bytes]:
    """The chunks until there are no more, or more of them than are kept."""
    async for chunk in chunks:
        yield chunk
        if not kept.whole:
            return


async def _chained(first: list[bytes], rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    for chunk in first:
        yield chunk
    async for chunk in rest:
        yield chunk


def _dropped(headers: Headers) -> frozenset[str]:
    """The fields that belong to one connection: the known ones, and those that `Connection` names."""
    named = (value for name, value in headers if name.lower() == "connection")
    return HOP_BY_HOP | {token.strip().lower() for value in named for token in value.split(",")}


def _forwarded(headers: Headers, *, host: str) -> list[tuple[bytes, bytes]]:
    """The request's fields as the upstream gets them, with its own name as `Host`."""
    dropped = _dropped(headers) | {"host", "expect"}
    framed = any(name.lower() == "transfer-encoding" for name, _ in headers)
    passed = [(name, value) for name, value in headers if name.lower() not in dropped]
    if framed:
        passed.append(("Transfer-Encoding", "chunked"))
    if any(name.lower() == "te" and "trailers" in value.lower() for name, value in headers):
        passed += [("TE", "trailers"), ("Connection", "TE")]
    return [(b"Host", host.encode("latin-1"))] + [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in passed
    ]
