"""Findings as a file of tests: each fails where the provider is as it was, and passes where it is mended."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response as Answer
from starlette.routing import Route
from tests.fuzz.library.app import DEFECTS, KEY, Library
from tests.fuzz.library.description import DESCRIPTION

from assent.api import read_api
from assent.document import load
from assent.findings import Finding, Status
from assent.fuzz.asgi import AppTransport
from assent.fuzz.commands import curl_line, python_line, replay_line
from assent.fuzz.credentials import Credentials
from assent.fuzz.running import Settings, fuzz
from assent.fuzz.sending import Sender, SendOptions
from assent.fuzz.writing import as_tests
from assent.wire import Exchange, Request, Response

ill, healthy = Library(DEFECTS).app(), Library().app()

THINGS = """\
openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /things:
    post:
      responses: {"201": {description: Made, headers: {Location: {required: true, schema: {type: string}}}}}
  /things/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: One}, "404": {description: None}}
"""


def things() -> Starlette:
    """A provider that tells the id of what it made in `Location` only, and crashes when that is read."""
    made: set[str] = set()

    async def make(_request: HttpRequest) -> Answer:
        made.add(name := uuid.uuid4().hex)
        return Answer(status_code=201, headers={"Location": f"/things/{name}"})

    async def read(request: HttpRequest) -> Answer:
        return Answer(status_code=500 if request.path_params["id"] in made else 404)

    return Starlette(
        routes=[Route("/things", make, methods=["POST"]), Route("/things/{id}", read, methods=["GET"])]
    )


located = things()
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    api = read_api(load("-", stdin=io.BytesIO(DESCRIPTION.encode())))
    settings = Settings(requests=400, credentials=Credentials(by_scheme={"key": KEY}))
    with Sender("http://library.example", AppTransport(Library(DEFECTS).app()), SendOptions()) as send:
        return [it for it in fuzz(api, send, settings).findings if it.status is not Status.FLAKY]


@pytest.fixture
def written(tmp_path: Path, findings: list[Finding]) -> Path:
    (tmp_path / "library.yaml").write_text(DESCRIPTION)
    text = as_tests(
        findings, base="http://library.example", description="library.yaml", app="tests.fuzz.test_writing:ill"
    )
    (tmp_path / "test_found.py").write_text(text)
    return tmp_path / "test_found.py"


def outcome(file: Path, app: str) -> dict[str, int]:
    """How many of the file's tests passed and failed with that application."""
    env = {**os.environ, "APP": f"tests.fuzz.test_writing:{app}", "HEADERS": json.dumps({"x-api-key": KEY})}
    line = [sys.executable, "-m", "pytest", "-q", "--tb=line", "-p", "no:cacheprovider", file.name]
    done = subprocess.run(
        line,
        capture_output=True,
        text=True,
        cwd=file.parent,
        check=False,
        env={**env, "PYTHONPATH": str(ROOT)},
    )
    last = done.stdout.strip().splitlines()[-1]
    words = last.replace(",", "").split()
    return {word: int(words[words.index(word) - 1]) for word in ("passed", "failed") if word in words}


def test_each_finding_is_shown_again_by_its_test(written: Path, findings: list[Finding]) -> None:
    text = written.read_text()
    assert KEY not in text
    tests = text.count("def test_")
    assert tests > 0.75 * len(findings)
    told = outcome(written, "ill")
    assert told.get("failed", 0) >= 0.95 * tests, told


def test_an_id_that_only_location_tells_is_put_in_place(tmp_path: Path) -> None:
    (tmp_path / "things.yaml").write_text(THINGS)
    api = read_api(load("-", stdin=io.BytesIO(THINGS.encode())))
    with Sender("http://things.example", AppTransport(things()), SendOptions()) as send:
        found = fuzz(api, send, Settings(requests=60)).findings
    crashes = [it for it in found if it.rule.id == "server-error" and it.operations[0].path == "/things/{id}"]
    text = as_tests(
        crashes,
        base="http://things.example",
        description="things.yaml",
        app="tests.fuzz.test_writing:located",
    )
    (tmp_path / "test_found.py").write_text(text)
    assert text.count("def test_") == 1
    assert outcome(tmp_path / "test_found.py", "located") == {"failed": 1}


def test_a_finding_about_a_thing_begins_with_making_it(findings: list[Finding]) -> None:
    about = [it for it in findings if it.operations[0].path == "/books/{bookId}" and it.witness is not None]
    assert len(about) >= 5
    for finding in about:
        assert finding.witness is not None
        first = finding.witness.steps[0]
        assert (first.request.method, first.request.path) == ("POST", "/books"), finding.message
        assert first.request.header("x-api-key") == "***"


def test_a_provider_that_is_mended_passes_them(written: Path) -> None:
    told = outcome(written, "healthy")
    assert told["passed"] >= 1
    assert "failed" not in told, told


def test_the_lines_of_a_finding_are_words_that_a_shell_and_python_read() -> None:
    body = b'{"a": "it\'s \xc3\xa9 \x00"}'
    request = Request(
        "POST", "http://h.example/a?b=%27", (("Content-Type", "application/json"), ("X-E", "")), body
    )
    words = shlex.split(curl_line(request).replace("$'", "'"))
    assert words[:7] == ["curl", "-sS", "-i", "--path-as-is", "-X", "POST", "-H"]
    assert words[-1] == request.url
    compile(python_line(request), "line", "eval")


def test_the_replay_line_judges_the_exchange_again(tmp_path: Path) -> None:
    (tmp_path / "library.yaml").write_text(DESCRIPTION)
    exchange = Exchange(Request("GET", "http://h.example/v1/it's-not-there"), Response(200))
    line = replay_line(exchange, description="library.yaml", base="/v1")
    assent = f"{shlex.quote(sys.executable)} -m assent"
    done = subprocess.run(
        ["bash", "-c", line.replace("| assent", f"| {assent}")],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "No path of the description matches /v1/it's-not-there" in done.stdout
