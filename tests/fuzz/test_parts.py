"""The parts of a run: variations, memory, credentials, and the commands that show a finding again."""

from __future__ import annotations

import io
import shlex
import subprocess

import pytest
from tests.fuzz.library.description import DESCRIPTION
from tests.wire.describing import schema_use

from assent.api import OperationKey, read_api
from assent.document import load
from assent.fuzz.commands import curl_line, python_line
from assent.fuzz.credentials import Credentials
from assent.fuzz.memory import Memory
from assent.fuzz.shape import shape
from assent.fuzz.variations import variations
from assent.json import Json
from assent.schema.violations import violations
from assent.wire import Request, Response
from assent.wire.message import HIDDEN
from assent.wire.views import View

SCHEMA: Json = {
    "type": "object",
    "additionalProperties": False,
    "required": ["n"],
    "properties": {
        "n": {"type": "integer", "minimum": 1, "maximum": 9},
        "s": {"type": "string", "minLength": 2, "maxLength": 4, "pattern": "^[a-z]+$"},
        "e": {"enum": ["a", "b"]},
        "l": {
            "type": "array",
            "maxItems": 2,
            "uniqueItems": True,
            "items": {"type": "integer", "multipleOf": 3},
        },
        "d": {"type": "string", "format": "date"},
    },
}
GOOD: Json = {"n": 5, "s": "abc", "e": "a", "l": [3], "d": "2024-05-01"}


def test_every_keyword_is_broken_by_some_variation_and_kept_by_another() -> None:
    schema = schema_use(SCHEMA).schema
    broken: set[str] = set()
    kept = 0
    for variation in variations(GOOD, View((schema,))):
        found = list(violations(schema, variation.value, formats="assert"))
        broken |= {violation.keyword for violation in found}
        kept += not found
    wanted = "type minimum maximum minLength maxLength pattern enum maxItems uniqueItems multipleOf required format"
    assert broken >= {*wanted.split(), "additionalProperties"}
    assert kept > 10


def test_a_variation_changes_one_place() -> None:
    assert isinstance(GOOD, dict)
    for variation in variations(GOOD, View((schema_use(SCHEMA).schema,))):
        if len(variation.pointer) == 1:
            assert isinstance(variation.value, dict)
            changed = {key for key in GOOD if variation.value.get(key) != GOOD[key]}
            assert changed <= {variation.pointer[0]}, str(variation)


@pytest.mark.parametrize(
    ("path", "answer", "item", "parameter", "known"),
    [
        ("/pets", [{"id": 1}, {"id": 2}], "/pets/{petId}", "petId", [2, 1]),
        ("/pets", {"id": 7, "name": "x"}, "/pets/{id}", "id", [7]),
        ("/pets", {"data": [{"id": 3}]}, "/pets/{pet_id}/toys", "pet_id", [3]),
        ("/categories", {"slug": "a"}, "/categories/{slug}", "slug", ["a"]),
        ("/users", [{"username": "u", "id": 1}], "/users/{username}", "username", ["u"]),
        ("/pets", [{"id": 1}], "/dogs/{id}", "id", []),
    ],
)
def test_ids_that_were_seen_are_found_by_the_name_of_the_parameter(
    path: str, answer: Json, item: str, parameter: str, known: list[Json]
) -> None:
    memory = Memory()
    memory.learn(path, answer)
    assert memory.known(item, parameter) == known
    for value in known:
        memory.forget(item, parameter, value)
    assert memory.known(item, parameter) == []


def test_credentials_go_where_the_scheme_wants_them_and_are_hidden() -> None:
    api = read_api(load("-", stdin=io.BytesIO(DESCRIPTION.encode())))
    operation = api.operations[OperationKey("POST", "/books")]
    credentials = Credentials(by_scheme={"key": "secret"}, headers=(("X-Tenant", "hush"),))
    request = Request("POST", "/books")
    own = credentials.applied(request, operation, "own")
    assert own.headers == (("X-Tenant", "hush"), ("x-api-key", "secret"))
    assert credentials.hidden(own).headers == (("X-Tenant", HIDDEN), ("x-api-key", HIDDEN))
    assert credentials.applied(request, operation, "none") == request
    (wrong,) = credentials.applied(request, operation, "wrong").headers
    assert wrong[0] == "x-api-key"
    assert wrong[1] != "secret"
    assert "secret" not in repr(credentials)


@pytest.mark.parametrize(
    "body", [b"", b'{"a": "it\'s"}', b"\xff\x01'\n", b"$'a'", "ž".encode(), b"@file"], ids=repr
)
def test_a_curl_line_sends_the_same_bytes(body: bytes) -> None:
    line = curl_line(Request("POST", "http://h/a?b='c'", (("X-A", "it's"),), body))
    printed = subprocess.run(
        ["bash", "-c", line.replace("curl ", "printf '%s\\0' ", 1)], capture_output=True, check=True
    ).stdout.split(b"\0")[:-1]
    assert printed[-1] == b"http://h/a?b='c'"
    if body:
        assert printed[printed.index(b"--data-binary") + 1] == body


def test_a_curl_line_for_head_waits_for_no_body() -> None:
    assert shlex.split(curl_line(Request("HEAD", "http://h/"))) == [
        "curl",
        "-sS",
        "-I",
        "--path-as-is",
        "http://h/",
    ]


def test_a_python_line_is_python() -> None:
    line = python_line(Request("GET", "http://h/", (("A", "b"),), b"x"))
    assert line == "httpx.request('GET', 'http://h/', headers=[('A', 'b')], content=b'x')"
    assert shlex.split(curl_line(Request("GET", "http://h/")))[-1] == "http://h/"


def test_answers_of_one_kind_have_one_shape() -> None:
    def told(text: str) -> str:
        return shape(Response(500, (), text.encode()))

    assert told('{"error": "row 17 of 3"}') == told('{"error": "row 4 of 99"}')
    assert told("<p>Error 0x7f31 at 2024-01-01T10:00:00</p>") == told(
        "<p>Error 0xaa12 at 2025-02-03T11:12:13</p>"
    )
    assert told('{"error": "no table"}') != told('{"error": "no row"}')
