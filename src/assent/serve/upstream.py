"""HTTP/1.1 to one upstream with trailers both ways, which httpx's own transport drops; h11 reads and writes it.

The answer is read while the request is still being sent, so that an upstream may answer early. Requests and answers
are httpx's records: the trailers to send are in the request's extension `trailers`, a list that is full when the body
has been sent, and those of the answer in the answer's, when its body has been read.

Source: RFC 9112, RFC 9110 §6.5.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, TypeAlias

import h11
import httpx

Address: TypeAlias = tuple[str, int, bool]

MOST_IDLE = 100
"""Connections that are kept for the next request."""

LONGEST_IDLE = 4.0
"""Seconds after which a connection is not used again: many servers close it after five."""

MOST_HEAD = 100 * 1024
"""Bytes of a head, or of trailers."""

READ = 64 * 1024


class Upstream(httpx.AsyncBaseTransport):
    """A transport with connections that stay. Inherits, as httpx knows transports by their class."""

    def __init__(self) -> None:
        self._idle: list[_Connection] = []
        self._trusted: ssl.SSLContext | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        connection = await self._kept(_address(request.url)) or await self._opened(request)
        upload = connection.carry(request)
        try:
            head = await connection.head(upload)
        except BaseException:
            await connection.close(upload)
            raise
        trailers: list[tuple[bytes, bytes]] = []
        return httpx.Response(
            head.status_code,
            headers=head.headers.raw_items(),
            stream=_Body(self, connection, upload, trailers),
            extensions={"trailers": trailers, "http_version": b"HTTP/" + head.http_version},
        )

    async def aclose(self) -> None:
        while self._idle:
            await self._idle.pop().close()

    def keep(self, connection: _Connection) -> bool:
        """Whether the connection, which has nothing to do, is kept for another request."""
        if len(self._idle) >= MOST_IDLE or not connection.begins_anew():
            return False
        self._idle.append(connection)
        return True

    async def _kept(self, address: Address) -> _Connection | None:
        """The connection used last that is still there, and on which nothing came that nobody asked for."""
        while self._idle:
            connection = self._idle.pop()
            if connection.address == address and await connection.is_quiet():
                return connection
            await connection.close()
        return None

    async def _opened(self, request: httpx.Request) -> _Connection:
        host, port, secure = address = _address(request.url)
        if secure and self._trusted is None:
            self._trusted = httpx.create_ssl_context(trust_env=False)
        with _told(httpx.ConnectTimeout, httpx.ConnectError, request):
            async with asyncio.timeout(_seconds(request, "connect")):
                reader, writer = await asyncio.open_connection(
                    host, port, ssl=self._trusted if secure else None, limit=READ
                )
        return _Connection(address, reader, writer)


def _address(url: httpx.URL) -> Address:
    secure = url.scheme == "https"
    return url.host, url.port or (443 if secure else 80), secure


def _seconds(request: httpx.Request, what: str) -> float | None:
    seconds: float | None = request.extensions.get("timeout", {}).get(what)
    return seconds


@contextmanager
def _told(
    late: type[httpx.TimeoutException], broken: type[httpx.NetworkError], request: httpx.Request
) -> Iterator[None]:
    """What goes wrong within, in httpx's words."""
    try:
        yield
    except TimeoutError as error:
        raise late(str(error), request=request) from error
    except (OSError, ssl.SSLError) as error:
        raise broken(str(error), request=request) from error
    except h11.RemoteProtocolError as error:
        raise httpx.RemoteProtocolError(str(error), request=request) from error
    except h11.LocalProtocolError as error:
        raise httpx.LocalProtocolError(str(error), request=request) from error


class _Connection:
    def __init__(self, address: Address, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.address = address
        self._reader = reader
        self._writer = writer
        self._state = h11.Connection(h11.CLIENT, max_incomplete_event_size=MOST_HEAD)
        self._request: httpx.Request | None = None
        self._idle_since = 0.0

    def carry(self, request: httpx.Request) -> asyncio.Future[None]:
        """Begin to send the request."""
        self._request = request
        return asyncio.ensure_future(self._send(request))

    async def _send(self, request: httpx.Request) -> None:
        """The whole request, with its trailers; as much of it as the upstream takes, which may answer all the same."""
        target = request.extensions.get("target", request.url.raw_path)
        assert isinstance(request.stream, httpx.AsyncByteStream)
        with _told(httpx.WriteTimeout, httpx.WriteError, request):
            head = h11.Request(method=request.method.encode(), target=target, headers=request.headers.raw)
        goes_on = await self._write(request, head)
        async for chunk in request.stream:
            goes_on = goes_on and await self._write(request, h11.Data(chunk))
            if not goes_on:
                return
        trailers = request.extensions.get("trailers", ()) if "transfer-encoding" in request.headers else ()
        if goes_on:
            await self._write(request, h11.EndOfMessage(headers=list(trailers)))

    async def _write(self, request: httpx.Request, event: h11.Event) -> bool:
        """Whether the upstream still listens."""
        with _told(httpx.WriteTimeout, httpx.WriteError, request):
            octets = self._state.send(event)
            try:
                if octets:
                    self._writer.write(octets)
                    async with asyncio.timeout(_seconds(request, "write")):
                        await self._writer.drain()
            except ConnectionError:
                return False
        return True

    async def head(self, upload: asyncio.Future[None]) -> h11.Response:
        """The head of the answer. Raises what keeps the request from being sent."""
        while not isinstance(event := await self._next(upload), h11.Response):
            pass  # an informational response
        return event

    async def body(
        self, upload: asyncio.Future[None], trailers: list[tuple[bytes, bytes]]
    ) -> AsyncIterator[bytes]:
        """The body as it arrives; `trailers` are filled at its end."""
        while not isinstance(event := await self._next(upload), h11.EndOfMessage):
            if isinstance(event, h11.Data):
                yield bytes(event.data)
        trailers.extend(event.headers.raw_items())

    async def _next(self, upload: asyncio.Future[None]) -> h11.Event:
        while True:
            assert self._request is not None
            with _told(httpx.ReadTimeout, httpx.ReadError, self._request):
                event = self._state.next_event()
                if isinstance(event, h11.Event) and not isinstance(event, h11.ConnectionClosed):
                    return event
                if event is not h11.NEED_DATA:
                    raise h11.RemoteProtocolError("the connection ended, or changed the protocol")
            octets = await self._read(upload, self._request)
            if not octets and self._state.their_state is h11.SEND_RESPONSE:
                raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
            self._state.receive_data(octets)

    async def _read(self, upload: asyncio.Future[None], request: httpx.Request) -> bytes:
        """What arrives next. The time for it begins when the request is sent."""
        reading = asyncio.ensure_future(self._reader.read(READ))
        both: set[asyncio.Future[Any]] = {reading, upload}
        try:
            if not upload.done():
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if not reading.done():
                upload.result()
            with _told(httpx.ReadTimeout, httpx.ReadError, request):
                async with asyncio.timeout(_seconds(request, "read")):
                    return await reading
        finally:
            reading.cancel()

    def begins_anew(self) -> bool:
        """Whether the connection is ready for another request."""
        done = self._state.our_state is h11.DONE and self._state.their_state is h11.DONE
        if not done or self._state.trailing_data[0]:
            return False
        self._state.start_next_cycle()
        self._request, self._idle_since = None, monotonic()
        return True

    async def is_quiet(self) -> bool:
        """Whether the connection is still there, and nothing came on it that nobody asked for."""
        if monotonic() - self._idle_since > LONGEST_IDLE or self._reader.at_eof():
            return False
        try:
            async with asyncio.timeout(0):
                await self._reader.read(1)
        except TimeoutError:
            return True
        except OSError:
            return False
        return False

    async def close(self, upload: asyncio.Future[None] | None = None) -> None:
        if upload is not None:
            upload.cancel()
            await asyncio.wait({upload})
            if not upload.cancelled():
                upload.exception()  # seen, so that nobody is told that it was not
        self._writer.close()


class _Body(httpx.AsyncByteStream):
    def __init__(
        self,
        upstream: Upstream,
        connection: _Connection,
        upload: asyncio.Future[None],
        trailers: list[tuple[bytes, bytes]],
    ) -> None:
        self._upstream = upstream
        self._connection = connection
        self._upload = upload
        self._trailers = trailers
        self._is_open = True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._connection.body(self._upload, self._trailers):
            yield chunk

    async def aclose(self) -> None:
        if self._is_open:
            self._is_open = False
            if not self._upload.done() or not self._upstream.keep(self._connection):
                await self._connection.close(self._upload)
