"""Sending a request and waiting for its answer: over HTTP, or to an ASGI or WSGI application in this process."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from assent.errors import UsageError
from assent.records import dataclass
from assent.wire import Exchange, Request, Response

if TYPE_CHECKING:  # httpx is heavy, and only senders need it
    import httpx

MOST_OCTETS: Final = 10 * 1024 * 1024
"""Octets of an answer that are read; the rest is left unread and the connection closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """No answer came. `kind` is `timeout`, `refused`, `closed`, `garbage` or `too-large`."""

    kind: str
    why: str


Answer: TypeAlias = "Response | Failure"
Send: TypeAlias = Callable[[Request], Answer]
"""Sends one request. Its `url` is a path with a query, below the base that the sender knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOptions:
    """How to send. `timeout` in seconds for the whole answer; `verify` is False, or a file of certificates."""

    timeout: float = 10.0
    headers: tuple[tuple[str, str], ...] = ()
    verify: bool | str = True
    proxy: str | None = None
    most_octets: int = MOST_OCTETS


class Sender(AbstractContextManager["Sender"]):
    """Sends to one base URL and nowhere else; redirects are answers like any other.

    `until` is when the run ends, by the monotonic clock: no request is waited for any longer.
    """

    def __init__(self, base: str, transport: Any, options: SendOptions) -> None:
        self.base = base.rstrip("/")
        self._transport = transport
        self._options = options
        self.until: float | None = None

    def __call__(self, request: Request) -> Answer:
        """The answer, or why there is none. Connections that the server closed while idle are tried once more."""
        first = self._send(request)
        if (
            isinstance(first, Failure)
            and first.kind == "closed"
            and request.method in ("GET", "HEAD", "OPTIONS")
        ):
            return self._send(request)
        return first

    def exchange(self, request: Request) -> tuple[Exchange, Failure | None]:
        """The exchange, with the whole URL and the seconds it took."""
        began = time.perf_counter()
        answer = self(request)
        seconds = time.perf_counter() - began
        failed = isinstance(answer, Failure)
        whole = Request(request.method, self.base + request.url, request.headers, request.body)
        exchange = Exchange(whole, None if isinstance(answer, Failure) else answer, seconds=seconds)
        return exchange, answer if failed and isinstance(answer, Failure) else None

    def _send(self, request: Request) -> Answer:
        import httpx

        seconds = self._options.timeout
        if self.until is not None:
            seconds = min(seconds, max(self.until - time.monotonic(), 0.01))
        try:
            made = httpx.Request(
                request.method,
                self.base + request.url,
                headers=[*_DEFAULTS, *self._options.headers, *request.headers],
                content=request.body or None,
                extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)},
            )
            deadline = time.monotonic() + seconds
            answer = self._transport.handle_request(made)
            try:
                body = self._read(answer, deadline)
            finally:
                answer.close()
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            return failure(error)
        if isinstance(body, Failure):
            return body
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


def failure(error: Exception) -> Failure:
    """What an error of httpx means for the provider."""
    import httpx

    match error:
        case httpx.TimeoutException():
            return Failure(kind="timeout", why="no answer came in time")
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
    given = options or SendOptions()
    transport = httpx.HTTPTransport(verify=_verify(given), proxy=given.proxy, retries=0)
    return Sender(base, transport, given)


def app_sender(name: str, options: SendOptions | None = None, *, base: str = "http://app.local") -> Sender:
    """A sender to an application in this process, named `module:app`; ASGI or WSGI is seen from its signature.

    Raises: UsageError if there is no such application.
    """
    import httpx

    from assent.fuzz.asgi import AppTransport, is_asgi

    module, _, attribute = name.partition(":")
    try:
        app: Any = importlib.import_module(module)
        for part in (attribute or "app").split("."):
            app = getattr(app, part)
    except (ImportError, AttributeError) as error:
        raise UsageError(f"{name!r} names no application: {error}. Write module:app.") from error
    transport = (
        AppTransport(app) if is_asgi(app) else httpx.WSGITransport(app=app, raise_app_exceptions=False)
    )
    return Sender(base, transport, options or SendOptions())


def _verify(options: SendOptions) -> Any:
    if isinstance(options.verify, str):
        import ssl

        return ssl.create_default_context(cafile=options.verify)
    return options.verify
