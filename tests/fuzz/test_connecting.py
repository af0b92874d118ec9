"""Certificates, proxies, retries, rates and patience, each against a server on loopback."""

from __future__ import annotations

import io
import ssl
from email.utils import formatdate
from pathlib import Path

import pytest
from tests.fuzz.serving import TLS, serving

from assent.api import Api, read_api
from assent.document import load
from assent.errors import UnreachableProvider, UsageError
from assent.fuzz.calling import seconds_asked
from assent.fuzz.running import Settings, fuzz
from assent.fuzz.sending import Failure, SendOptions, http_sender
from assent.wire import Request, Response

SPEC = """
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /a: {get: {operationId: a, parameters: [{name: n, in: query, schema: {type: integer}}], responses: {"200": {description: ok}, 4XX: {description: no}}}}
  /b: {get: {operationId: b, parameters: [{name: n, in: query, schema: {type: integer}}], responses: {"200": {description: ok}, 4XX: {description: no}}}}
"""


@pytest.fixture(scope="module")
def api() -> Api:
    return read_api(load("-", stdin=io.BytesIO(SPEC.encode())))


def fine(_request: Request) -> Response:
    return Response(200, (), b"ok")


def context(*, client: bool = False) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(TLS / "server.pem")
    if client:
        made.verify_mode = ssl.CERT_REQUIRED
        made.load_verify_locations(TLS / "ca.pem")
    return made


CA, CLIENT = str(TLS / "ca.pem"), (str(TLS / "client.pem"),)


@pytest.mark.parametrize(
    ("options", "asks", "works"),
    [
        (SendOptions(), False, False),
        (SendOptions(verify=CA), False, True),
        (SendOptions(verify=False), False, True),
        (SendOptions(verify=CA), True, False),
        (SendOptions(verify=CA, certificate=CLIENT), True, True),
        (SendOptions(verify=False, certificate=CLIENT), True, True),
    ],
    ids=["unknown-ca", "ca", "insecure", "no-client-cert", "client-cert", "client-cert-insecure"],
)
def test_certificates_are_verified_and_shown(options: SendOptions, asks: bool, works: bool) -> None:
    with serving(fine, context=context(client=asks)) as url, http_sender(url, options) as send:
        answer = send(Request("GET", "/a"))
    assert isinstance(answer, Response) == works, answer


def test_a_provider_that_asks_for_a_certificate_ends_the_run_with_what_helps(api: Api) -> None:
    options = SendOptions(verify=CA, retries=0)
    with serving(fine, context=context(client=True)) as url, http_sender(url, options) as send:
        outcome = fuzz(api, send, Settings(requests=30))
    assert "--cert" in outcome.stopped


def test_what_is_no_certificate_is_a_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("nothing")
    for options in (
        SendOptions(verify=str(tmp_path / "no.pem")),
        SendOptions(certificate=(str(tmp_path / "no.pem"),)),
    ):
        with pytest.raises(UsageError, match=r"no\.pem"):
            http_sender("https://127.0.0.1:1", options)


def test_a_proxy_is_sent_through() -> None:
    asked: list[str] = []

    def proxy(request: Request) -> Response:
        asked.append(request.url)
        return Response(200, (), b"by proxy")

    with serving(proxy) as url, http_sender("http://far.example/v1", SendOptions(proxy=url)) as send:
        answer = send(Request("GET", "/a"))
    assert isinstance(answer, Response)
    assert answer.body == b"by proxy"
    assert asked == ["http://far.example/v1/a"]


@pytest.mark.parametrize("proxy", ["nonsense", "socks5://127.0.0.1:1", "http://", "http://[::"])
def test_what_is_no_http_proxy_is_a_wrong_usage(proxy: str) -> None:
    with pytest.raises(UsageError, match="--proxy"):
        http_sender("http://far.example", SendOptions(proxy=proxy))


@pytest.mark.parametrize("base", ["http://far.example/v1", "https://far.example/v1"])
def test_a_proxy_that_asks_for_credentials_is_no_provider(api: Api, base: str) -> None:
    def proxy(_request: Request) -> Response:
        return Response(407, (("Proxy-Authenticate", "Basic"),), b"")

    with (
        serving(proxy) as url,
        http_sender(base, SendOptions(proxy=url)) as send,
        pytest.raises(UnreachableProvider, match="the proxy asks for credentials"),
    ):
        fuzz(api, send, Settings(requests=30))


def test_a_url_with_credentials_is_refused_without_repeating_them() -> None:
    with pytest.raises(UsageError, match="--auth") as caught:
        http_sender("http://anna:hush@127.0.0.1:1")
    assert "hush" not in str(caught.value)


def test_a_certificate_that_is_not_trusted_is_told_with_what_helps(api: Api) -> None:
    with (
        serving(fine, context=context()) as url,
        http_sender(url) as send,
        pytest.raises(UnreachableProvider, match="--ca"),
    ):
        fuzz(api, send, Settings(requests=30))


def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with serving(fine) as url, http_sender(url) as send:
        assert isinstance(send(Request("GET", "/a")), Response)


@pytest.mark.parametrize(("retries", "expected"), [(0, 1), (3, 4)])
def test_only_connections_that_fail_are_tried_again(retries: int, expected: int) -> None:
    sent = 0

    def hang_up(_request: Request) -> Response:
        nonlocal sent
        sent += 1
        raise ConnectionAbortedError

    options = SendOptions(retries=retries, pause=0.001, timeout=5)
    with serving(hang_up) as url, http_sender(url, options) as send:
        answer = send(Request("GET", "/a"))
        assert isinstance(answer, Failure)
        assert answer.kind == "closed"
        assert sent == expected
        sent = 0
        send(Request("POST", "/a"))
        assert sent == 1


def test_server_errors_are_not_tried_again() -> None:
    sent = 0

    def fail(_request: Request) -> Response:
        nonlocal sent
        sent += 1
        return Response(500)

    with serving(fail) as url, http_sender(url, SendOptions(retries=5)) as send:
        send(Request("GET", "/a"))
    assert sent == 1


def test_a_rate_of_one_operation_holds_for_it_alone(api: Api) -> None:
    waited: list[float] = []
    with serving(fine) as url, http_sender(url) as send:
        fuzz(api, send, Settings(requests=30, rates={"a": 1.0}, wait=waited.append))
    assert 5 < len(waited) < 20
    assert max(waited) < 20


def test_a_request_that_was_put_off_is_sent_again_after_the_time_asked(api: Api) -> None:
    waited: list[float] = []
    times = 0

    def busy(request: Request) -> Response:
        nonlocal times
        times += 1
        if times % 4 == 0:
            return Response(429, (("Retry-After", "3"),))
        return Response(200)

    with serving(busy) as url, http_sender(url) as send:
        outcome = fuzz(api, send, Settings(requests=40, wait=waited.append))
    assert waited
    assert set(waited) == {3.0}
    reached = outcome.coverage.reached.values()
    assert all(429 not in found for it in reached for found in it.statuses.values())


@pytest.mark.parametrize(
    ("asked", "date", "seconds"),
    [
        ("7", "", 7.0),
        (formatdate(1_000_030, usegmt=True), formatdate(1_000_000, usegmt=True), 30.0),
        (formatdate(999_000, usegmt=True), formatdate(1_000_000, usegmt=True), 0.0),
        (formatdate(1_000_030, usegmt=True), "", None),
        ("soon", formatdate(1_000_000, usegmt=True), None),
        ("", "", None),
    ],
    ids=["seconds", "date", "past", "no-date", "no-number", "nothing"],
)
def test_retry_after_is_seconds_or_a_date(asked: str, date: str, seconds: float | None) -> None:
    assert seconds_asked(Response(429, (("Retry-After", asked), ("Date", date)))) == seconds
