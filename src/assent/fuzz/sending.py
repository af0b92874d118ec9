"""Sending a request and waiting for its answer: over HTTP, or to an ASGI or WSGI application in this process."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from threading import Barrier
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import urlsplit

from assent.errors import UsageError
from assent.records import dataclass
from assent.wire import Exchange, Headers, Request, Response
from assent.wire.methods import IDEMPOTENT

if TYPE_CHECKING:  # httpx is heavy, and only senders need it
    import httpx

MOST_OCTETS: Final = 10 * 1024 * 1024
"""Octets of an answer that are read; the rest is left unread and the connection closed."""

LONGEST_PAUSE: Final = 5.0
"""Seconds between two attempts to connect, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """No answer came. `kind` is `timeout`, `refused`, `closed`, `garbage`, `too-large` or `unsent`."""

    kind: str
    why: str


Answer: TypeAlias = "Response | Failure"
Send: TypeAlias = Callable[[Request], Answer]
"""Sends one request. Its `url` is a path with a query, below the base that the sender knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOptions:
    """How to send. `timeout` in seconds for the whole answer; `verify` is False, or a file of certificates.

    `certificate` is the client's own: a PEM file with the certificate and its key, or the two files. `retries` are
    sendings after the first where the connection failed and the request cannot have been acted upon: none could be
    made, or it was closed before any answer to a method that changes nothing. `pause` is the seconds before the
    first of them, twice as long before each further one, up to `LONGEST_PAUSE`; `wait` is how they pass.
    """

    timeout: float = 10.0
    headers: tuple[tuple[str, str], ...] = ()
    verify: bool | str = True
    certificate: tuple[str, ...] = ()
    proxy: str | None = None
    retries: int = 1
    pause: float = 0.1
    wait: Callable[[float], None] = time.sleep
    most_octets: int = MOST_OCTETS


def _unframed(request: Request) -> Headers:
    """The headers without those that frame a message: described or not, only its true length can be sent."""
    return tuple(
        pair for pair in request.headers if pair[0].lower() not in ("content-length", "transfer-encoding")
    )


def _as_framed(request: Request) -> Headers:
    """The headers as they were sent: with the true length where another was to be said."""
    unframed = _unframed(request)
    if len(unframed) == len(request.headers):
        return request.headers
    return (*unframed, ("Content-Length", str(len(request.body))))


class Sender(AbstractContextManager["Sender"]):
    """Sends to one base URL and nowhere else; redirects are answers like any other.

    `until` is when the run ends, by the monotonic clock: no request is waited for any longer.
    """

    def __init__(self, base: str, transport: Any, options: SendOptions) -> None:
        self.base = base.rstrip("/")
        self._transport = transport
        self._options = options
        self.until: float | None = None

    @property
    def transport(self) -> Any:
        """What sends: a transport of httpx."""
        return self._transport

    def __call__(self, request: Request) -> Answer:
        """The answer, or why there is none."""
        answer = self._send(request)
        for attempt in range(self._options.retries):
            if not isinstance(answer, Failure) or not _may_retry(answer, request):
                break
            if answer.kind == "refused":
                self._options.wait(self._left(min(self._options.pause * 2**attempt, LONGEST_PAUSE)))
            if self.until is not None and time.monotonic() >= self.until:
                break
            answer = self._send(request)
        return answer

    def exchange(self, request: Request) -> tuple[Exchange, Failure | None]:
        """The exchange, with the whole URL and the seconds it took. Several threads may ask at once."""
        began = time.perf_counter()
        return self._exchange(request, self(request), time.perf_counter() - began)

    @property
    def threads(self) -> bool:
        """Whether several threads may send at once: over HTTP, not to an application in this process."""
        import httpx

        return not isinstance(self._transport, httpx.WSGITransport) and not hasattr(
            self._transport, "handle_together"
        )

    @property
    def overlaps(self) -> bool:
        """Whether requests can be under way at once. WSGI applications are told that they are not (PEP 3333)."""
        return self.threads or hasattr(self._transport, "handle_together")

    def together(self, requests: Sequence[Request]) -> list[tuple[Exchange, Failure | None]]:
        """Send all at once, each from a client of its own, and none of them twice."""
        began = time.perf_counter()
        if hasattr(self._transport, "handle_together"):
            made = [self._made(request, self._seconds()) for request in requests]
            answers = self._transport.handle_together(made)
            read = [self._received(answer, time.monotonic() + self._options.timeout) for answer in answers]
            seconds = time.perf_counter() - began
            return [self._exchange(*pair, seconds) for pair in zip(requests, read, strict=True)]
        start = Barrier(len(requests))

        def send(request: Request) -> tuple[Exchange, Failure | None]:
            start.wait()
            began = time.perf_counter()
            return self._exchange(request, self._send(request), time.perf_counter() - began)

        with ThreadPoolExecutor(len(requests)) as pool:
            return list(pool.map(send, requests))

    def _exchange(self, request: Request, answer: Answer, seconds: float) -> tuple[Exchange, Failure | None]:
        whole = Request(request.method, self.base + request.url, _as_framed(request), request.body)
        if isinstance(answer, Failure):
            return Exchange(whole, None, seconds=seconds), answer
        return Exchange(whole, answer, seconds=seconds), None

    def _seconds(self) -> float:
        """How long one answer may take: as long as the options say, and no longer than the run."""
        return max(self._left(self._options.timeout), 0.01)

    def _left(self, seconds: float) -> float:
        """So many seconds, or what is left of the run."""
        return seconds if self.until is None else min(seconds, max(self.until - time.monotonic(), 0.0))

    def _made(self, request: Request, seconds: float) -> httpx.Request:
        import httpx

        return httpx.Request(
            request.method,
            self.base + request.url,
            headers=[*_DEFAULTS, *self._options.headers, *_unframed(request)],
            content=request.body or None,
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)},
        )

    def _send(self, request: Request) -> Answer:
        import httpx

        seconds = self._seconds()
        deadline = time.monotonic() + seconds
        try:
            return self._received(self._transport.handle_request(self._made(request, seconds)), deadline)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            return failure(error)

    def _received(self, answer: httpx.Response | Exception, deadline: float) -> Answer:
        import httpx

        if isinstance(answer, Exception):
            return failure(answer)
        try:
            body = self._read(answer, deadline)
        except httpx.HTTPError as error:
            return failure(error)
        finally:
            answer.close()
        if isinstance(body, Failure):
            return body
        if answer.status_code == 407 and self._options.proxy:  # RFC 9110 §15.5.8: no provider speaks so
            return Failure(kind="refused", why=WANTS_CREDENTIALS)
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers.raw
        )
        return Response(answer.status_code, headers, body)

    def _read(self, answer: httpx.Response, deadline: float) -> bytes | Failure:
        chunks: list[bytes] = []
        size = 0
        for chunk in answer.iter_raw():
            chunks.append(chunk)
            size += len(chunk)
            if size > self._options.most_octets:
                return Failure(
                    kind="too-large", why=f"the answer is longer than {self._options.most_octets:,} octets"
                )
            if time.monotonic() > deadline:
                return Failure(
                    kind="timeout", why=f"the answer took more than {self._options.timeout:g} seconds"
                )
        return b"".join(chunks)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()


_DEFAULTS: Final = (("User-Agent", "assent"), ("Accept", "*/*"), ("Accept-Encoding", "identity"))


WANTS_CREDENTIALS: Final = "the proxy asks for credentials; --proxy http://user:password@host gives them"


def _may_retry(answer: Failure, request: Request) -> bool:
    """Whether sending it again asks for nothing more: no connection, or one closed on an idempotent method.

    A server may close a connection that it keeps alive just as it is used again (RFC 9112 §9.3.1).
    """
    return answer.kind == "refused" or (answer.kind == "closed" and request.method in IDEMPOTENT)


def failure(error: Exception) -> Failure:
    """What an error of httpx means for the provider."""
    import httpx

    match error:
        case httpx.TimeoutException():
            return Failure(kind="timeout", why="no answer came in time")
        case httpx.ProxyError() if "407" in str(error):
            return Failure(kind="refused", why=WANTS_CREDENTIALS)
        case httpx.ProxyError():
            return Failure(kind="refused", why=f"the proxy made no connection ({error})")
        case httpx.ConnectError() if "CERTIFICATE_VERIFY_FAILED" in str(error):
            why = f"its certificate is not trusted ({error}); --ca names certificates to trust"
            return Failure(kind="refused", why=why)
        case httpx.ConnectError():
            return Failure(kind="refused", why=f"no connection could be made ({error})")
        case httpx.RemoteProtocolError() if "without sending" in str(error):
            return Failure(kind="closed", why="the connection was closed without an answer")
        case httpx.RemoteProtocolError() if "closed" in str(error):
            return Failure(
                kind="closed", why=f"the connection was closed in the middle of the answer ({error})"
            )
        case httpx.RemoteProtocolError() | httpx.DecodingError():
            return Failure(kind="garbage", why=f"the answer is no HTTP ({error})")
        case httpx.NetworkError():
            return Failure(kind="closed", why=f"the connection broke ({type(error).__name__})")
        case _:
            return Failure(kind="unsent", why=f"the request could not be sent ({error})")


def http_sender(base: str, options: SendOptions | None = None) -> Sender:
    """A sender to a URL. One connection is kept alive.

    Raises: UsageError if the URL is none.
    """
    import httpx

    if not base.startswith(("http://", "https://")):
        raise UsageError(
            f"{base!r} is no URL of a provider. It begins with http:// or https://, or names module:app."
        )
    if "@" in urlsplit(base).netloc:
        raise UsageError(
            "The URL holds credentials, which would stand in every report. Give them with --auth or --header, from the "
            "environment."
        )
    given = options or SendOptions()
    transport = httpx.HTTPTransport(
        verify=context_of(given),
        proxy=proxy_of(given),
        retries=0,
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=64),
    )
    return Sender(base, transport, given)


def proxy_of(options: SendOptions) -> httpx.Proxy | None:
    """The proxy to send through, if one is named.

    Raises: UsageError if it is no URL of one.
    """
    import httpx

    if options.proxy is None:
        return None
    try:
        proxy = httpx.Proxy(options.proxy)
    except (ValueError, httpx.InvalidURL) as error:
        raise UsageError("--proxy takes the URL of a proxy, as http://localhost:3128.") from error
    if proxy.url.scheme not in ("http", "https") or not proxy.url.host:
        raise UsageError("--proxy takes the URL of an HTTP proxy, as http://localhost:3128.")
    return proxy


def app_sender(name: str, options: SendOptions | None = None, *, base: str = "http://app.local") -> Sender:
    """A sender to an application in this process, named `module:app`; ASGI or WSGI is seen from its signature.

    Raises: UsageError if there is no such application.
    """
    import httpx

    from assent.fuzz.application import application
    from assent.fuzz.asgi import AppTransport, is_asgi

    app = application(name)
    transport = (
        AppTransport(app) if is_asgi(app) else httpx.WSGITransport(app=app, raise_app_exceptions=False)
    )
    return Sender(base, transport, options or SendOptions())


def context_of(options: SendOptions) -> Any:
    """What verifies the provider and shows the client's own certificate.

    Raises: UsageError if a file holds no certificate, or no key for it.
    """
    import ssl

    if options.verify is True and not options.certificate:
        return True
    try:
        context = ssl.create_default_context(
            cafile=options.verify if isinstance(options.verify, str) else None
        )
        if options.verify is False:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if options.certificate:
            context.load_cert_chain(*options.certificate)
    except (OSError, ssl.SSLError) as error:
        files = ", ".join(
            [*([options.verify] if isinstance(options.verify, str) else []), *options.certificate]
        )
        raise UsageError(f"{files}: no certificate or key can be read from it ({error}).") from error
    return context
