"""A user's own functions in a run: what each kind does, and what is said when one raises."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from tests.fuzz.serving import serving

from assent.api import Api, read_api
from assent.document import load
from assent.errors import UsageError
from assent.fuzz.hooks import load_hooks, values
from assent.fuzz.running import Outcome, Settings, fuzz
from assent.fuzz.sending import http_sender
from assent.wire import Request, Response

SPEC = """
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /books/{isbn}:
    put:
      operationId: put
      parameters: [{name: isbn, in: path, required: true, schema: {type: string}}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}
      responses: {"200": {description: ok}, 4XX: {description: no}}
components:
  schemas:
    Book:
      type: object
      required: [author, colour]
      properties:
        author: {$ref: "#/components/schemas/Author"}
        colour: {type: string, format: x-colour}
    Author: {type: object, properties: {name: {type: string}}}
"""
HOOKS = """
from dataclasses import replace

from assent.fuzz.hooks import after_call, before_call, oracle, values

seen = []

@before_call
def tenant(request, operation):
    return replace(request, headers=(*request.headers, ("X-Tenant", operation.operation_id)))

@after_call
def note(exchange, operation):
    seen.append(exchange.response.status)

@oracle
def no_trace(exchange, operation):
    if b"Traceback" in exchange.response.body:
        return "the answer holds a stack trace"

@values(parameter="isbn")
def isbn(random):
    return f"978-{random.randrange(10)}"

@values(schema="Author")
def author(random):
    return {"name": "Jane"}

@values(format="x-colour")
def colour(random):
    return random.choice(["red", "blue"])
"""


@pytest.fixture(scope="module")
def api() -> Api:
    return read_api(load("-", stdin=io.BytesIO(SPEC.encode())))


def run(api: Api, text: str, folder: Path) -> tuple[Outcome, list[Request]]:
    file = folder / "own_hooks.py"
    file.write_text(text)
    sent: list[Request] = []

    def answer(request: Request) -> Response:
        sent.append(request)
        return Response(200, (), b"Traceback" if b"blue" in request.body else b"")

    with serving(answer) as url, http_sender(url) as send:
        return fuzz(api, send, Settings(requests=60, hooks=load_hooks(str(file)))), sent


def test_each_kind_of_hook_does_its_part(api: Api, tmp_path: Path) -> None:
    outcome, sent = run(api, HOOKS, tmp_path)
    assert {request.header("x-tenant") for request in sent} == {"put"}
    assert sent[0].path.startswith("/books/978-")
    first = json.loads(sent[0].body)
    assert first["author"] == {"name": "Jane"}
    assert first["colour"] in ("red", "blue")
    (finding,) = [it for it in outcome.findings if it.rule.id == "own-oracle"]
    assert finding.message == "no_trace: the answer holds a stack trace"
    assert outcome.hook_errors == ()


@pytest.mark.parametrize("kind", ["before_call", "after_call", "oracle", "values(parameter='isbn')"])
def test_a_hook_that_raises_is_told_with_its_line_and_the_run_goes_on(
    api: Api, tmp_path: Path, kind: str
) -> None:
    text = f"from assent.fuzz import hooks\n\n@hooks.{kind}\ndef mine(*given):\n    raise KeyError('x')\n"
    outcome, sent = run(api, text, tmp_path)
    assert len(sent) == 60
    (error,) = outcome.hook_errors
    assert str(error) == f"{tmp_path / 'own_hooks.py'}:5: the hook mine raised KeyError: 'x'"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\n", "no hooks in it"),
        ("x = (\n", "own.py:1: the hooks cannot be loaded: SyntaxError"),
        ("import nothing_like_that\n", "own.py:1: the hooks cannot be loaded: ModuleNotFoundError"),
    ],
    ids=["none", "no-python", "no-module"],
)
def test_hooks_that_cannot_be_loaded_are_a_wrong_usage(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "own.py").write_text(text)
    with pytest.raises(UsageError, match=said.replace(".", r"\.")):
        load_hooks(str(tmp_path / "own.py"))
    with pytest.raises(UsageError):
        load_hooks(str(tmp_path / "absent.py"))


def test_values_are_for_one_thing() -> None:
    with pytest.raises(UsageError):
        values()
    with pytest.raises(UsageError):
        values(parameter="a", format="b")


def test_an_oracle_may_say_several_things(api: Api, tmp_path: Path) -> None:
    text = "from assent.fuzz import hooks\n@hooks.oracle\ndef two(exchange, operation):\n    yield 'a'\n    yield 'b'\n"
    outcome, _ = run(api, text, tmp_path)
    assert "two: a" in {it.message for it in outcome.findings}
