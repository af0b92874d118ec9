"""The traffic of a team's own tests is judged as it happens."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from assent.api import Api, OperationKey, read_api
from assent.document import load
from assent.fuzz.asgi import AppTransport
from assent.judge.case import PETS
from assent.judge.watch import DescriptionBroken, Watch, asgi_middleware, httpx_transport, wsgi_middleware


@pytest.fixture
def api() -> Api:
    return read_api(load("-", stdin=io.BytesIO(PETS.encode())))


def wsgi(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "application/json")])
    good = environ["PATH_INFO"] == "/pets/1"
    return [json.dumps({"name": "a"} if good else {}).encode()]


def asgi() -> Starlette:
    def pet(request: Request) -> JSONResponse:
        return JSONResponse({"name": "a"} if request.path_params["id"] == "1" else {})

    return Starlette(routes=[Route("/pets/{id}", pet)])


def get_twice(client: httpx.Client) -> None:
    assert client.get("/pets/1").json() == {"name": "a"}
    for _ in range(2):
        assert client.get("/pets/2").json() == {}


def check(watch: Watch) -> None:
    (finding,) = watch.findings
    assert finding.rule.id == "invalid-response-body"
    assert watch.reached == {OperationKey("GET", "/pets/{id}"): 3}
    assert OperationKey("POST", "/pets") in watch.missed


def test_an_httpx_client_is_watched(api: Api) -> None:
    watch = Watch(api)
    transport = httpx_transport(watch, httpx.WSGITransport(app=wsgi))
    with httpx.Client(transport=transport, base_url="http://pets.example") as client:
        get_twice(client)
    check(watch)


def test_a_wsgi_application_is_watched(api: Api) -> None:
    watch = Watch(api)
    transport = httpx.WSGITransport(app=wsgi_middleware(wsgi, watch))
    with httpx.Client(transport=transport, base_url="http://pets.example") as client:
        get_twice(client)
    check(watch)


def test_an_asgi_application_is_watched(api: Api) -> None:
    watch = Watch(api)
    transport = AppTransport(asgi_middleware(asgi(), watch))
    with httpx.Client(transport=transport, base_url="http://pets.example") as client:
        get_twice(client)
    check(watch)


def test_a_watch_can_fail_the_test_where_it_happens(api: Api) -> None:
    transport = httpx_transport(Watch(api, fail=True), httpx.WSGITransport(app=wsgi))
    with httpx.Client(transport=transport, base_url="http://pets.example") as client:
        client.get("/pets/1")
        with pytest.raises(DescriptionBroken, match="lacks the required property 'name'"):
            client.get("/pets/2")
