"""What goes over the wire: answers at once, pipelines, bodies, trailers and what is no HTTP, on raw sockets."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.serve.making import answering, mocked

from assent.serve.app import TRAILERS, Application, Message, Receive, Scope, Send, lifespan
from assent.serve.running import running
from assent.wire import Exchange

GET = b"GET /x HTTP/1.1\r\nHost: a\r\n\r\n"


@contextmanager
def connected(app: Any) -> Iterator[socket.socket]:
    with (
        running(app) as server,
        socket.create_connection((server.host, server.port), timeout=5) as connection,
    ):
        yield connection


def a_mock(**options: Any) -> Application:
    return Application(mocks={"": mocked(answering({"application/json": {"example": "hello"}}))}, **options)


def read_one(connection: socket.socket, before: bytes = b"") -> tuple[bytes, bytes, bytes]:
    """Head and body of one answer, and what came after it."""
    while b"\r\n\r\n" not in before:
        before += _more(connection)
    head, _, rest = before.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(rest) < length:
        rest += _more(connection)
    return head, rest[:length], rest[length:]


def _more(connection: socket.socket) -> bytes:
    got = connection.recv(65_536)
    assert got, "the connection was closed"
    return got


def read_all(connection: socket.socket) -> bytes:
    found = b""
    while got := connection.recv(65_536):
        found += got
    return found


def test_a_connection_outlives_what_clients_keep_it_for() -> None:
    with connected(a_mock()) as connection:
        connection.sendall(GET)
        read_one(connection)
        connection.settimeout(5.7)  # httpx, aiohttp and others keep idle connections for 5 seconds or more
        with pytest.raises(TimeoutError):
            connection.recv(1)
        connection.sendall(GET)
        assert read_one(connection)[1] == b'"hello"'


def test_a_connection_stays_for_more_requests() -> None:
    with connected(a_mock()) as connection:
        for _ in range(3):
            connection.sendall(GET)
            head, body, rest = read_one(connection)
            assert head.startswith(b"HTTP/1.1 200 OK\r\n")
            assert (body, rest) == (b'"hello"', b"")


def test_requests_in_one_packet_are_answered_in_their_order() -> None:
    missing = GET.replace(b"/x", b"/y")
    posted = b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
    with connected(a_mock()) as connection:
        connection.sendall(GET + missing + posted + GET + missing)
        rest, statuses = b"", []
        for _ in range(5):
            head, _, rest = read_one(connection, rest)
            statuses.append(head[9:12])
        assert statuses == [b"200", b"404", b"405", b"200", b"404"]


def test_a_request_in_many_packets_is_answered_once() -> None:
    with connected(a_mock()) as connection:
        for octet in GET:
            connection.sendall(bytes([octet]))
        assert read_one(connection)[1:] == (b'"hello"', b"")


@pytest.mark.parametrize("line", [b"GET /x HTTP/1.0\r\n", b"GET /x HTTP/1.1\r\nConnection: close\r\n"])
def test_a_connection_ends_where_the_client_wants_it_to(line: bytes) -> None:
    with connected(a_mock()) as connection:
        connection.sendall(line + b"Host: a\r\n\r\n")
        found = read_all(connection)
    assert found.endswith(b'"hello"')
    assert b"\r\nconnection: close\r\n" in found


def test_an_answer_to_head_has_the_length_and_no_body() -> None:
    with connected(a_mock()) as connection:
        connection.sendall(GET.replace(b"GET", b"HEAD").replace(b"Host", b"Connection: close\r\nHost"))
        found = read_all(connection)
    assert b"content-length: 7\r\n" in found
    assert found.endswith(b"\r\n\r\n")


def test_bodies_are_read_whatever_frames_them() -> None:
    seen: list[Exchange] = []
    chunked = (
        b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n1\r\n!\r\n0\r\n\r\n"
    )
    with connected(a_mock(seen=(seen.append,))) as connection:
        connection.sendall(chunked + GET)
        _, _, rest = read_one(connection)
        read_one(connection, rest)
    assert [it.request.body for it in seen] == [b"hi!", b""]


def test_a_client_that_waits_for_100_gets_it() -> None:
    with connected(a_mock()) as connection:
        connection.sendall(
            b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        )
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"hi")
        assert read_one(connection)[0].startswith(b"HTTP/1.1 405 ")


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"GET /x HTTP/9.9\r\n\r\n",
        b"GET /x HTTP/1.1\r\nHost a\r\n\r\n",
        b"GET /x HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET /x HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_http_is_refused_and_the_next_connection_works(sent: bytes) -> None:
    with running(a_mock()) as server:
        for octets in (sent, GET.replace(b"Host", b"Connection: close\r\nHost")):
            with socket.create_connection((server.host, server.port), timeout=5) as connection:
                connection.sendall(octets)
                found = read_all(connection)
                assert found[9:12] == (b"400" if octets == sent else b"200")


def test_a_client_that_does_not_read_holds_up_nobody() -> None:
    big = mocked(answering({"application/json": {"example": "x" * 60_000}}))
    with (
        running(Application(mocks={"": big})) as server,
        socket.create_connection((server.host, server.port), timeout=5) as slow,
    ):
        slow.sendall(GET * 200)
        with socket.create_connection((server.host, server.port), timeout=5) as quick:
            quick.sendall(GET)
            assert len(read_one(quick)[1]) == 60_002
        rest = b""
        for _ in range(200):
            _, body, rest = read_one(slow, rest)
            assert len(body) == 60_002


def test_a_defect_behind_an_answer_at_once_is_a_500() -> None:
    class Broken(Application):
        def respond(self, request: Any) -> Any:
            raise ZeroDivisionError(request)

    with connected(Broken(mocks=a_mock().mocks)) as connection:
        connection.sendall(GET)
        assert read_one(connection)[0].startswith(b"HTTP/1.1 500 ")


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Sends the request's body and trailers back."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
        return
    message: Message = {"more_body": True}
    body = b""
    while message.get("more_body"):
        message = await receive()
        body += message["body"]
    await send({"type": "http.response.start", "status": 200, "headers": [], "trailers": True})
    await send({"type": "http.response.body", "body": body, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
    headers = [*scope["extensions"][TRAILERS], (b"x-bad", b"a\r\nb"), (b"content-length", b"3")]
    await send({"type": "http.response.trailers", "headers": headers})


def test_trailers_come_and_go() -> None:
    sent = b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 1\r\nx-Two: b\r\n\r\n"
    with connected(echo) as connection:
        for trailers in (b"X-Sum: 1\r\nx-Two: b\r\n", b""):
            connection.sendall(sent.replace(b"X-Sum: 1\r\nx-Two: b\r\n", trailers))
            found = b""
            while not found.endswith(b"0\r\n" + trailers + b"\r\n"):
                found += _more(connection)
            assert b"\r\n\r\n2\r\nhi\r\n0\r\n" in found
