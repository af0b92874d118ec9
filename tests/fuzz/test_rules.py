"""What the rules of fuzz make of single answers, with a service that answers as it is told."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assent.api import read_api
from assent.document import load
from assent.fuzz.asgi import AppTransport
from assent.fuzz.running import Settings, fuzz
from assent.fuzz.sending import Sender, SendOptions
from assent.json import Json


def rules(
    operation: Json,
    status: int,
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "GET",
    methods: tuple[str, ...] = ("GET", "POST", "PUT", "PATCH", "DELETE"),
) -> set[str]:
    """The rules that report something when every request to the one operation is answered like that."""
    tree: Json = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/x": {method.lower(): operation}},
    }

    def answer(_request: Request) -> Response:
        return Response("", status, headers=dict(headers or {}))

    app = Starlette(routes=[Route("/x", answer, methods=list(methods))])
    with Sender("http://one.example", AppTransport(app), SendOptions()) as send:
        api = read_api(load("-", stdin=io.BytesIO(json.dumps(tree).encode())))
        return {it.rule.id for it in fuzz(api, send, Settings(requests=40)).findings}


FINE: Json = {"responses": {"200": {"description": "ok"}, "4XX": {"description": "no"}}}
LEADING: Json = {
    "responses": {
        "302": {
            "description": "a file",
            "headers": {"Location": {"schema": {"type": "string"}, "example": "https://files.example/1"}},
        }
    }
}
ALLOW = {"Allow": "GET"}


@pytest.mark.parametrize(
    ("operation", "status", "headers", "expected"),
    [
        (FINE, 405, ALLOW, {"described-method-refused"}),
        (FINE, 405, {}, {"described-method-refused", "allow-missing"}),
        ({"responses": {"405": {"description": "as described"}}}, 405, ALLOW, set[str]()),
        (FINE, 400, {}, {"valid-input-refused"}),
        ({"responses": {"400": {"description": "nothing else is promised"}}}, 400, {}, set[str]()),
        (FINE, 500, {}, {"server-error"}),
        (FINE, 503, {}, {"undocumented-error-status"}),
        (FINE, 200, {}, {"undescribed-method-answered"}),
        (
            FINE,
            302,
            {"Location": "https://elsewhere.example/"},
            {"undocumented-status", "redirected-elsewhere"},
        ),
        (FINE, 401, {}, set[str]()),
    ],
    ids=lambda it: "-".join(sorted(it)) or "nothing" if isinstance(it, set) else None,
)
def test_one_answer_to_everything(
    operation: Json, status: int, headers: dict[str, str], expected: set[str]
) -> None:
    assert rules(operation, status, headers) - {"undocumented-error-status"} == expected - {
        "undocumented-error-status"
    }


@pytest.mark.parametrize(("host", "told"), [("files", set[str]()), ("elsewhere", {"redirected-elsewhere"})])
def test_a_redirect_to_a_host_that_is_described_is_no_news(host: str, told: set[str]) -> None:
    location = {"Location": f"https://{host}.example/2"}
    assert rules(LEADING, 302, location, methods=("GET",)) == told
