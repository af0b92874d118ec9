"""Credentials that run out: OAuth 2.0 tokens and a user's own function, asked again on a 401 and in no report."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from tests.fuzz.serving import serving

from assent.api import Api, read_api
from assent.document import load
from assent.errors import UnreachableProvider, UsageError
from assent.fuzz.credentials import Credentials
from assent.fuzz.hooks import load_hooks
from assent.fuzz.running import Settings, fuzz
from assent.fuzz.sending import SendOptions, http_sender
from assent.fuzz.tokens import Tokens, http_post, token_url
from assent.wire import Exchange, Request, Response
from assent.wire.message import HIDDEN

SPEC = """
openapi: 3.1.0
info: {title: t, version: "1"}
security: [{oauth: []}]
paths:
  /a: {get: {parameters: [{name: n, in: query, schema: {type: integer}}], responses: {"200": {description: ok}, 4XX: {description: no}}}}
components:
  securitySchemes:
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: /token, scopes: {}}}}
"""
SECRET = "hush-hush-secret"


@pytest.fixture(scope="module")
def api() -> Api:
    return read_api(load("-", stdin=io.BytesIO(SPEC.encode())))


class Guarded:
    """Gives tokens of which each is good for ten requests, and repeats them in its answers."""

    def __init__(self, *, body: bool = False, lasts: int | None = None) -> None:
        self.given = 0
        self.left = 0
        self.body = body
        self.lasts = lasts
        self.refused = 0
        self.asked: list[Request] = []

    def __call__(self, request: Request) -> Response:
        if request.path == "/token":
            return self._token(request)
        given = request.header("authorization")
        if given != f"Bearer token-number-{self.given}" or not self.left:
            self.refused += 1
            return Response(401)
        self.left -= 1
        return Response(200, (("Content-Type", "text/plain"), ("X-Echo", given)), given.encode())

    def _token(self, request: Request) -> Response:
        self.asked.append(request)
        fields = parse_qs(request.body.decode())
        basic = base64.b64encode(f"me:{SECRET}".encode()).decode()
        named = (
            fields.get("client_secret") == [SECRET]
            if self.body
            else request.header("authorization") == f"Basic {basic}"
        )
        if not named or fields["grant_type"] != ["client_credentials"]:
            return Response(401, (), b'{"error": "invalid_client"}')
        self.given += 1
        self.left = 10
        tree: dict[str, object] = {"access_token": f"token-number-{self.given}", "token_type": "Bearer"}
        if self.lasts is not None:
            tree["expires_in"] = self.lasts
        return Response(200, (("Content-Type", "application/json"),), json.dumps(tree).encode())


def tokens(url: str, secret: str = SECRET) -> Tokens:
    return Tokens(url=f"{url}/token", client="me", secret=secret, post=http_post(SendOptions(timeout=5)))


@pytest.mark.parametrize("body", [False, True], ids=["client-in-header", "client-in-body"])
def test_a_token_that_is_refused_is_replaced_and_no_token_is_told(api: Api, body: bool) -> None:
    guarded, told = Guarded(body=body), list[Exchange]()
    with serving(guarded) as url, http_sender(url) as send:
        credentials = Credentials(tokens={"oauth": tokens(url)})
        outcome = fuzz(api, send, Settings(requests=60, credentials=credentials, told=told.append))
    assert guarded.given >= 3
    own = [it for it in told if it.request.header("authorization") == f"Bearer {HIDDEN}"]
    assert all(it.response and it.response.status == 200 for it in own)
    assert any(it.response and it.response.body == f"Bearer {HIDDEN}".encode() for it in own)
    everything = repr((told, outcome.findings, credentials))
    assert "token-number" not in everything
    assert SECRET not in everything


def test_a_token_is_replaced_before_it_expires() -> None:
    now = 0.0
    guarded = Guarded(lasts=100)
    with serving(guarded) as url:
        held = Tokens(
            url=f"{url}/token", client="me", secret=SECRET, post=http_post(SendOptions()), now=lambda: now
        )
        assert held.token() == held.token() == "token-number-1"
        now = 91.0
        assert held.token() == "token-number-2"


def test_a_refused_client_is_told_without_its_secret() -> None:
    with serving(Guarded()) as url, pytest.raises(UnreachableProvider) as caught:
        tokens(url, "wrong-secret").token()
    assert "invalid_client" in str(caught.value)
    assert "wrong-secret" not in str(caught.value)


def test_a_secret_goes_to_no_host_that_only_the_description_names() -> None:
    base = "http://127.0.0.1:8000/v1"
    assert token_url("/token", None, base=base) == "http://127.0.0.1:8000/token"
    assert token_url("http://127.0.0.1:8000/t", None, base=base) == "http://127.0.0.1:8000/t"
    assert (
        token_url("https://evil.example/t", "https://login.example/t", base=base) == "https://login.example/t"
    )
    with pytest.raises(UsageError, match=r"evil\.example"):
        token_url("https://evil.example/t", None, base=base)
    with pytest.raises(UsageError, match="no token URL"):
        token_url(None, None, base=base)


def test_a_function_of_the_users_gives_credentials_and_is_asked_again_after_a_401(
    api: Api, tmp_path: Path
) -> None:
    hooks = tmp_path / "own.py"
    hooks.write_text(
        "import itertools\n"
        "from assent.fuzz.hooks import credentials\n"
        "numbers = itertools.count(1)\n"
        "@credentials\n"
        "def login(operation, renew):\n"
        "    return [('Authorization', f'Bearer session-number-{next(numbers)}')]\n"
    )
    left, current, told = 10, 1, list[Exchange]()

    def answer(request: Request) -> Response:
        nonlocal left, current
        if left == 0:
            left, current = 10, current + 1
        left -= 1
        good = request.header("authorization") == f"Bearer session-number-{current}"
        return Response(200 if good else 401)

    loaded = load_hooks(str(hooks))
    with serving(answer) as url, http_sender(url) as send:
        given = Settings(requests=50, credentials=Credentials(hooks=loaded), hooks=loaded, told=told.append)
        outcome = fuzz(api, send, given)
    assert current >= 3
    assert "session-number" not in repr((told, outcome.findings))
    assert sum(it.response is not None and it.response.status == 200 for it in told) > 25
