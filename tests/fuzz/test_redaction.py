"""What was given in confidence: hidden wherever it stands, without changing what a request or an answer says."""

from __future__ import annotations

import base64
import io
import json

import pytest
from tests.fuzz.serving import serving

from assent.api import OperationKey, read_api
from assent.document import load
from assent.fuzz.credentials import Credentials
from assent.fuzz.hooks import Hooks
from assent.fuzz.running import Settings, fuzz
from assent.fuzz.sending import http_sender
from assent.judge import judge
from assent.records import replace
from assent.wire import Exchange, Request, Response
from assent.wire.message import HIDDEN

SPEC = """
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /x:
    get:
      parameters: [{name: q, in: query, schema: {type: string, maxLength: 5}}]
      security: [{SCHEME: []}]
      responses: {"200": {description: ok}, "401": {description: no}, "400": {description: no}}
components:
  securitySchemes:
    basic: {type: http, scheme: basic}
    bearer: {type: http, scheme: bearer}
    head: {type: apiKey, in: header, name: X-Key}
    query: {type: apiKey, in: query, name: k}
    cookie: {type: apiKey, in: cookie, name: sid}
"""
BASIC = "anna:s3cret-basic"
ENCODED = base64.b64encode(BASIC.encode()).decode()

GIVEN = [
    pytest.param("basic", Credentials(by_scheme={"basic": BASIC}), id="basic"),
    pytest.param("bearer", Credentials(by_scheme={"bearer": "s3cret-bearer"}), id="bearer"),
    pytest.param("head", Credentials(by_scheme={"head": "s3cret-head"}), id="a key in a header"),
    pytest.param("query", Credentials(by_scheme={"query": "s3cret/query"}), id="a key in the query"),
    pytest.param("cookie", Credentials(by_scheme={"cookie": "s3cret-cookie"}), id="a key in a cookie"),
    pytest.param(
        "bearer", Credentials(headers=(("Authorization", "Bearer s3cret-bearer"),)), id="a bearer header"
    ),
    pytest.param("basic", Credentials(headers=(("Authorization", f"Basic {ENCODED}"),)), id="a basic header"),
    pytest.param("cookie", Credentials(headers=(("Cookie", "a=b; sid=s3cret-crumb"),)), id="a cookie header"),
    pytest.param("head", Credentials(headers=(("X-Key", "short"),)), id="a short header"),
    pytest.param("head", Credentials(headers=(("X-Key", "1"),)), id="a header of one digit"),
]


@pytest.mark.parametrize(("scheme", "credentials"), GIVEN)
def test_a_request_with_hidden_credentials_is_judged_as_if_they_were_seen(
    scheme: str, credentials: Credentials
) -> None:
    api = read_api(load("-", stdin=io.BytesIO(SPEC.replace("SCHEME", scheme).encode())))
    operation = api.operations[OperationKey("GET", "/x")]
    sent = credentials.applied(Request("GET", "http://127.0.0.1:8101/x"), operation, "own")
    shown = credentials.shown(Exchange(sent, Response(200)))
    assert shown.request.url.startswith("http://127.0.0.1:8101/x")
    assert HIDDEN in repr(shown)
    for secret in ("s3cret", ENCODED, "short"):
        assert secret not in repr(shown)
    assert [it.rule.id for it in judge(api, shown)] == []


@pytest.mark.parametrize(("scheme", "credentials"), GIVEN)
def test_a_wrong_value_that_is_accepted_is_found_whatever_the_credentials(
    scheme: str, credentials: Credentials
) -> None:
    api = read_api(load("-", stdin=io.BytesIO(SPEC.replace("SCHEME", scheme).encode())))

    def answer(request: Request) -> Response:
        names = {"authorization", "x-key", "cookie"}
        there = any(name.lower() in names for name, _ in request.headers) or "k=s3cret" in request.url
        return Response(200 if there and "wrong" not in repr(request) else 401)

    with serving(answer) as url, http_sender(url) as send:
        outcome = fuzz(api, send, Settings(requests=40, credentials=credentials))
    assert "invalid-input-accepted" in {it.rule.id for it in outcome.findings}


@pytest.mark.parametrize(
    ("scheme", "name", "value"),
    [("bearer", "Authorization", "Bearer s3cret-hook"), ("head", "x-key", "s3cret-hook")],
)
def test_credentials_that_a_function_adds_before_the_call_are_hidden(
    scheme: str, name: str, value: str
) -> None:
    api = read_api(load("-", stdin=io.BytesIO(SPEC.replace("SCHEME", scheme).encode())))
    told: list[Exchange] = []

    def sign(request: Request, _operation: object) -> Request:
        return replace(request, headers=(*request.headers, (name, value), ("X-Tenant", "seven")))

    def answer(request: Request) -> Response:
        return Response(200, (), (request.header(name) or "").encode())

    hooks = Hooks()
    hooks.before = (sign,)
    with serving(answer) as url, http_sender(url) as send:
        outcome = fuzz(api, send, Settings(requests=30, hooks=hooks, told=told.append))
    assert len(told) == 30
    assert "s3cret" not in repr(told) + repr(outcome.findings)
    assert "seven" in repr(told)


@pytest.mark.parametrize(
    ("secret", "echo"),
    [
        (BASIC, "you are s3cret-basic"),
        (BASIC, f"Basic {ENCODED}"),
        ('s3cret"/key', '{"echo": "s3cret\\"/key"}'),
        ("s3cret é", "/x?k=s3cret%20%C3%A9"),
        ("s3cret é", '{"echo": "s3cret \\u00e9"}'),
    ],
)
def test_a_secret_is_hidden_however_an_answer_spells_it(secret: str, echo: str) -> None:
    credentials = Credentials(by_scheme={"key": secret})
    shown = credentials.shown(
        Exchange(Request("GET", "/x"), Response(200, (("X-Echo", "a"),), echo.encode()))
    )
    assert b"s3cret" not in shown.response.body  # type: ignore[union-attr]  # it has a response
    assert ENCODED not in repr(shown)


def test_a_secret_that_is_a_word_changes_no_path_and_no_name() -> None:
    credentials = Credentials(by_scheme={"key": "secret"}, headers=(("X-Tenant", "7"),))
    body = json.dumps({"secret": 1, "secretary": "secret"}).encode()
    request = Request("GET", "http://127.0.0.1:8177/secrets/7?page=77", (("X-Tenant", "7"), ("X-Page", "17")))
    shown = credentials.shown(Exchange(request, Response(200, (), body)))
    assert shown.request.url == request.url
    assert shown.request.headers == (("X-Tenant", HIDDEN), ("X-Page", "17"))
    assert shown.response is not None
    assert json.loads(shown.response.body) == {"secret": 1, "secretary": HIDDEN}
