"""The proxy passes bytes as they came, judges what it sees, and contacts nobody but its upstream."""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from tests.serve.making import read

from assent.errors import UsageError
from assent.judge import prepare
from assent.serve.app import read_body
from assent.serve.forward import Limits, Proxy, Seen, checked_upstream
from assent.serve.running import running
from assent.serve.traffic import Traffic

DESCRIBED = """\
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /count:
    get:
      parameters: [{name: n, in: query, schema: {type: integer}}]
      responses:
        "200":
          description: ""
          content: {application/json: {schema: {type: object, properties: {n: {type: integer}, m: {}}}}}
  /echo:
    post:
      requestBody: {content: {application/octet-stream: {}, application/json: {schema: {type: integer}}}}
      responses: {"200": {description: "", content: {application/octet-stream: {}}}}
  /wrong:
    get:
      responses: {"200": {description: "", content: {application/json: {schema: {type: integer}}}}}
"""

BLOB = bytes(range(256)) * 8192
BIG = b'{"n": 123456789012345678901234567890.0,   "m": 0.10000000000000000000000001}'


async def upstream(scope: Any, receive: Any, send: Any) -> None:
    """A provider of odd habits."""
    if scope["type"] != "http":
        return
    path = scope["raw_path"].decode().partition("?")[0]
    headers: list[tuple[bytes, bytes]] = [(b"x-path", scope["raw_path"] + b"?" + scope["query_string"])]
    status, chunks = 200, [b"fine"]
    match path:
        case "/echo":
            body = await read_body(receive, most=1 << 30)
            headers.append((b"content-type", b"application/octet-stream"))
            headers.append((b"x-framing", dict(scope["headers"]).get(b"transfer-encoding", b"length")))
            chunks = [body or b""]
        case "/blob":
            headers.append((b"content-length", str(len(BLOB)).encode()))
            chunks = [BLOB[at : at + 65536] for at in range(0, len(BLOB), 65536)]
        case "/cookies":
            headers += [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2"), (b"X-Odd", b"\xe9")]
            headers += [(b"connection", b"x-private"), (b"x-private", b"1"), (b"keep-alive", b"timeout=5")]
        case "/headers":
            names = [[name.decode(), value.decode()] for name, value in scope["headers"]]
            chunks = [json.dumps(names).encode()]
        case "/count":
            headers.append((b"content-type", b"application/json"))
            chunks = [BIG]
        case "/wrong":
            headers.append((b"content-type", b"application/json"))
            chunks = [b'"no integer"']
        case "/moved":
            status = 302
            headers.append((b"location", b"http://elsewhere.invalid/"))
        case "/coded":
            headers.append((b"content-encoding", b"gzip"))
            chunks = [b"not really gzip"]
        case "/slow":
            await asyncio.Event().wait()
        case "/broken":
            headers.append((b"content-length", b"100"))
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"some", "more_body": True})
            return
        case "/events":
            headers.append((b"content-type", b"text/event-stream"))
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"data: 1\n\n", "more_body": True})
            while (await receive())["type"] != "http.disconnect":
                pass
            return
    await send({"type": "http.response.start", "status": status, "headers": headers})
    for chunk in chunks:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with running(upstream) as server:
        yield server.url


@contextmanager
def between(
    url: str, *, refuse: bool = False, limits: Limits | None = None
) -> Iterator[tuple[httpx.Client, list[Seen]]]:
    """A client of a proxy before the provider, and what the proxy sees."""
    seen: list[Seen] = []
    proxy = Proxy(
        prepared=prepare(read(DESCRIBED)),
        upstream=url,
        refuse=refuse,
        limits=limits or Limits(timeout=5),
        seen=(seen.append,),
    )
    with running(proxy) as server, httpx.Client(base_url=server.url, trust_env=False) as client:
        yield client, seen


def rules(seen: list[Seen]) -> list[str]:
    return [finding.rule.id for one in seen for finding in one.findings]


def test_bytes_pass_both_ways_as_they_are(origin: str) -> None:
    with between(origin) as (client, seen):
        assert hashlib.sha256(client.get("/blob").content).digest() == hashlib.sha256(BLOB).digest()
        sent = client.post("/echo", content=BLOB, headers={"Content-Type": "application/octet-stream"})
        assert sent.content == BLOB
        assert sent.headers["x-framing"] == "length"
        assert client.get("/count").content == BIG
    assert [one.exchange.response.body for one in seen if one.exchange.response] == [BLOB, BLOB, BIG]


def test_a_chunked_request_stays_chunked(origin: str) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"one"
        yield b"two"

    with between(origin) as (client, _):
        found = client.post("/echo", content=chunks(), headers={"Content-Type": "application/octet-stream"})
        assert (found.content, found.headers["x-framing"]) == (b"onetwo", "chunked")


def test_codings_and_redirects_pass_untouched(origin: str) -> None:
    with between(origin) as (client, _):
        with client.stream("GET", "/coded") as found:
            assert b"".join(found.iter_raw()) == b"not really gzip"
            assert found.headers["content-encoding"] == "gzip"
        moved = client.get("/moved")
        assert (moved.status_code, moved.headers["location"]) == (302, "http://elsewhere.invalid/")


def test_fields_pass_repeated_and_in_order_but_for_those_of_one_connection(origin: str) -> None:
    with between(origin) as (client, _):
        found = client.get("/cookies")
        assert found.headers.get_list("set-cookie") == ["a=1", "b=2"]
        assert (b"X-Odd".lower(), b"\xe9") in [(name.lower(), value) for name, value in found.headers.raw]
        assert not {"x-private", "keep-alive"} & set(found.headers)
        sent = [("X-A", "1"), ("X-A", "2"), ("Connection", "x-mine"), ("X-Mine", "3"), ("TE", "trailers")]
        names = client.get("/headers", headers=sent).json()
        assert [value for name, value in names if name == "x-a"] == ["1", "2"]
        assert "x-mine" not in {name for name, _ in names}
        # The proxy asks for trailers on its own connection, and says of the field that it belongs to it.
        own = [[name, value] for name, value in names if name in ("te", "connection")]
        assert own == [["te", "trailers"], ["connection", "TE"]]
        names = client.get("/headers", headers=[("Connection", "TE, x-mine"), ("TE", "gzip")]).json()
        assert not {"x-mine", "te"} & {name for name, _ in names}
        assert [value for name, value in names if name == "host"] == [origin.removeprefix("http://")]


def test_the_target_is_not_rewritten(origin: str) -> None:
    with between(origin + "/base/") as (client, _):
        found = client.get("/a%2Fb/%7e?x=%20y&&z=+")
        assert found.headers["x-path"] == "/base/a%2Fb/%7e?x=%20y&&z=+"


def test_events_arrive_while_the_stream_is_open_and_end_with_the_client(origin: str) -> None:
    with between(origin, refuse=False) as (client, _), client.stream("GET", "/events") as found:
        assert next(found.iter_raw()) == b"data: 1\n\n"


def test_head_has_no_body(origin: str) -> None:
    with between(origin) as (client, _):
        found = client.head("/blob")
        assert (found.content, found.headers["content-length"]) == (b"", str(len(BLOB)))


def test_what_departs_is_told_and_passes(origin: str) -> None:
    with between(origin) as (client, seen):
        assert client.get("/count?n=one").content == BIG
        assert client.get("/wrong").content == b'"no integer"'
    assert rules(seen)[0] == "invalid-parameter"
    assert "invalid-response-body" in rules(seen)


def test_in_refusing_mode_nothing_that_departs_passes(origin: str) -> None:
    with between(origin, refuse=True) as (client, seen):
        assert client.get("/count?n=one").status_code == 422
        assert client.get("/nowhere").status_code == 404
        refused = client.delete("/count")
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET")
        answered = client.get("/wrong")
        assert answered.status_code == 502
        assert answered.headers["content-type"] == "application/problem+json"
        assert answered.json()["violations"][0]["keyword"] == "type"
        fine = client.post("/echo", content=BLOB, headers={"Content-Type": "application/octet-stream"})
        assert fine.content == BLOB
    assert len(seen) == 5


def test_what_is_too_large_to_judge_passes_all_the_same_and_is_told(origin: str) -> None:
    for refuse in (False, True):
        with between(origin, refuse=refuse, limits=Limits(timeout=5, judged=1000)) as (client, seen):
            sent = client.post("/echo", content=BLOB, headers={"Content-Type": "application/octet-stream"})
            assert sent.content == BLOB
        assert "1,000" in seen[0].unjudged


def test_an_upstream_that_is_not_there_is_a_502() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with between(url) as (client, _):
            found = client.get("/count")
            assert (found.status_code, found.headers["content-type"]) == (502, "application/problem+json")
            assert found.json()["status"] == 502


def test_an_upstream_that_does_not_answer_in_time_is_a_504(origin: str) -> None:
    with between(origin, limits=Limits(timeout=0.1)) as (client, _):
        assert client.get("/slow").status_code == 504


def test_an_answer_that_breaks_off_breaks_off_for_the_client_too(origin: str) -> None:
    with between(origin) as (client, _), pytest.raises(httpx.RemoteProtocolError):
        client.get("/broken")


def test_only_the_upstream_is_contacted() -> None:
    asked: list[str] = []

    async def contact(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"location": "http://elsewhere.invalid/"}, stream=_Empty())

    proxy = Proxy(
        prepared=prepare(read(DESCRIBED)),
        upstream="http://only.example",
        transport=httpx.MockTransport(contact),
    )
    with running(proxy) as server, httpx.Client(base_url=server.url, trust_env=False) as client:
        client.get("/count", headers={"Host": "other.example", "X-Forwarded-Host": "other.example"})
    assert asked == ["http://only.example"]


class _Empty(httpx.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in (b"",):
            yield chunk


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://a.example", "http://", "http://a.example/?x=1"])
def test_what_is_no_upstream_is_said(url: str) -> None:
    with pytest.raises(UsageError, match="is no address"):
        checked_upstream(url)


def test_traffic_counts_causes_and_what_was_met(origin: str) -> None:
    fresh: list[str] = []
    traffic = Traffic(prepared=prepare(read(DESCRIBED)), fresh=lambda finding: fresh.append(finding.rule.id))
    with between(origin) as (client, seen):
        for _ in range(3):
            client.get("/count?n=one")
        client.get("/count?n=1")
    for one in seen:
        traffic.add(one)
    assert fresh == ["invalid-parameter"]
    assert traffic.findings[0].extra["exchanges"] == 3
    coverage = traffic.coverage()
    assert (coverage["exchanges"], coverage["total"], coverage["reached"]) == (4, 3, 1)
    assert coverage["not_reached"] == ["POST /echo", "GET /wrong"]
    operations = coverage["operations"]
    assert isinstance(operations, list)
    met = operations[0]
    assert isinstance(met, dict)
    assert met["fields"] == {"described": 2, "seen": 2}
    assert met["statuses"] == {"200": 4}
