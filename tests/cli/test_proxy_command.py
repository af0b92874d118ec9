"""`assent proxy` as people run it: before a mock, which never lies, and before one of another description."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.serving_commands import PETS, serving

from assent.cli import run
from assent.testing import mock


def test_a_proxy_before_an_honest_provider_finds_nothing(tmp_path: Path) -> None:
    with mock(PETS) as provider:
        arguments = ("proxy", str(PETS), "--upstream", provider.url, "-f", "json")
        with serving(*arguments, cwd=tmp_path) as proxy:
            assert proxy.ask("GET", "/pets").status_code == 200
            status, out, err = proxy.stop()
    report = json.loads(out)
    assert (status, report["command"], report["findings"]) == (0, "proxy", [])
    assert report["run"]["reached"] == 1
    assert "1 exchanges, 1 of 6 operations met" in err


def test_a_proxy_before_another_provider_tells_each_cause_once(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(PETS.read_text().replace("id: {type: integer}", "id: {type: string}"))
    with mock(other) as provider:
        names = ("json=r.json", "junit=r.xml", "sarif=r.sarif", "ndjson=r.ndjson", "har=r.har")
        formats = [word for name in names for word in ("-f", name)]
        arguments = ("proxy", str(PETS), "--upstream", provider.url, "--record", "run.har", *formats)
        with serving(*arguments, cwd=tmp_path) as proxy:
            for _ in range(3):
                assert proxy.ask("GET", "/pets/1").status_code == 200
            status, _, err = proxy.stop()
    assert status == 1
    assert err.count("error invalid-response-body") == 1
    report = json.loads((tmp_path / "r.json").read_text())
    assert [
        finding["exchanges"] for finding in report["findings"] if finding["rule"] == "invalid-response-body"
    ] == [3]
    assert (tmp_path / "r.xml").read_text().startswith("<?xml")
    assert json.loads((tmp_path / "r.sarif").read_text())["version"] == "2.1.0"
    entries = json.loads((tmp_path / "run.har").read_text())["log"]["entries"]
    assert [entry["comment"].split(":")[0] for entry in entries] == ["invalid-response-body"] * 3
    assert len(json.loads((tmp_path / "r.har").read_text())["log"]["entries"]) == 3
    lines = (tmp_path / "r.ndjson").read_text().splitlines()
    assert [json.loads(line)["comment"].split(":")[0] for line in lines] == ["invalid-response-body"] * 3


def test_an_upstream_that_was_never_there_is_no_success(tmp_path: Path) -> None:
    arguments = ("proxy", str(PETS), "--upstream", "http://127.0.0.1:1", "--timeout", "2")
    with serving(*arguments, cwd=tmp_path) as proxy:
        assert [proxy.ask("GET", "/pets").status_code for _ in range(2)] == [502, 502]
        status, _, err = proxy.stop()
    assert status == 4
    assert err.count("assent: The upstream cannot be reached") == 1


def test_an_upstream_that_is_no_address_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["proxy", str(PETS), "--upstream", "localhost:1"]) == 2
    assert "is no address" in capsys.readouterr().err
