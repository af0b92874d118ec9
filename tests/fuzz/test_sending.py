"""Providers that hang, babble, hang up or never end: the run ends on time and says what happened."""

from __future__ import annotations

import io
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from assent.api import Api, read_api
from assent.document import load
from assent.errors import UsageError
from assent.fuzz.running import Settings, fuzz
from assent.fuzz.sending import Failure, SendOptions, app_sender, http_sender
from assent.wire import Request, Response

Behaviour = Callable[[socket.socket], None]

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
DESCRIPTION = """
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /a: {get: {responses: {"200": {description: ok}}}}
  /b: {get: {parameters: [{name: n, in: query, schema: {type: integer}}], responses: {"200": {description: ok}}}}
"""


@pytest.fixture(scope="module")
def api() -> Api:
    return read_api(load("-", stdin=io.BytesIO(DESCRIPTION.encode())))


@contextmanager
def provider(behaviour: Behaviour) -> Iterator[str]:
    """A server on a loopback port that behaves like that on every connection."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.05)
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            with connection:
                try:
                    connection.settimeout(1)
                    connection.recv(65536)
                    behaviour(connection)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        ended.set()
        thread.join(10)
        listening.close()


def hang(connection: socket.socket) -> None:
    connection.recv(1)


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    until = time.monotonic() + 3
    while time.monotonic() < until:
        connection.sendall(b"x")
        threading.Event().wait(0.05)


BEHAVIOURS: list[tuple[str, Behaviour]] = [
    ("timeout", hang),
    ("garbage", lambda connection: connection.sendall(b"what is HTTP?\r\n\r\n")),
    ("closed", socket.socket.close),
    ("closed", lambda connection: connection.sendall(OK[:-1])),
    ("too-large", endless),
    ("timeout", drip),
]


@pytest.mark.parametrize(("kind", "behaviour"), BEHAVIOURS, ids=lambda it: getattr(it, "__name__", it))
def test_each_way_of_not_answering_has_its_name(kind: str, behaviour: Behaviour) -> None:
    options = SendOptions(timeout=0.4, most_octets=200_000)
    with provider(behaviour) as url, http_sender(url, options) as send:
        answer = send(Request("POST", "/a"))
    assert isinstance(answer, Failure)
    assert answer.kind == kind, answer


@pytest.mark.parametrize(
    ("method", "answered"), [("PUT", True), ("DELETE", True), ("GET", True), ("POST", False)]
)
def test_a_kept_connection_that_was_closed_costs_an_idempotent_request_nothing(
    method: str, answered: bool
) -> None:
    """RFC 9112 §9.3.1: the server closes just as the connection is used again, and told nobody."""
    seen: list[bytes] = []

    def forgetful(connection: socket.socket) -> None:
        connection.sendall(OK.replace(b"Connection: close\r\n", b""))
        seen.append(connection.recv(65536))

    with provider(forgetful) as url, http_sender(url) as send:
        assert isinstance(send(Request("GET", "/a")), Response)
        answer = send(Request(method, "/a"))
    assert isinstance(answer, Response) is answered
    assert seen[0].startswith(method.encode())


@pytest.mark.parametrize("workers", [1, 4])
@pytest.mark.parametrize(("kind", "behaviour"), BEHAVIOURS[:5], ids=lambda it: getattr(it, "__name__", it))
def test_a_run_ends_soon_when_nobody_answers_and_says_so(
    api: Api, kind: str, behaviour: Behaviour, workers: int
) -> None:
    options = SendOptions(timeout=0.3, most_octets=200_000)
    with provider(behaviour) as url, http_sender(url, options) as send:
        outcome = fuzz(api, send, Settings(requests=500, workers=workers))
    assert outcome.stopped
    assert outcome.findings[0].rule.id == "no-answer"
    assert outcome.findings[0].subject == kind
    assert outcome.requests < 50


@pytest.mark.parametrize("workers", [1, 4])
def test_a_provider_that_dies_in_the_middle_ends_the_run_with_its_findings(api: Api, workers: int) -> None:
    left = 12

    def mortal(connection: socket.socket) -> None:
        nonlocal left
        left -= 1
        if left > 0:
            connection.sendall(OK.replace(b"200 OK", b"500 No", 1))

    with provider(mortal) as url, http_sender(url, SendOptions(timeout=0.5)) as send:
        outcome = fuzz(api, send, Settings(requests=500, workers=workers))
    assert "no longer answers" in outcome.stopped
    assert "The first request without an answer was " in outcome.stopped
    assert {finding.rule.id for finding in outcome.findings} >= {"server-error", "no-answer"}


def test_a_budget_of_time_is_kept(api: Api) -> None:
    with provider(lambda connection: connection.sendall(OK)) as url, http_sender(url) as send:
        began = time.monotonic()
        outcome = fuzz(api, send, Settings(requests=10**6, seconds=0.5))
    assert time.monotonic() - began < 3
    assert not outcome.stopped


def test_a_large_answer_within_the_limit_is_read_whole() -> None:
    body = b"x" * 10_000_000
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
    with provider(lambda connection: connection.sendall(head + body)) as url, http_sender(url) as send:
        answer = send(Request("GET", "/"))
    assert isinstance(answer, Response)
    assert len(answer.body) == len(body)


def test_what_is_no_provider_is_refused() -> None:
    with pytest.raises(UsageError):
        http_sender("localhost:8000")
    with pytest.raises(UsageError):
        app_sender("no.such.module:app")


def test_a_wsgi_application_is_called_in_this_process() -> None:
    with app_sender("tests.fuzz.test_sending:application") as send:
        answer = send(Request("GET", "/x?y=1"))
    assert isinstance(answer, Response)
    assert answer.body == b"/x y=1"


def application(environ: dict[str, str], start: Callable[[str, list[tuple[str, str]]], None]) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ['PATH_INFO']} {environ['QUERY_STRING']}".encode()]


def test_attempts_to_connect_pause_no_longer_than_the_run_lasts() -> None:
    paused: list[float] = []
    options = SendOptions(retries=20, wait=paused.append)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with http_sender(url, options) as send:
        answer = send(Request("GET", "/a", (), b""))
    assert isinstance(answer, Failure)
    assert answer.kind == "refused"
    assert len(paused) == 20
    assert paused[:3] == [0.1, 0.2, 0.4]
    assert max(paused) == 5.0
    paused.clear()
    with http_sender(url, options) as send:
        send.until = time.monotonic()
        send(Request("GET", "/a", (), b""))
    assert paused == [0.0]


def length(environ: dict[str, str], start: Callable[[str, list[tuple[str, str]]], None]) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [environ["CONTENT_LENGTH"].encode()]


def test_an_exchange_has_the_length_that_was_sent() -> None:
    with app_sender("tests.fuzz.test_sending:length") as send:
        exchange, _ = send.exchange(Request("POST", "/", (("content-length", "true"),), b"four"))
    assert exchange.response is not None
    assert (exchange.request.header("content-length"), exchange.response.body) == ("4", b"4")
