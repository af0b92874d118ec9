"""`assent compare OLD NEW --against URL`, with providers on the loopback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.fuzz.serving import serving

from assent.cli import run
from assent.cli.exits import Exit
from assent.json import Json
from assent.wire import Request, Response

JSON = (("Content-Type", "application/json"),)
Answer = Callable[[Request], Response]


def described(
    *, limit: Json, id_type: str, method: str = "get", secured: bool = False, gone: bool = False
) -> Json:
    schema: Json = {"type": "object", "required": ["id"], "properties": {"id": {"type": id_type}}}
    pets: Json = {
        method: {
            "parameters": [{"name": "limit", "in": "query", "schema": limit}],
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}},
            **({"security": [{"key": []}]} if secured else {}),
        }
    }
    owner: Json = {
        "get": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": {"200": {"description": ""}},
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://prod.example/v1"}],
        "paths": {"/pets": pets} | ({} if gone else {"/owners/{id}": owner}),
        "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
    }


OLD: dict[str, Any] = {"limit": {"type": "integer"}, "id_type": "string"}
NARROWED: dict[str, Any] = {"limit": {"type": "integer", "maximum": 9}, "id_type": "string"}
WIDENED: dict[str, Any] = {"limit": {"type": "integer"}, "id_type": "integer"}


@pytest.fixture
def compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[dict[str, str]]]:
    def compared(old: Json, new: Json, answer: Answer, *more: str) -> list[dict[str, str]]:
        files = tmp_path / "old.json", tmp_path / "new.json"
        for file, tree in zip(files, (old, new), strict=True):
            file.write_text(json.dumps(tree))
        with serving(answer) as base:
            words = ["compare", *map(str, files), "--against", f"{base}/v1", "-f", "json", *more]
            assert run(words) == Exit.FINDINGS
        return [it["live"] for it in json.loads(capsys.readouterr().out)["findings"] if "live" in it]

    return compared


def strict(request: Request) -> Response:
    if "limit=" in request.url and int(request.url.rpartition("=")[2]) > 9:
        return Response(400, JSON, b"{}")
    return Response(200, JSON, b'{"id": "a"}')


def lenient(request: Request) -> Response:
    del request
    return Response(200, JSON, b'{"id": "a"}')


def numbering(request: Request) -> Response:
    del request
    return Response(200, JSON, b'{"id": 1}')


def test_a_request_that_the_provider_refuses_confirms_the_break(
    compared: Callable[..., list[dict[str, str]]],
) -> None:
    assert compared(described(**OLD), described(**NARROWED), strict) == [
        {"verdict": "confirmed", "because": "the provider answered 400"}
    ]


def test_a_request_that_the_provider_still_takes_does_not(
    compared: Callable[..., list[dict[str, str]]],
) -> None:
    assert compared(described(**OLD), described(**NARROWED), lenient) == [
        {"verdict": "not confirmed", "because": "the provider answered 200"}
    ]


def test_a_provider_that_refuses_everything_confirms_nothing(
    compared: Callable[..., list[dict[str, str]]],
) -> None:
    live = compared(described(**OLD), described(**NARROWED), lambda _: Response(400, JSON, b"{}"))
    assert [it["verdict"] for it in live] == ["not confirmed"]


def test_an_answer_that_departs_where_the_finding_says_confirms_the_break(
    compared: Callable[..., list[dict[str, str]]],
) -> None:
    live = compared(described(**OLD), described(**WIDENED), numbering)
    assert [it["verdict"] for it in live] == ["confirmed"]
    assert "must be a string" in live[0]["because"]


def test_an_answer_that_fits_the_old_description_does_not(
    compared: Callable[..., list[dict[str, str]]],
) -> None:
    assert compared(described(**OLD), described(**WIDENED), lenient) == [
        {"verdict": "not confirmed", "because": "this answer fits the old description; another may not"}
    ]


def test_an_unsafe_method_is_sent_only_where_somebody_says_so(
    compared: Callable[..., list[dict[str, str]]],
) -> None:
    met: list[str] = []

    def answer(request: Request) -> Response:
        met.append(request.method)
        return strict(request)

    pair = described(**OLD, method="post"), described(**NARROWED, method="post")
    assert compared(*pair, answer) == [
        {"verdict": "not tried", "because": "POST may change something; --send-unsafe sends it"}
    ]
    assert met == []
    assert [it["verdict"] for it in compared(*pair, answer, "--send-unsafe")] == ["confirmed"]
    assert set(met) == {"POST"}


def test_credentials_come_from_the_environment_and_stay_out_of_the_report(
    compared: Callable[..., list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def answer(request: Request) -> Response:
        seen.extend(value for name, value in request.headers if name.lower() == "x-key")
        return Response(200, JSON, b'{"id": {"said": "hunter2-secret"}}')

    pair = described(**OLD, secured=True), described(**WIDENED, secured=True)
    assert compared(*pair, answer) == [
        {"verdict": "not tried", "because": "it needs credentials: --auth key=env:VARIABLE"}
    ]
    monkeypatch.setenv("KEY", "hunter2-secret")
    live = compared(*pair, answer, "--auth", "key=env:KEY")
    assert [it["verdict"] for it in live] == ["confirmed"]
    assert "hunter2" not in json.dumps(live)
    assert seen == ["hunter2-secret"]


def test_a_missing_resource_does_not_confirm_that_an_operation_is_gone(
    compared: Callable[..., list[dict[str, str]]],
) -> None:
    urls: list[str] = []

    def answer(request: Request) -> Response:
        urls.append(request.url)
        return Response(404, JSON, b"{}")

    live = compared(described(**OLD), described(**OLD, gone=True), answer, "--set", "id=42")
    assert [it["verdict"] for it in live] == ["not confirmed"]
    assert urls == ["/v1/owners/42"]


def test_a_redirect_to_elsewhere_is_not_followed(compared: Callable[..., list[dict[str, str]]]) -> None:
    away = Response(302, (("Location", "http://192.0.2.1/elsewhere"),), b"")
    live = compared(described(**OLD), described(**NARROWED), lambda _: away)
    assert live == [
        {"verdict": "not tried", "because": "the provider answered 302, and redirects are not followed"}
    ]


def test_a_provider_that_is_not_there_ends_the_run(tmp_path: Path) -> None:
    for name, tree in (("old.json", described(**OLD)), ("new.json", described(**NARROWED))):
        (tmp_path / name).write_text(json.dumps(tree))
    with serving(lenient) as base:
        gone = base
    line = ["compare", str(tmp_path / "old.json"), str(tmp_path / "new.json")]
    assert run([*line, "--against", gone]) == Exit.UNREACHABLE
    assert run([*line, "--send-unsafe"]) == Exit.USAGE


def test_the_text_says_what_the_provider_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, tree in (("old.json", described(**OLD)), ("new.json", described(**NARROWED))):
        (tmp_path / name).write_text(json.dumps(tree))
    with serving(strict) as base:
        run(["compare", str(tmp_path / "old.json"), str(tmp_path / "new.json"), "--against", f"{base}/v1"])
    assert "live: confirmed, because the provider answered 400" in capsys.readouterr().out
