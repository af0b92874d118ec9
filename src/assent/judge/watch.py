"""Traffic of a team's own tests, judged as it happens: a transport for httpx, middleware for ASGI and WSGI."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, MutableMapping
from typing import Any, TypeAlias

from assent.api.model import Api, OperationKey
from assent.api.sides import Origin
from assent.findings import Finding, Severity
from assent.judge.callbacks import expect_callbacks
from assent.judge.judge import judge_subject
from assent.judge.prepared import Prepared, prepare
from assent.judge.subject import Subject
from assent.wire import Exchange, Headers, Request, Response

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
AsgiApp: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
WsgiApp: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


Heed: TypeAlias = Callable[[Exchange, Finding], bool]
"""Whether a finding about an exchange counts."""


class DescriptionBroken(AssertionError):
    """An exchange departs from its description; the message lists the findings."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("\n".join(f"{it.rule.id}: {it.operations[0]}: {it.message}" for it in findings))


class Watch:
    """Judges exchanges as they happen, and keeps the findings, each cause once, and the operations that were met.

    With `fail` an exchange with an error raises DescriptionBroken where it happens. `heed` says which findings
    count; `told` is given those of each exchange.
    """

    def __init__(
        self,
        api: Api | Prepared,
        *,
        fail: bool = False,
        heed: Heed = lambda _exchange, _finding: True,
        told: Callable[[list[Finding]], None] = lambda _findings: None,
    ) -> None:
        self.prepared = api if isinstance(api, Prepared) else prepare(api)
        self.fail = fail
        self.heed = heed
        self.told = told
        self.exchanges = 0
        self.reached: dict[OperationKey, int] = {}
        self.statuses: dict[OperationKey, dict[int, int]] = {}
        self._findings: dict[str, Finding] = {}

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(self._findings.values())

    @property
    def missed(self) -> tuple[OperationKey, ...]:
        """The operations that no exchange met."""
        return tuple(sorted(key for key in self.prepared.api.operations if key not in self.reached))

    def hear(self, exchange: Exchange) -> list[Finding]:
        """Judge one exchange. Raises: DescriptionBroken, if the watch is to fail and there is an error."""
        subject = Subject(self.prepared, exchange)
        self._count(subject)
        expect_callbacks(subject)
        found = [it for it in judge_subject(subject) if self.heed(exchange, it)]
        for finding in found:
            self._findings.setdefault(finding.fingerprint, finding)
        self.told(found)
        errors = [finding for finding in found if finding.severity is Severity.ERROR]
        if self.fail and errors:
            raise DescriptionBroken(errors)
        return found

    def _count(self, subject: Subject) -> None:
        self.exchanges += 1
        operation, response = subject.operation, subject.response
        if operation is None or operation.origin is not Origin.PATH:
            return
        self.reached[operation.key] = self.reached.get(operation.key, 0) + 1
        if response is not None:
            statuses = self.statuses.setdefault(operation.key, {})
            statuses[response.status] = statuses.get(response.status, 0) + 1


def httpx_transport(watch: Watch, inner: Any = None) -> Any:
    """A transport for `httpx.Client` and `httpx.AsyncClient` that judges what passes; `inner` sends, over HTTP if
    it is not given. An answer is judged when the client has read it to its end.
    """
    import httpx

    def heard(request: httpx.Request, body: bytes, answer: httpx.Response, chunks: list[bytes]) -> None:
        sent = Request(request.method, str(request.url), _text(request.headers.raw), body)
        watch.hear(Exchange(sent, Response(answer.status_code, _text(answer.headers.raw), b"".join(chunks))))

    class Heard(httpx.SyncByteStream, httpx.AsyncByteStream):
        """The answer's bytes, handed on as they come."""

        def __init__(self, request: httpx.Request, body: bytes, answer: httpx.Response) -> None:
            self.given = request, body, answer
            self.chunks: list[bytes] = []

        def __iter__(self) -> Iterator[bytes]:
            for chunk in self.given[2].iter_raw():
                self.chunks.append(chunk)
                yield chunk
            heard(*self.given, self.chunks)

        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for chunk in self.given[2].aiter_raw():
                self.chunks.append(chunk)
                yield chunk
            heard(*self.given, self.chunks)

        def close(self) -> None:
            self.given[2].close()

        async def aclose(self) -> None:
            await self.given[2].aclose()

    def passed(request: httpx.Request, body: bytes, answer: httpx.Response) -> httpx.Response:
        return httpx.Response(
            answer.status_code,
            headers=answer.headers.raw,
            stream=Heard(request, body, answer),
            extensions=answer.extensions,
        )

    class Judging(httpx.BaseTransport, httpx.AsyncBaseTransport):
        def __init__(self) -> None:
            self.inner = inner

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            self.inner = self.inner or httpx.HTTPTransport()
            body = request.read()
            return passed(request, body, self.inner.handle_request(request))

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            self.inner = self.inner or httpx.AsyncHTTPTransport()
            body = await request.aread()
            return passed(request, body, await self.inner.handle_async_request(request))

        def close(self) -> None:
            if self.inner is not None:
                self.inner.close()

        async def aclose(self) -> None:
            if self.inner is not None:
                await self.inner.aclose()

    return Judging()


def asgi_middleware(app: AsgiApp, watch: Watch) -> AsgiApp:
    """The application, with what passes judged; messages go through untouched, and bodies are kept to be read."""

    async def judged(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        asked: list[bytes] = []
        answered: list[bytes] = []
        start: MutableMapping[str, Any] = {}

        async def take() -> MutableMapping[str, Any]:
            message = await receive()
            if message["type"] == "http.request":
                asked.append(message.get("body", b""))
            return message

        async def give(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                answered.append(message.get("body", b""))
            await send(message)

        await app(scope, take, give)
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
        query = scope.get("query_string", b"").decode("latin-1")
        url = f"{path}?{query}" if query else path
        request = Request(scope["method"], url, _text(scope["headers"]), b"".join(asked))
        if start:
            response = Response(start["status"], _text(start.get("headers", ())), b"".join(answered))
            watch.hear(Exchange(request, response))

    return judged


def wsgi_middleware(app: WsgiApp, watch: Watch) -> WsgiApp:
    """The application, with what passes judged."""

    def judged(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        import io
        from urllib.parse import quote

        length = environ.get("CONTENT_LENGTH") or "0"
        body = environ["wsgi.input"].read(int(length)) if length.isdigit() else b""
        environ["wsgi.input"] = io.BytesIO(body)
        started: list[tuple[str, Headers]] = []

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            started[:] = [(status, tuple(headers))]
            return start_response(status, headers, *rest)

        result = app(environ, start)
        try:
            chunks = list(result)
        finally:
            if hasattr(result, "close"):
                result.close()
        query = environ.get("QUERY_STRING", "")
        path = quote(environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""), encoding="latin-1")
        request = Request(
            environ["REQUEST_METHOD"], f"{path}?{query}" if query else path, _fields(environ), body
        )
        status, headers = started[0]
        watch.hear(Exchange(request, Response(int(status.split()[0]), headers, b"".join(chunks))))
        return chunks

    return judged


def _text(raw: Iterable[tuple[bytes, bytes]]) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)


def _fields(environ: dict[str, Any]) -> Headers:
    fields = [
        (key[5:].replace("_", "-").title(), value)
        for key, value in environ.items()
        if key.startswith("HTTP_")
    ]
    if environ.get("CONTENT_TYPE"):
        fields.append(("Content-Type", environ["CONTENT_TYPE"]))
    return tuple(fields)
