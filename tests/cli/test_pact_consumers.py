"""`assent compare --pacts`: whom a change lets down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_base import git

from assent.cli import run
from assent.cli.consumer_options import spread
from assent.cli.exits import Exit

PETS = """\
openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      responses:
        "200":
          description: All pets.
          content:
            application/json:
              schema:
                type: array
                items: {type: object, required: [name], properties: {name: {type: string}, tag: {type: string}}}
  /dogs:
    get: {responses: {"204": {description: None}}}
"""
WITHOUT_DOGS = PETS[: PETS.index("  /dogs")]
WITHOUT_TAG = PETS.replace(", tag: {type: string}", "")


def pact(consumer: str, path: str, status: int = 200, body: Any = None, *, provider: str = "Pets") -> str:
    response: dict[str, Any] = {"status": status}
    if body is not None:
        response |= {"headers": {"Content-Type": "application/json"}, "body": body}
    asking = {"description": f"{consumer} asks", "request": {"method": "GET", "path": path}}
    return json.dumps(
        {
            "consumer": {"name": consumer},
            "provider": {"name": provider},
            "interactions": [asking | {"response": response}],
        }
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pacts").mkdir()
    (tmp_path / "pacts" / "web.json").write_text(pact("web", "/pets", body=[{"tag": "dog"}]))
    (tmp_path / "pacts" / "kennel.json").write_text(pact("kennel", "/dogs", 204))
    (tmp_path / "old.yaml").write_text(PETS)
    return tmp_path


def findings(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    tree = json.loads(capsys.readouterr().out)
    return {each["rule"]: each for each in tree["findings"]}


def test_a_finding_names_the_consumers_it_lets_down_and_no_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "new.yaml").write_text(WITHOUT_DOGS)
    assert run(["compare", "old.yaml", "new.yaml", "-f", "json", "--pacts", "pacts"]) == Exit.FINDINGS
    said = findings(capsys)
    assert said["operation-removed"]["consumers"] == [{"name": "kennel", "interactions": ["kennel asks"]}]


def test_a_warning_becomes_an_error_where_a_consumer_is_let_down(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "new.yaml").write_text(WITHOUT_TAG)
    assert run(["compare", "old.yaml", "new.yaml"]) == Exit.FINE
    capsys.readouterr()
    told = ["compare", "old.yaml", "new.yaml", "-f", "json", "--pacts", "pacts/web.json", "pacts/kennel.json"]
    assert run(told) == Exit.FINDINGS
    assert findings(capsys)["property-removed"]["consumers"][0]["name"] == "web"


def test_an_error_that_lets_no_known_consumer_down_is_lowered_and_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "new.yaml").write_text(WITHOUT_DOGS)
    told = ["compare", "old.yaml", "new.yaml", "-f", "json", "--consumer-severity", "note"]
    assert run([*told, "--pacts", "pacts/web.json"]) == Exit.FINE
    assert findings(capsys)["operation-removed"]["applied"] == ["It reaches no known consumer."]
    assert run([*told, "--pacts", "pacts"]) == Exit.FINDINGS


def test_a_severity_for_consumers_needs_pacts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "old.yaml", "old.yaml", "--consumer-severity", "note"]) == Exit.USAGE
    assert "--pacts" in capsys.readouterr().err


def test_a_configured_severity_for_consumers_counts_only_with_pacts(folder: Path) -> None:
    (folder / "assent.toml").write_text('without-consumer = "note"\n')
    (folder / "new.yaml").write_text(WITHOUT_DOGS)
    assert run(["compare", "old.yaml", "new.yaml"]) == Exit.FINDINGS
    assert run(["compare", "old.yaml", "new.yaml", "--pacts", "pacts/web.json"]) == Exit.FINE


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_people_read_who_is_let_down(folder: Path, capsys: pytest.CaptureFixture[str], format: str) -> None:
    (folder / "new.yaml").write_text(WITHOUT_DOGS)
    run(["compare", "old.yaml", "new.yaml", "-f", format, "--pacts", "pacts"])
    said = capsys.readouterr().out
    assert "kennel asks" in said
    assert "web asks" not in said


def test_a_pact_that_cannot_be_read_is_not_passed_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.json").write_text("{")
    assert run(["compare", "old.yaml", "old.yaml", "--pacts", "broken.json"]) == Exit.UNLOADABLE
    assert "broken.json" in capsys.readouterr().err


def test_in_a_monorepo_a_pact_is_held_against_the_api_that_its_provider_names(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(folder, "init", "-q", "-b", "main")
    tables = [f'[[api]]\nname = "{name}"\npath = "{name}.yaml"\n' for name in ("cats", "dogs")]
    (folder / "assent.toml").write_text("".join(tables))
    for name in ("cats", "dogs"):
        (folder / f"{name}.yaml").write_text(PETS)
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "one")
    for name in ("cats", "dogs"):
        (folder / f"{name}.yaml").write_text(WITHOUT_DOGS)
    (folder / "pacts" / "kennel.json").write_text(pact("kennel", "/dogs", 204, provider="dogs"))
    assert run(["compare", "--base", "main", "-f", "json", "--pacts", "pacts"]) == Exit.FINDINGS
    tree = json.loads(capsys.readouterr().out)
    assert [(it["api"], [who["name"] for who in it.get("consumers", [])]) for it in tree["findings"]] == [
        ("cats", []),
        ("dogs", ["kennel"]),
    ]


def test_pacts_takes_all_that_follows_up_to_the_next_option() -> None:
    given = ["a", "b", "--pacts", "x", "-", "-f", "json", "--pacts=y", "z"]
    spread_out = ["a", "b", "--pacts", "x", "--pacts", "-", "-f", "json", "--pacts=y", "z"]
    assert list(spread(given)) == spread_out
