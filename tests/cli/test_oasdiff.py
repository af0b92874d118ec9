"""A team that comes from oasdiff brings its files along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_compare_command import NARROWED, PETS

from assent.cli import run
from assent.cli.exits import Exit


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "old.yaml").write_text(PETS)
    (tmp_path / "new.yaml").write_text(NARROWED)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compared(*options: str) -> Exit | int:
    return run(["compare", "old.yaml", "new.yaml", *options, "-f", "json"])


def findings_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    tree: dict[str, Any] = json.loads(capsys.readouterr().out)
    found: list[dict[str, Any]] = tree["findings"]
    return found


def test_its_severities_count_and_what_is_unknown_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "levels.txt").write_text("request-parameter-max-decreased warn\nmade-up err\n")
    assert compared("--oasdiff-severities", "levels.txt") == Exit.FINE
    told = capsys.readouterr()
    assert json.loads(told.out)["findings"][0]["severity"] == "warning"
    assert "not taken over: levels.txt:2: 'made-up err'" in told.err


def test_what_it_ignored_is_waived(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = "GET /pets for the `query` request parameter `limit`, the max was decreased from `100` to `10`"
    (folder / "ignore.txt").write_text(f"{line}\n")
    assert compared() == Exit.FINDINGS
    assert findings_of(capsys)[0]["waived"] is None
    assert compared("--oasdiff-ignored", "ignore.txt") == Exit.FINE
    assert findings_of(capsys)[0]["waived"]["reason"] == "ignored for oasdiff in ignore.txt:1"


def test_a_file_that_is_not_there_is_wrong_usage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compared("--oasdiff-ignored", "missing.txt") == Exit.USAGE
    assert "missing.txt: cannot be read" in capsys.readouterr().err
