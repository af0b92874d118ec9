"""`assent pact`, run as in a scratch folder."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from assent.cli import run
from assent.cli.exits import Exit
from assent.json import Json
from assent.pact.case import PETS


def pact(*interactions: Json) -> str:
    return json.dumps(
        {"consumer": {"name": "web"}, "provider": {"name": "pets"}, "interactions": list(interactions)}
    )


def asking(description: str, body: Json, **response: Json) -> dict[str, Json]:
    kept: dict[str, Json] = {"status": 200, "headers": {"Content-Type": "application/json"}, "body": body}
    return {
        "description": description,
        "request": {"method": "GET", "path": "/pets/7"},
        "response": kept | response,
    }


FINE = asking("a pet", {"id": 7})
RISKY = asking("a tag", {"id": 7, "tag": "dog"}, matchingRules={"$.body": {"match": "type"}})
WRONG = asking("a colour", {"colour": "red"})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pets.yaml").write_text(PETS)
    for name, interaction in {"fine": FINE, "risky": RISKY, "wrong": WRONG}.items():
        (tmp_path / f"{name}.json").write_text(pact(interaction))
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["fine.json"], Exit.FINE),
        (["risky.json"], Exit.FINE),
        (["risky.json", "--strict"], Exit.FINDINGS),
        (["risky.json", "--fail-on", "warning"], Exit.FINDINGS),
        (["wrong.json"], Exit.FINDINGS),
        (["fine.json", "wrong.json"], Exit.FINDINGS),
        (["missing.json"], Exit.UNLOADABLE),
        (["pets.yaml"], Exit.UNLOADABLE),
        (["wrong.json", "-f", "opc"], Exit.FINDINGS),
        (["wrong.json", "--unused"], Exit.FINE),
    ],
    ids=lambda it: " ".join(it) if isinstance(it, list) else "",
)
def test_the_exit_status_says_what_became_of_it(folder: Path, arguments: list[str], status: Exit) -> None:
    assert folder.is_dir()
    assert run(["pact", "pets.yaml", *arguments]) == status


def report(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(capsys.readouterr().out)
    return tree


def test_json_has_every_interaction_with_its_verdict(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "all.json").write_text(pact(FINE, RISKY, WRONG, {"description": "odd", "request": 5}))
    assert run(["pact", "pets.yaml", "all.json", "-f", "json"]) == Exit.FINDINGS
    tree = report(capsys)
    told = [(it["index"], it["description"], it["verdict"]) for it in tree["interactions"]]
    assert told == [
        (0, "a pet", "compatible"),
        (1, "a tag", "at_risk"),
        (2, "a colour", "incompatible"),
        (3, "odd", "incompatible"),
    ]
    assert {(it["consumer"], it["provider"]) for it in tree["interactions"]} == {("web", "pets")}
    assert tree["interactions"][2]["findings"][0]["rule"] == "response-body-impossible"
    named = {it["rule"]: it["consumers"] for it in tree["findings"]}
    assert named["response-body-at-risk"] == [{"name": "web", "interactions": ["a tag"]}]


@pytest.mark.parametrize(
    "format",
    ["text", "markdown", "html", "sarif", "github", "gitlab", "junit", "changelog", "github-summary"],
)
def test_every_format_can_be_written(folder: Path, capsys: pytest.CaptureFixture[str], format: str) -> None:
    assert folder.is_dir()
    assert run(["pact", "pets.yaml", "wrong.json", "-f", format]) == Exit.FINDINGS
    assert "colour" in capsys.readouterr().out


def test_a_pact_may_come_from_standard_input(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.is_dir()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(pact(WRONG).encode())))
    assert run(["pact", "pets.yaml", "-", "-f", "json"]) == Exit.FINDINGS
    assert [it["verdict"] for it in report(capsys)["interactions"]] == ["incompatible"]


def test_the_comparators_format_is_a_list_for_each_pact(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.is_dir()
    run(["pact", "pets.yaml", "fine.json", "wrong.json", "-f", "opc"])
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first == []
    assert [it["code"] for it in second] == ["response.body.incompatible"]


def test_unused_tells_what_no_consumer_touches(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.is_dir()
    assert run(["pact", "--unused", "pets.yaml", "fine.json"]) == Exit.FINE
    said = capsys.readouterr().out
    assert "/tag" in said
    assert "status 204" in said
    assert run(["pact", "--unused", "pets.yaml", "fine.json", "-f", "json"]) == Exit.FINE
    assert report(capsys)["counts"]["operation"] == {"reached": 1, "described": 1}


def test_unused_is_written_to_files_and_knows_no_other_formats(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = ["-f", "json=unused.json", "-f", "text=unused.txt"]
    assert run(["pact", "--unused", "pets.yaml", "fine.json", *wanted]) == Exit.FINE
    assert capsys.readouterr().out == ""
    assert json.loads((folder / "unused.json").read_text())["counts"]["operation"]["reached"] == 1
    assert "Touched by no consumer:" in (folder / "unused.txt").read_text()
    assert run(["pact", "--unused", "pets.yaml", "fine.json", "-f", "sarif"]) == Exit.USAGE
    assert "writes text and json" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"interactions": [',
        "null",
        "[]",
        "7",
        '"pact"',
        "{}",
        '{"interactions": {}}',
        "\x00",
        "[" * 9999,
    ],
    ids=lambda text: repr(text[:16]),
)
def test_what_is_no_pact_is_told_in_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (folder / "odd.json").write_text(text)
    assert run(["pact", "pets.yaml", "odd.json"]) == Exit.UNLOADABLE
    said = capsys.readouterr().err
    assert "odd.json" in said
    assert "Traceback" not in said


def test_a_pact_larger_than_the_limit_is_not_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "large.json").write_text(pact(*[FINE] * 500))
    assert run(["pact", "pets.yaml", "large.json", "--max-bytes", "20000"]) == Exit.UNLOADABLE
    assert "large.json" in capsys.readouterr().err
