"""`assent mock` as people run it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from tests.cli.serving_commands import PETS, serving

from assent.cli import run

INTERACTION = {
    "consumer": {"name": "web"},
    "provider": {"name": "pets"},
    "interactions": [
        {
            "description": "a pet",
            "request": {"method": "GET", "path": "/pets/7"},
            "response": {
                "status": 200,
                "headers": {"Content-Type": "application/json"},
                "body": {"id": 7, "name": "Pact"},
            },
        },
        {
            "description": "a wish",
            "request": {"method": "GET", "path": "/wishes"},
            "response": {"status": 200},
        },
    ],
    "metadata": {"pactSpecification": {"version": "2.0.0"}},
}


def test_a_mock_serves_watches_and_records(tmp_path: Path) -> None:
    file = tmp_path / "openapi.yaml"
    shutil.copy(PETS, file)
    with serving(
        "mock", "openapi.yaml", "--watch", "--record", "run.ndjson", "--stateful", cwd=tmp_path
    ) as mock:
        assert mock.ask("GET", "/pets").status_code == 200
        added = mock.ask("POST", "/pets", json={"name": "Ada"}).json()
        text = file.read_text()
        file.write_text("openapi: 3.1.0\npaths: [")
        assert "does not load" in mock.line()
        while "assent" in (line := mock.line()) or not line.strip():
            pass
        assert mock.ask("GET", "/pets").status_code == 200
        file.write_text(text.replace("/pets:", "/animals:"))
        os.utime(file, ns=(1, 1))
        while "served anew" not in mock.line():
            pass
        assert mock.ask("GET", "/animals").status_code == 200
        assert mock.ask("GET", f"/pets/{added['id']}").json() == added
        status, _, _ = mock.stop()
    assert status == 0
    lines = [json.loads(line) for line in (tmp_path / "run.ndjson").read_text().splitlines()]
    assert [line["request"]["method"] for line in lines] == ["GET", "POST", "GET", "GET", "GET"]


def test_every_file_that_a_description_refers_to_is_watched(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(
        """\
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /x: {get: {responses: {"200": {description: "", content: {application/json: {schema: {$ref: "n.yaml#/n"}}}}}}}
"""
    )
    part = tmp_path / "n.yaml"

    def write(number: int) -> None:
        part.write_text(f"n: {{const: {number}}}")
        os.utime(part, ns=(number, number))

    write(1)
    with serving("mock", "openapi.yaml", "--watch", cwd=tmp_path) as mock:
        write(2)
        assert "n.yaml changed, and is served anew" in mock.line()
        assert mock.ask("GET", "/x").json() == 2
        part.unlink()
        assert "n.yaml changed and does not load" in mock.line()
        assert "n.yaml: there is no such file" in mock.line()
        assert mock.ask("GET", "/x").json() == 2
        write(3)
        while "served anew" not in mock.line():
            pass
        assert mock.ask("GET", "/x").json() == 3
        assert mock.stop()[0] == 0


def test_references_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(PETS.read_text().replace("schemas/Pet", "schemas/Cat", 1))
    with serving("mock", "openapi.yaml", cwd=tmp_path) as mock:
        line = mock.line()
        assert line.startswith("openapi.yaml:")
        assert "Cat" in line
        assert mock.stop()[0] == 0


def test_a_mock_serves_what_a_pact_promises_and_tells_what_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "pact.json").write_text(json.dumps(INTERACTION))
    with serving("mock", str(PETS), "--pact", "pact.json", "--record", "run.har", cwd=tmp_path) as mock:
        assert mock.ask("GET", "/pets/7").json() == {"id": 7, "name": "Pact"}
        assert mock.ask("GET", "/pets/8").json()["name"] == "string"
        assert mock.stop()[0] == 0
    har = json.loads((tmp_path / "run.har").read_text())
    assert [entry["response"]["status"] for entry in har["log"]["entries"]] == [200, 200]


def test_a_har_is_whole_while_it_is_written(tmp_path: Path) -> None:
    with serving("mock", str(PETS), "--record", "run.har", cwd=tmp_path) as mock:
        for count in range(3):
            assert len(json.loads((tmp_path / "run.har").read_text())["log"]["entries"]) == count
            assert mock.ask("GET", "/pets/7").status_code == 200
        mock.process.kill()
        mock.process.wait()
    assert len(json.loads((tmp_path / "run.har").read_text())["log"]["entries"]) == 3


def test_strict_examples_refuse_to_serve_lies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "openapi.yaml"
    file.write_text(PETS.read_text().replace("{value: []}", "{value: none}"))
    assert run(["mock", str(file), "--strict-examples"]) == 1
    said = capsys.readouterr().err
    assert "openapi.yaml:" in said
    assert "example 'none' of GET /pets 200 is invalid (the value: must be an array, " in said


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--fault", "fire"], "is no fault"),
        (["/a=x.yaml", "/a=y.yaml"], "x.yaml"),
        (["--pact", "missing.json"], "missing.json"),
    ],
)
def test_what_makes_no_sense_is_said(
    arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["mock", str(PETS), *arguments]) in (2, 3)
    assert why in capsys.readouterr().err
