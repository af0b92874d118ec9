"""What is kept of traffic tells no credentials."""

from __future__ import annotations

import pytest
from tests.serve.making import read

from assent.judge import judge
from assent.serve.redaction import hidden, hidden_finding, secrets_of
from assent.wire import Exchange, Headers, Request, Response

SECURED = """\
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /basic: {get: {security: [{basic: []}], responses: {"200": {description: ""}}}}
  /bearer: {get: {security: [{bearer: []}], responses: {"200": {description: ""}}}}
  /header: {get: {security: [{header: []}], responses: {"200": {description: ""}}}}
  /query: {get: {security: [{query: []}], responses: {"200": {description: ""}}}}
  /cookie: {get: {security: [{cookie: []}], responses: {"200": {description: ""}}}}
components:
  securitySchemes:
    basic: {type: http, scheme: basic}
    bearer: {type: http, scheme: bearer}
    header: {type: apiKey, in: header, name: X-Key}
    query: {type: apiKey, in: query, name: "api key"}
    cookie: {type: apiKey, in: cookie, name: sid}
"""
API = read(SECURED)
SECRETS = secrets_of(API.security_schemes.values())
CASES: dict[str, tuple[str, Headers, str, Headers]] = {
    "basic": (
        "/basic",
        (("authorization", "Basic dXNlcjpwYXNz"),),
        "/basic",
        (("authorization", "Basic ***"),),
    ),
    "bearer": (
        "/bearer?n=1",
        (("Authorization", "Bearer t0p"),),
        "/bearer?n=1",
        (("Authorization", "Bearer ***"),),
    ),
    "one word": ("/bearer", (("Authorization", "t0p"),), "/bearer", (("Authorization", "***"),)),
    "header": ("/header", (("x-key", "t0p"), ("x-id", "1")), "/header", (("x-key", "***"), ("x-id", "1"))),
    "query": ("/query?a=%20&api%20key=t0p&&b", (), "/query?a=%20&api%20key=***&&b", ()),
    "token in the query": ("/query?access_token=t0p", (), "/query?access_token=***", ()),
    "cookie": ("/cookie", (("Cookie", "a=1; sid=t0p; b"),), "/cookie", (("Cookie", "a=1; sid=***; b"),)),
    "nothing": ("/header", (("x-id", "1"),), "/header", (("x-id", "1"),)),
}


@pytest.mark.parametrize("name", CASES)
def test_credentials_are_hidden_and_nothing_else(name: str) -> None:
    url, headers, kept_url, kept_headers = CASES[name]
    kept = hidden(Exchange(Request("GET", url, headers, b"t0p"), Response(200)), SECRETS)
    assert kept.request == Request("GET", kept_url, kept_headers, b"t0p")


def test_cookies_that_are_credentials_are_hidden_where_they_are_set() -> None:
    fields = (("Set-Cookie", "sid=t0p; Path=/; sid=x"), ("Set-Cookie", "theme=dark; sid=1"))
    kept = hidden(Exchange(Request("GET", "/cookie"), Response(200, fields)), SECRETS)
    assert kept.response is not None
    assert kept.response.headers == (
        ("Set-Cookie", "sid=***; Path=/; sid=x"),
        ("Set-Cookie", "theme=dark; sid=1"),
    )


@pytest.mark.parametrize("name", ["basic", "bearer", "header", "query", "cookie"])
def test_what_was_kept_is_judged_as_what_passed(name: str) -> None:
    url, headers, _, _ = CASES[name]
    exchange = Exchange(Request("GET", url, headers), Response(200))
    assert not [it for it in judge(API, exchange) if it.rule.id == "missing-credentials"]
    assert not [it for it in judge(API, hidden(exchange, SECRETS)) if it.rule.id == "missing-credentials"]


def test_a_finding_tells_no_credentials() -> None:
    exchange = Exchange(Request("GET", "/bearer", (("Authorization", "Bearer t0p"),)), Response(418))
    findings = [hidden_finding(it, SECRETS) for it in judge(API, exchange)]
    assert findings
    assert all("t0p" not in str(it.witness) for it in findings)
