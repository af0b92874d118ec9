"""The reviewed file of accepted findings, as every command reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.test_check_command import BOOKSHOP, CARELESS

from assent.cli import run
from assent.cli.exits import Exit
from assent.json import Json

ENTRY = '[[accepted]]\nfingerprint = "{name}"\nrule = "{rule}"\nreason = "agreed"\n{more}\n'
OVER = "expires = 2001-01-01"

OLD: Json = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/a": {
            "get": {
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["id"],
                                    "properties": {"id": {"type": "string"}},
                                }
                            }
                        },
                    }
                }
            }
        }
    },
}

PACT: Json = {
    "consumer": {"name": "web"},
    "provider": {"name": "t"},
    "interactions": [
        {
            "description": "reads",
            "request": {"method": "GET", "path": "/a"},
            "response": {
                "status": 200,
                "headers": {"Content-Type": "application/json"},
                "body": {"id": "x"},
            },
        }
    ],
    "metadata": {"pactSpecification": {"version": "2.0.0"}},
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.json").write_text(json.dumps(OLD))
    (tmp_path / "new.json").write_text(
        json.dumps(OLD)
        .replace('"type": "string"', '"type": "integer"')
        .replace('"required": ["id"]', '"required": []')
    )
    (tmp_path / "web.json").write_text(json.dumps(PACT))
    return tmp_path


def accepted(folder: Path, *entries: tuple[str, str]) -> None:
    texts = [
        ENTRY.format(name=f"{index:016x}", rule=rule, more=more) for index, (rule, more) in enumerate(entries)
    ]
    (folder / "assent.accepted.toml").write_text("\n".join(texts))


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    report = json.loads(capsys.readouterr().out)
    return [it["rule"] for it in report["findings"] if it["rule"].startswith("accepted-entry")]


def test_entries_of_other_commands_are_none_of_the_business_of_compare(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accepted(folder, ("server-error", ""), ("dangling-reference", OVER))
    assert run(["compare", "old.json", "old.json", "-f", "json"]) == Exit.FINE
    assert told(capsys) == []


def test_pruning_keeps_the_entries_of_other_commands(folder: Path) -> None:
    accepted(folder, ("server-error", ""), ("type-widened", ""))
    assert run(["accept", "old.json", "old.json", "--prune"]) == Exit.FINE
    text = (folder / "assent.accepted.toml").read_text()
    assert "server-error" in text
    assert "type-widened" not in text


@pytest.mark.parametrize(("more", "rule"), [(OVER, "accepted-entry-expired"), ("", "accepted-entry-stale")])
def test_check_tells_of_entries_that_count_for_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], more: str, rule: str
) -> None:
    accepted(folder, ("dangling-reference", more), ("type-widened", OVER))
    assert run(["check", str(BOOKSHOP), "-f", "json"]) == Exit.FINE
    assert told(capsys) == [rule]


def test_replay_tells_of_entries_whose_time_is_over_and_not_of_what_it_did_not_meet(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accepted(folder, ("undocumented-status", OVER), ("undocumented-status", ""))
    exchange = {
        "request": {"method": "GET", "url": "http://h/a", "headers": [], "body": None},
        "response": {
            "status": 200,
            "headers": [["Content-Type", "application/json"]],
            "body": '{"id": "x"}',
        },
    }
    (folder / "run.ndjson").write_text(json.dumps(exchange) + "\n")
    assert run(["replay", "old.json", "run.ndjson", "-f", "json"]) == Exit.FINE
    assert told(capsys) == ["accepted-entry-expired"]


def test_pact_tells_of_entries_whose_time_is_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accepted(folder, ("response-body-at-risk", OVER), ("response-body-at-risk", ""))
    assert run(["pact", "old.json", "web.json", "-f", "json"]) == Exit.FINE
    assert told(capsys) == ["accepted-entry-expired"]


def test_a_file_beside_the_configuration_is_read_by_every_command_without_being_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["check", str(CARELESS), "-f", "json"])
    found = json.loads(capsys.readouterr().out)["findings"][0]
    entry = ENTRY.format(name=found["fingerprint"], rule=found["rule"], more="")
    (folder / "assent.accepted.toml").write_text(entry)
    run(["check", str(CARELESS), "-f", "json"])
    assert json.loads(capsys.readouterr().out)["counts"]["waived"] == 1


def test_what_lets_known_consumers_down_can_be_accepted(folder: Path) -> None:
    line = ["old.json", "new.json", "--pacts", "web.json"]
    assert run(["compare", *line, "-f", "json=first.json"]) == Exit.FINDINGS
    assert run(["accept", *line, "--reason", "agreed"]) == Exit.FINE
    assert run(["compare", *line, "-f", "json=second.json"]) == Exit.FINE
    counts = [json.loads((folder / name).read_text())["counts"] for name in ("first.json", "second.json")]
    assert counts[0]["error"] == counts[1]["waived"] > 0


def test_entries_about_pacts_are_not_stale_in_a_run_without_pacts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accepted(folder, ("response-body-at-risk", ""))
    assert run(["compare", "old.json", "old.json", "-f", "json"]) == Exit.FINE
    assert told(capsys) == []
