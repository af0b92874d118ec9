"""The plugin as a team uses it: whole sessions of pytest over a small FastAPI-like and a small WSGI application."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import httpx  # noqa: F401 - the sessions in this process share what is imported here
import hypothesis  # noqa: F401
import pytest
import starlette.applications
import starlette.responses
import starlette.routing  # noqa: F401

import assent.fuzz.asgi
import assent.pytest_plugin.cases
import assent.pytest_plugin.chance  # noqa: F401
from assent.api import read_api
from assent.document import load

pytest_plugins = ["pytester"]

DESCRIPTION = """
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      parameters: [{name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 5}}]
      responses:
        "200": {description: Pets, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}}}}
        "422": {description: Wrong}
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
      responses:
        "201": {description: Made, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
        "422": {description: Wrong}
        "415": {description: Wrong}
  /health:
    get:
      responses: {"204": {description: Well}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      additionalProperties: false
      properties: {name: {type: string, minLength: 1, maxLength: 20}, age: {type: integer, minimum: 0}}
"""

SHOP = """
import json
import assent
from starlette.applications import Starlette
from starlette.responses import Response, JSONResponse
from starlette.routing import Route

DEFECT = False

def right(pet):
    return (
        isinstance(pet, dict) and set(pet) <= {"name", "age"} and isinstance(pet.get("name"), str)
        and 1 <= len(pet["name"]) <= 20
        and ("age" not in pet or (isinstance(pet["age"], (int, float)) and not isinstance(pet["age"], bool)
             and pet["age"] == int(pet["age"]) and pet["age"] >= 0))
    )

def listed(request):
    try:
        limit = int(request.query_params.get("limit", "1"))
    except ValueError:
        return Response(status_code=422)
    if not 1 <= limit <= 5 or request.query_params.get("limit", "1") != str(limit):
        return Response(status_code=422)
    return JSONResponse([{"name": ""}] if DEFECT else [{"name": "Tim"}])

async def made(request):
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return Response(status_code=415)
    try:
        pet = json.loads(await request.body())
    except ValueError:
        return Response(status_code=422)
    if not right(pet):
        return Response(status_code=422)
    if DEFECT and pet.get("age", 0) > 100:
        return Response(status_code=500)
    return JSONResponse(pet, 201)

app = Starlette(routes=[
    Route("/pets", listed, methods=["GET"]),
    Route("/pets", made, methods=["POST"]),
    Route("/health", lambda request: Response(status_code=204), methods=["GET"]),
])
"""

WSGI = """
import json

DEFECT = False

def app(environ, start):
    if environ["PATH_INFO"] == "/health":
        start("204 No Content", [])
        return [b""]
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps([{}] if DEFECT else [{"name": "Tim"}]).encode()]
"""


@pytest.fixture(scope="module", autouse=True)
def imported() -> None:
    """What a first description imports, imported here: C extensions cannot be imported anew for each session."""
    read_api(load("-", stdin=io.BytesIO(DESCRIPTION.encode())))


@pytest.fixture
def team(imported: None, pytester: pytest.Pytester) -> pytest.Pytester:
    """A team's folder with its description and its two applications."""
    (pytester.path / "openapi.yaml").write_text(DESCRIPTION)
    pytester.makepyfile(shop=SHOP, wsgi=WSGI)
    pytester.syspathinsert()
    return pytester


PARAMETRIZED = """
import assent, pytest, shop
from assent.fuzz.asgi import AppTransport
import httpx

@pytest.fixture(autouse=True)
def defect(monkeypatch):
    monkeypatch.setattr(shop, "DEFECT", {defect})

@assent.parametrize("openapi.yaml", cases=12)
def test_the_provider(case):
    with httpx.Client(transport=AppTransport(shop.app), base_url="http://shop.example") as client:
        case.call(client)
"""


def test_each_operation_is_tested_with_generated_requests(team: pytest.Pytester) -> None:
    team.makepyfile(PARAMETRIZED.format(defect=False))
    done = team.runpytest_inprocess("-q", "--co")
    done.stdout.fnmatch_lines(
        [
            "*test_the_provider?GET /pets the simplest request?",
            "*test_the_provider?GET /pets by chance?",
            "*test_the_provider?POST /pets without the required body?",
            "*test_the_provider?GET /health by chance?",
        ]
    )
    outcomes = team.runpytest_inprocess("-q").parseoutcomes()
    assert outcomes.keys() <= {"passed", "warnings"}
    assert outcomes["passed"] > 20


def test_a_defect_fails_its_cases_with_lines_that_show_it_again(team: pytest.Pytester) -> None:
    team.makepyfile(PARAMETRIZED.format(defect=True))
    done = team.runpytest_inprocess("-q", "--tb=short")
    assert done.ret == pytest.ExitCode.TESTS_FAILED
    text = done.stdout.str()
    assert "invalid-response-body: GET /pets status 200 body application/json" in text
    assert "curl -sS -i --path-as-is -X GET" in text
    assert "httpx.request('GET', 'http://shop.example/pets" in text
    assert "described at openapi.yaml:" in text
    assert "FAILED" in text
    assert "POST /pets by chance" in text, "only hypothesis draws a pet of more than a hundred years"
    assert '"age":101' in text.replace(" ", ""), "and makes it small"


WATCHED = {
    "asgi": """
import assent, httpx, pytest, shop
from starlette.applications import Starlette

def client():
    from assent.fuzz.asgi import AppTransport
    app = assent.asgi_middleware(shop.app, "openapi.yaml")
    return httpx.Client(transport=AppTransport(app), base_url="http://shop.example")
""",
    "wsgi": """
import assent, httpx, pytest, wsgi as shop

def client():
    app = assent.wsgi_middleware(shop.app, "openapi.yaml")
    return httpx.Client(transport=httpx.WSGITransport(app=app), base_url="http://shop.example")
""",
    "httpx": """
import assent, httpx, pytest, wsgi as shop

def client():
    transport = assent.httpx_transport("openapi.yaml", httpx.WSGITransport(app=shop.app))
    return httpx.Client(transport=transport, base_url="http://shop.example")
""",
}

OWN_TESTS = """
@pytest.mark.parametrize("defect", [False, True])
def test_pets_are_listed(monkeypatch, defect):
    monkeypatch.setattr(shop, "DEFECT", defect)
    with client() as it:
        assert it.get("/pets").status_code == 200

def test_all_is_well():
    with client() as it:
        assert it.get("/health").status_code == 204
"""


@pytest.mark.parametrize("way", WATCHED)
def test_a_teams_own_tests_are_judged_and_what_they_met_is_told(team: pytest.Pytester, way: str) -> None:
    team.makepyfile(WATCHED[way] + OWN_TESTS)
    done = team.runpytest_inprocess("-q")
    done.assert_outcomes(passed=2, failed=1)
    text = done.stdout.str()
    assert "test_pets_are_listed[True] met exchanges that depart from the description" in text
    assert "openapi.yaml: 3 exchanges judged, 2 of 3 operations met (67 %), 1 findings" in text
    assert "not met: POST /pets" in text


def test_a_wrong_request_that_is_refused_is_no_finding(team: pytest.Pytester) -> None:
    own = """
def test_a_wrong_limit_is_refused():
    with client() as it:
        assert it.get("/pets?limit=9").status_code == 422
"""
    team.makepyfile(WATCHED["asgi"] + own)
    done = team.runpytest_inprocess("-q")
    done.assert_outcomes(passed=1)
    assert "1 of 3 operations met (33 %), 0 findings" in done.stdout.str()


def test_an_async_client_is_judged_as_well(team: pytest.Pytester) -> None:
    team.makepyfile(
        """
import asyncio, assent, httpx, shop

def test_pets(monkeypatch):
    monkeypatch.setattr(shop, "DEFECT", True)
    async def get():
        transport = assent.httpx_transport("openapi.yaml", httpx.ASGITransport(app=shop.app))
        async with httpx.AsyncClient(transport=transport, base_url="http://shop.example") as client:
            return (await client.get("/pets")).json()
    assert asyncio.run(get()) == [{"name": ""}]
"""
    )
    done = team.runpytest_inprocess("-q")
    done.assert_outcomes(failed=1)
    assert "breaks `minLength`" in done.stdout.str()


def test_too_little_coverage_fails_the_session(team: pytest.Pytester) -> None:
    team.makepyfile(WATCHED["asgi"] + OWN_TESTS.replace("[False, True]", "[False]"))
    assert team.runpytest_inprocess("-q", "--assent-min-coverage=60").ret == pytest.ExitCode.OK
    assert team.runpytest_inprocess("-q", "--assent-min-coverage=70").ret == pytest.ExitCode.TESTS_FAILED


def test_workers_of_xdist_tell_what_they_met(team: pytest.Pytester) -> None:
    team.makepyfile(WATCHED["wsgi"] + OWN_TESTS)
    done = team.runpytest_subprocess("-q", "-n2")
    assert "3 exchanges judged, 2 of 3 operations met (67 %), 1 findings" in done.stdout.str()


def test_the_fixtures_know_the_description_that_is_configured(team: pytest.Pytester) -> None:
    team.makeini("[pytest]\nassent_openapi = openapi.yaml\n")
    team.makepyfile(
        """
def test_fixtures(assent_api, assent_watch):
    assert len(assent_api.operations) == 3
    assert len(assent_watch.missed) == 3
"""
    )
    team.runpytest_inprocess("-q").assert_outcomes(passed=1)


def test_a_description_may_be_a_tree(team: pytest.Pytester) -> None:
    team.makepyfile(
        """
import assent
TREE = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": {"description": "ok"}}}}}}

@assent.parametrize(TREE, cases=1, examples=0)
def test_tree(case):
    assert case.valid
    assert case.request.url == "/a"
"""
    )
    team.runpytest_inprocess("-q").assert_outcomes(passed=1)


def test_the_plugin_costs_nothing_where_it_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "test_nothing.py").write_text(
        "import sys\n\ndef test_nothing():\n"
        "    ours = sorted(name for name in sys.modules if name.startswith('assent'))\n"
        "    assert ours == ['assent', 'assent.exports', 'assent.pytest_plugin']\n"
        "    assert not {'httpx', 'hypothesis', 'msgspec', 'yaml', 'jsonschema_rs', 'jinja2'} & set(sys.modules)\n"
    )
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(line, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert "1 passed" in done.stdout, done.stdout
