"""What runs against services that nobody here wrote have shown, each as a small service that does the same."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from assent.api import read_api
from assent.document import load
from assent.errors import UnreachableProvider
from assent.findings import Finding, Status
from assent.fuzz.asgi import AppTransport
from assent.fuzz.running import fuzz
from assent.fuzz.sending import Sender, SendOptions
from assent.fuzz.settings import Settings

OK = {"200": {"description": "ok", "content": {"application/json": {}}}, "400": {"description": "wrong"}}


def found(
    paths: dict[str, Any], app: Starlette, *, requests: int = 60, components: dict[str, Any] | None = None
) -> list[Finding]:
    tree = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}
    tree |= {"components": components} if components else {}
    api = read_api(load("-", stdin=io.BytesIO(json.dumps(tree).encode())))
    with Sender("http://wild.example", AppTransport(app), SendOptions()) as send:
        return list(fuzz(api, send, Settings(requests=requests)).findings)


def serve(*routes: tuple[str, str, Callable[[Request], Any]]) -> Starlette:
    return Starlette(routes=[Route(path, does, methods=[method]) for method, path, does in routes])


def parameter(name: str, where: str = "query") -> dict[str, Any]:
    return {"name": name, "in": where, "required": where == "path", "schema": {"type": "string"}}


def test_a_web_page_for_every_path_is_a_wrong_base_url() -> None:
    app = serve(("GET", "/{any:path}", lambda _request: HTMLResponse("<html>Welcome</html>")))
    paths = {f"/{name}": {"get": {"responses": OK}, "post": {"responses": OK}} for name in "abc"}
    with pytest.raises(
        UnreachableProvider, match="6 of 6 operations answered as if they were not there"
    ) as told:
        found(paths, app)
    assert "3 405, 3 a web page" in str(told.value)


def test_a_path_parameter_that_spells_another_path_leads_there() -> None:
    def count(_request: Request) -> Response:
        return JSONResponse(1)

    app = serve(("POST", "/things/count", count), ("GET", "/things/{id}", count))
    app.routes[0].methods = {"POST"}  # type: ignore[attr-defined]  # a Route has methods
    paths = {
        "/things/count": {"post": {"responses": OK}},
        "/things/{id}": {
            "get": {
                "parameters": [{**parameter("id", "path"), "example": "count"}],
                "responses": OK,
            }
        },
    }
    assert "described-method-refused" not in {it.rule.id for it in found(paths, app)}


def test_refusals_of_one_part_are_one_whatever_words_they_quote() -> None:
    def listed(request: Request) -> Response:
        word = request.query_params.get("word", "abc")
        good = word.isascii() and word.isalpha()
        return JSONResponse([]) if good else JSONResponse({"detail": f"{word} is odd as {word[:1]}"}, 400)

    paths = {"/words": {"get": {"parameters": [parameter("word")], "responses": OK}}}
    refused = [
        it for it in found(paths, serve(("GET", "/words", listed))) if it.rule.id == "valid-input-refused"
    ]
    assert len(refused) <= 2, "those of the enumeration, and those by chance"


def test_an_error_that_a_framework_gives_everywhere_is_told_once() -> None:
    def teapot(_request: Request) -> Response:
        return JSONResponse({"detail": "Short and stout"}, 418)

    paths = {f"/{name}": {"get": {"responses": OK}} for name in "abcd"}
    app = serve(*(("GET", f"/{name}", teapot) for name in "abcd"))
    findings = [it for it in found(paths, app) if it.rule.id == "undocumented-error-status"]
    assert [len(finding.operations) for finding in findings] == [4]


def test_a_connection_that_breaks_once_is_flaky_whatever_the_method() -> None:
    class Breaking(httpx.BaseTransport):
        sent = 0

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            self.sent += 1
            if self.sent == 3:
                raise httpx.ReadError("reset by peer")
            return httpx.Response(
                200,
                stream=httpx.ByteStream(b"{}"),
                headers={"Content-Type": request.headers.get("x", "application/json")},
            )

    tree = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"post": {"responses": OK}}},
    }
    api = read_api(load("-", stdin=io.BytesIO(json.dumps(tree).encode())))
    with Sender("http://wild.example", Breaking(), SendOptions()) as send:
        findings = [it for it in fuzz(api, send, Settings(requests=10)).findings if it.rule.id == "no-answer"]
    assert {finding.status for finding in findings} <= {Status.FLAKY}


def test_a_refusal_that_quotes_what_was_sent_is_one_cause() -> None:
    def picky(request: Request) -> Response:
        version = request.headers.get("x-version")
        return JSONResponse([]) if not version else JSONResponse({"detail": f"but got {version}"}, 418)

    paths = {
        f"/{name}": {"get": {"parameters": [parameter("x-version", "header")], "responses": OK}}
        for name in "ab"
    }
    app = serve(("GET", "/a", picky), ("GET", "/b", picky))
    told = [it for it in found(paths, app) if it.rule.id == "undocumented-error-status"]
    assert len(told) <= 3, [it.witness and it.witness.request for it in told]


def test_one_status_that_is_not_described_is_one_gap_whatever_the_answers_say() -> None:
    def make(request: Request) -> Response:
        name = request.query_params.get("name", "")
        said = "is too short" if len(name) < 3 else "is not in [a-z]" if not name.isascii() else "is taken"
        return JSONResponse({"error": f"the name {said}; got: {name}"}, 409)

    paths = {
        "/a": {"get": {"parameters": [parameter("name")], "responses": {"200": OK["200"]}}},
    }
    gaps = [
        it
        for it in found(paths, serve(("GET", "/a", make)), requests=120)
        if it.rule.id == "undocumented-error-status" and it.operations[0].place == "status 409"
    ]
    assert len(gaps) == 1


def test_a_redirect_from_every_path_is_a_wrong_base_url() -> None:
    def elsewhere(request: Request) -> Response:
        return Response(status_code=307, headers={"Location": f"/v1{request.url.path}"})

    app = serve(("GET", "/{any:path}", elsewhere))
    paths = {f"/{name}": {"get": {"responses": OK}} for name in "abcdef"}
    with pytest.raises(UnreachableProvider, match=r"6 of 6 operations .* \(6 a redirect"):
        found(paths, app)


@pytest.mark.parametrize("told", [True, False], ids=["told", "not told"])
def test_a_provider_may_give_a_name_of_its_own_if_it_tells(told: bool) -> None:
    async def created(request: Request) -> Response:
        body = json.loads(await request.body())
        if not isinstance(body, dict) or not isinstance(body.get("name"), str):
            return JSONResponse({}, 400)
        return JSONResponse({"name": "n1" if told else body["name"]}, 201, headers={"Location": "/labels/n1"})

    app = serve(
        ("POST", "/labels", created),
        ("GET", "/labels/{name:path}", lambda _: JSONResponse({"name": "n1"})),
    )
    label = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    media = {"application/json": {"schema": label}}
    ok = {"description": "", "content": media}
    paths = {
        "/labels": {
            "post": {
                "requestBody": {"required": True, "content": media},
                "responses": {"201": ok, "400": {"description": ""}},
            }
        },
        "/labels/{name}": {"get": {"parameters": [parameter("name", "path")], "responses": {"200": ok}}},
    }
    assert ("not-stored" in {it.rule.id for it in found(paths, app)}) != told


def test_a_finding_keeps_the_beginning_of_a_long_answer_and_says_so() -> None:
    def long(_request: Request) -> Response:
        return JSONResponse({"x": "a" * 1_000_000}, 500)

    (told,) = (
        it
        for it in found({"/a": {"get": {"responses": OK}}}, serve(("GET", "/a", long)))
        if it.rule.id == "server-error"
    )
    assert told.witness
    assert told.witness.response
    assert told.witness.response.cut
    assert told.witness.response.cut.length == 1_000_008
    assert len(told.witness.response.body) <= 65_536
