"""What a failure is about: the part that it needs is named, and one cause is told once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from tests.fuzz.test_met_in_the_wild import OK, found, parameter, serve

from assent.findings import Finding

MADE = {**OK, "201": OK["200"], "404": {"description": "nothing there"}}


def refused(findings: list[Finding], rule: str = "valid-input-refused") -> list[Finding]:
    return [it for it in findings if it.rule.id == rule]


def about(finding: Finding) -> str:
    return str(finding.extra["about"])


def body(*names: str, required: bool = True) -> dict[str, Any]:
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in names}}
    return {"required": required, "content": {"application/json": {"schema": schema}}}


def test_a_refusal_of_a_header_is_told_once_for_all_operations_and_names_the_header() -> None:
    def picky(request: Request) -> Response:
        version = request.headers.get("x-version")
        return JSONResponse({"detail": f"no version: {version}"}, 400) if version else JSONResponse([])

    parameters = [parameter("x-version", "header"), parameter("a"), parameter("b")]
    paths = {f"/{name}": {"get": {"parameters": parameters, "responses": OK}} for name in "abc"}
    told = refused(found(paths, serve(*(("GET", f"/{name}", picky) for name in "abc")), requests=200))
    assert [len(it.operations) for it in told] == [3]
    assert "header x-version" in about(told[0])


@pytest.mark.parametrize("requests", [144, 145, 160, 177, 178])
def test_a_failure_for_which_no_request_is_left_is_told_with_the_one_that_it_may_be(requests: int) -> None:
    def picky(request: Request) -> Response:
        version = request.headers.get("x-version")
        return JSONResponse({"detail": f"no version: {version}"}, 400) if version else JSONResponse([])

    parameters = [parameter("x-version", "header"), parameter("a"), parameter("b")]
    paths = {f"/{name}": {"get": {"parameters": parameters, "responses": OK}} for name in "abc"}
    app = serve(*(("GET", f"/{name}", picky) for name in "abc"))
    told = refused(found(paths, app, requests=requests))
    assert ["header x-version" in about(it) for it in told] == [True]


def test_a_part_that_was_varied_is_not_named_where_another_is_refused() -> None:
    async def strict(request: Request) -> Response:
        sent = await request.json()
        return JSONResponse({"detail": "no tags, please"}, 400) if "tags" in sent else JSONResponse({})

    paths = {"/things": {"post": {"requestBody": body("name", "tags"), "responses": OK}}}
    told = refused(found(paths, serve(("POST", "/things", strict)), requests=150))
    assert {about(it) for it in told} == {"with 'tags' in the body"} or all(
        "/tags" in about(it) for it in told
    )
    assert len(told) == 1


def test_a_refusal_of_the_simplest_request_names_no_part() -> None:
    def never(_request: Request) -> Response:
        return JSONResponse({"detail": "not today"}, 400)

    paths = {"/a": {"get": {"parameters": [parameter("a"), parameter("b")], "responses": OK}}}
    told = refused(found(paths, serve(("GET", "/a", never))))
    assert [about(it) for it in told] == ["the simplest request"]


def test_refusals_that_say_the_same_of_the_part_they_name_are_one() -> None:
    async def strict(request: Request) -> Response:
        sent = await request.json()
        empty = [name for name, value in sent.items() if value == ""] if isinstance(sent, dict) else []
        detail = {"detail": f"member {empty[0]} must not be empty"} if empty else {}
        return JSONResponse(detail, 400 if empty else 200)

    paths = {"/things": {"post": {"requestBody": body("first", "second", "third"), "responses": OK}}}
    told = refused(found(paths, serve(("POST", "/things", strict)), requests=150))
    assert len(told) == 1, [about(it) for it in told]


def test_credentials_that_nobody_looks_at_are_one_finding() -> None:
    secured = {"security": [{"key": []}], "responses": OK}
    paths = {f"/{name}": {"get": secured} for name in "abc"}
    app = serve(*(("GET", f"/{name}", lambda _request: JSONResponse([])) for name in "abc"))
    schemes = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "x-key"}}}
    told = refused(found(paths, app, components=schemes), "credentials-not-checked")
    assert [len(it.operations) for it in told] == [3]


def test_a_failure_that_head_shows_as_well_is_told_once() -> None:
    def broken(_request: Request) -> Response:
        return JSONResponse({"detail": "oh"}, 500)

    told = refused(found({"/a": {"get": {"responses": OK}}}, serve(("GET", "/a", broken))), "server-error")
    assert len(told) == 1


def things(broken: Callable[[str], Response], *, named_by_sender: bool) -> Starlette:
    """Things that are made by PUT, or by POST with a name that the sender chooses and an answer that says nothing."""
    kept: set[str] = set()

    async def post(request: Request) -> Response:
        try:
            name = str((await request.json())["name"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return JSONResponse({}, 400)
        taken = name in kept or (not name.isalnum() and "-" not in name)
        kept.add(name)
        return JSONResponse({}, 409 if taken else 200)

    def put(request: Request) -> Response:
        new = request.path_params["thing"] not in kept
        kept.add(request.path_params["thing"])
        return JSONResponse({}, 201 if new else 200)

    def parts(request: Request) -> Response:
        name = request.path_params["name"]
        return broken(name) if name in kept else JSONResponse({}, 404)

    making = ("POST", "/things", post) if named_by_sender else ("PUT", "/things/{thing}", put)
    return serve(making, ("GET", "/things/{name}/parts", parts))


def making_paths(*, named_by_sender: bool) -> dict[str, Any]:
    name = {**parameter("name", "path"), "example": "first"}
    thing = {**parameter("thing", "path"), "example": "first"}
    schema = {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string", "minLength": 1}},
    }
    sent = {
        "required": True,
        "content": {"application/json": {"schema": schema, "example": {"name": "first"}}},
    }
    made = {
        "/things": {"post": {"requestBody": sent, "responses": {**MADE, "409": OK["400"]}}},
        "/things/{thing}": {"get": {"parameters": [thing], "responses": MADE}},
    }
    put = {"/things/{thing}": {"put": {"parameters": [thing], "responses": MADE}}}
    return {
        **(made if named_by_sender else put),
        "/things/{name}/parts": {"get": {"parameters": [name], "responses": MADE}},
    }


def test_what_a_finding_rests_on_is_made_whatever_its_path_parameter_is_called() -> None:
    for named_by_sender in (True, False):
        app = things(lambda _name: JSONResponse({}, 500), named_by_sender=named_by_sender)
        paths = making_paths(named_by_sender=named_by_sender)
        failures = refused(found(paths, app, requests=120), "server-error")
        (told,) = (it for it in failures if it.operations[0].path.endswith("/parts"))
        assert told.witness
        assert told.witness.request
        assert [step.request.method for step in told.witness.steps] == ["POST" if named_by_sender else "PUT"]
        step, request = told.witness.steps[0].request, told.witness.request
        name = request.url.split("/")[-2]
        assert name in step.url or name in step.body.decode()


def test_a_refusal_for_want_of_a_thing_is_no_refusal_of_valid_input() -> None:
    kept: set[str] = set()

    def post(_request: Request) -> Response:
        kept.add(f"t{len(kept)}")
        return JSONResponse({"id": f"t{len(kept) - 1}"}, 201)

    def read(request: Request) -> Response:
        there = request.path_params["id"] in kept
        return (
            JSONResponse({"id": request.path_params["id"]})
            if there
            else JSONResponse({"no": "such thing"}, 400)
        )

    item = {"parameters": [parameter("id", "path")], "responses": MADE}
    paths = {"/things/{id}": {"get": item}, "/things": {"post": {"responses": MADE}}}
    app = serve(("POST", "/things", post), ("GET", "/things/{id}", read))
    assert [about(it) for it in refused(found(paths, app, requests=100))] == []


def test_looking_into_refusals_is_not_what_they_left_behind() -> None:
    kept: list[dict[str, Any]] = []

    async def post(request: Request) -> Response:
        sent = await request.json() if await request.body() else None
        if not isinstance(sent, dict) or len(str(sent.get("name"))) > 20 or sent.get("tags") == "":
            return JSONResponse({"detail": "no"}, 400)
        kept.append({"id": len(kept)})
        return JSONResponse(kept[-1], 201)

    def read(request: Request) -> Response:
        number = request.path_params["id"]
        there = number.isdigit() and int(number) < len(kept)
        return JSONResponse({"id": int(number)}) if there else JSONResponse({}, 404)

    paths = {
        "/things": {
            "post": {"requestBody": body("name", "tags"), "responses": MADE},
            "get": {"responses": OK},
        },
        "/things/{id}": {"get": {"parameters": [parameter("id", "path")], "responses": MADE}},
    }
    app = serve(
        ("POST", "/things", post),
        ("GET", "/things", lambda _request: JSONResponse(kept)),
        ("GET", "/things/{id}", read),
    )
    assert refused(found(paths, app, requests=1_000), "failed-creation-kept") == []


def test_a_conflict_is_shown_after_what_is_in_its_way_was_made() -> None:
    names: set[str] = set()

    async def post(request: Request) -> Response:
        name = (await request.json() or {}).get("name") if await request.body() else None
        taken = name in names
        names.add(str(name))
        return JSONResponse({}, 409 if taken else 200)

    example = {"application/json": {"schema": {"type": "object"}, "example": {"name": "first"}}}
    operation = {"requestBody": {"required": True, "content": example}, "responses": OK}
    findings = found({"/things": {"post": operation}}, serve(("POST", "/things", post)))
    (told,) = (it for it in refused(findings, "undocumented-error-status") if "409" in it.message)
    assert told.witness
    assert [step.response and step.response.status for step in told.witness.steps] == [200]


def test_a_path_s_value_that_is_refused_for_its_form_is_told() -> None:
    def post(_request: Request) -> Response:
        return JSONResponse({"id": "abcdef"}, 201)

    def read(request: Request) -> Response:
        name = request.path_params["id"]
        if len(name) != 6:
            return JSONResponse({"detail": "an id has six letters"}, 400)
        return JSONResponse({"id": name}, 200 if name == "abcdef" else 404)

    item = {"parameters": [parameter("id", "path")], "responses": MADE}
    paths = {"/things/{id}": {"get": item}, "/things": {"post": {"responses": MADE}}}
    app = serve(("POST", "/things", post), ("GET", "/things/{id}", read))
    assert ["path id" in about(it) for it in refused(found(paths, app, requests=100))] == [True]


def test_a_method_that_a_more_concrete_path_lacks_is_no_gap() -> None:
    def made(_request: Request) -> Response:
        return JSONResponse({})

    def thing(request: Request) -> Response:
        wrong = request.path_params["id"] == "count"
        return JSONResponse({}, 405 if wrong else 200, headers={"Allow": "POST"})

    app = serve(("POST", "/things/count", made), ("GET", "/things/{id}", thing))
    app.routes.reverse()
    paths = {
        "/things/count": {"post": {"responses": OK}},
        "/things/{id}": {"get": {"parameters": [parameter("id", "path")], "responses": OK}},
    }
    assert refused(found(paths, app), "undocumented-error-status") == []
