"""The proxy's own connections: trailers, early answers, connections that stay, and upstreams that misbehave."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import httpx
import pytest
from tests.serve.making import answering

from assent.judge import prepare
from assent.serve.forward import Limits, Proxy
from assent.serve.running import running

GET = b"GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
LAST = GET.replace(b"Host", b"Connection: close\r\nHost")
FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"


class Provider:
    """An upstream on raw sockets: `script` gets each connection, and `heads` are the requests' heads."""

    def __init__(self, script: Callable[[Provider, socket.socket], None]) -> None:
        self.heads: list[bytes] = []
        self.connections = 0
        self._script = script
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(5)
            try:
                self._script(self, connection)
            except (OSError, EOFError):
                return

    def until(self, connection: socket.socket, end: bytes, found: bytes = b"") -> bytes:
        while not found.endswith(end):
            got = connection.recv(1)
            if not got:
                raise EOFError
            found += got
        return found

    def head(self, connection: socket.socket) -> bytes:
        self.heads.append(self.until(connection, b"\r\n\r\n"))
        return self.heads[-1]

    def close(self) -> None:
        self._listening.close()


@contextmanager
def before(
    script: Callable[[Provider, socket.socket], None], *, timeout: float = 5
) -> Iterator[tuple[Provider, socket.socket]]:
    """A provider, and a connection to a proxy before it."""
    provider = Provider(script)
    proxy = Proxy(
        prepared=prepare(answering({"text/plain": {}})), upstream=provider.url, limits=Limits(timeout=timeout)
    )
    with (
        running(proxy) as server,
        socket.create_connection((server.host, server.port), timeout=5) as connection,
    ):
        yield provider, connection
    provider.close()


def read_all(connection: socket.socket) -> bytes:
    found = b""
    while got := connection.recv(65_536):
        found += got
    return found


def read_until(connection: socket.socket, end: bytes) -> bytes:
    found = b""
    while not found.endswith(end):
        got = connection.recv(65_536)
        assert got, found
        found += got
    return found


def test_trailers_of_answers_pass() -> None:
    def script(provider: Provider, connection: socket.socket) -> None:
        while provider.head(connection):
            head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
            connection.sendall(head + b"2;ext=1\r\nhi\r\n0\r\nX-Sum: abc\r\nX-Sum: d\r\n\r\n")

    with before(script) as (provider, client):
        for _ in range(2):
            client.sendall(GET.replace(b"Host", b"TE: trailers\r\nHost"))
            found = read_until(client, b"0\r\nX-Sum: abc\r\nX-Sum: d\r\n\r\n")
            assert b"2\r\nhi\r\n" in found
            assert b"\r\ntrailer: x-sum\r\n" in found.lower()
        assert b"\r\nTE: trailers\r\n" in provider.heads[0]
        assert provider.connections == 1


def test_trailers_of_requests_pass() -> None:
    received: list[bytes] = []

    def script(provider: Provider, connection: socket.socket) -> None:
        provider.head(connection)
        received.append(provider.until(connection, b"0\r\n"))
        received.append(provider.until(connection, b"\r\n\r\n"))
        connection.sendall(FINE)

    with before(script) as (_, client):
        head = LAST.replace(b"GET", b"POST").replace(
            b"Host", b"Trailer: x-sum\r\nTransfer-Encoding: chunked\r\nHost"
        )
        client.sendall(head + b"2\r\nhi\r\n0\r\nX-Sum: abc\r\nHost: b\r\n\r\n")
        assert read_all(client).endswith(b"fine")
    assert received == [b"2\r\nhi\r\n0\r\n", b"X-Sum: abc\r\n\r\n"]


def test_an_answer_that_ends_with_the_connection_passes_whole() -> None:
    def script(provider: Provider, connection: socket.socket) -> None:
        provider.head(connection)
        connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n" + b"x" * 100_000)

    with before(script) as (_, client):
        client.sendall(LAST)
        found = read_all(client)
    assert found.count(b"x") >= 100_000
    assert found.endswith(b"0\r\n\r\n")


def test_an_upstream_may_answer_before_it_has_read_the_request() -> None:
    def script(provider: Provider, connection: socket.socket) -> None:
        provider.head(connection)
        connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with before(script) as (_, client):
        client.sendall(
            LAST.replace(b"GET", b"POST").replace(b"Host", b"Content-Length: 9999\r\nHost") + b"some"
        )
        assert client.recv(65_536).startswith(b"HTTP/1.1 413 ")


def test_informational_answers_are_met_and_the_final_one_passes() -> None:
    def script(provider: Provider, connection: socket.socket) -> None:
        provider.head(connection)
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + FINE)

    with before(script) as (_, client):
        client.sendall(LAST)
        found = read_all(client)
    assert found.startswith(b"HTTP/1.1 200 ")
    assert found.endswith(b"fine")


@pytest.mark.parametrize(
    "after", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"], ids=["closed", "more"]
)
def test_a_connection_with_anything_odd_about_it_is_not_used_again(after: bytes) -> None:
    def script(provider: Provider, connection: socket.socket) -> None:
        provider.head(connection)
        connection.sendall(FINE)
        if after:
            connection.sendall(after)
            provider.head(connection)

    with before(script) as (provider, client):
        for _ in range(3):
            client.sendall(GET)
            assert read_until(client, b"\r\n\r\nfine").count(b"HTTP/1.1 200") == 1
        assert provider.connections == 3


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"", b"502"),
        (b"HTTP/1.1 2", b"502"),
        (b"nonsense\r\n\r\n", b"502"),
        (b"HTTP/1.1 101 Go\r\n\r\n", b"502"),
    ],
    ids=["nothing", "half a head", "no http", "another protocol"],
)
def test_what_is_no_answer_is_a_502(said: bytes, status: bytes) -> None:
    def script(provider: Provider, connection: socket.socket) -> None:
        provider.head(connection)
        connection.sendall(said)

    with before(script) as (_, client):
        client.sendall(LAST)
        assert read_all(client)[9:12] == status


def test_broken_chunks_break_off_the_answer() -> None:
    def script(provider: Provider, connection: socket.socket) -> None:
        provider.head(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\nzz\r\n")

    with before(script) as (provider, client):
        client.sendall(GET)
        assert not read_all(client).endswith(b"0\r\n\r\n")
        with httpx.Client(trust_env=False) as direct, pytest.raises(httpx.HTTPError):
            direct.get(provider.url)
