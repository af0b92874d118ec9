"""Recorded traffic is judged, each cause told once."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from assent.api import read_api
from assent.cli import run
from assent.document import load
from assent.judge import prepare
from assent.judge.case import PETS, answer, get
from assent.judge.replay import replay
from assent.wire import Exchange, write_har, write_ndjson
from assent.wire.message import shortened

TRAFFIC = [
    get("/pets/1", answer({"name": "a"})),
    get("/pets/2", answer({"id": 2})),
    get("/pets/3", answer({"id": 3})),
]


def test_a_body_that_was_cut_is_not_judged_and_keeps_nothing_else_from_it() -> None:
    api = read_api(load("-", stdin=io.BytesIO(PETS.encode())))
    response = shortened(answer({"name": "a" * 1_000}), most=100)
    done = replay(prepare(api), [get("/pets/1", response), get("/pets/2", answer({"id": 2}))])
    said = {(it.rule.id, it.decided) for it in done.findings}
    assert said == {("not-judged", False), ("invalid-response-body", True)}
    (cut,) = [it for it in done.findings if not it.decided]
    assert "only the beginning of 1,012 bytes was kept" in cut.message


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    (tmp_path / "pets.yaml").write_text(PETS)
    return tmp_path / "pets.yaml"


def test_equal_causes_are_told_once_with_the_first_exchange_as_witness() -> None:
    api = read_api(load("-", stdin=io.BytesIO(PETS.encode())))
    done = replay(prepare(api), TRAFFIC)
    (finding,) = done.findings
    assert done.exchanges == 3
    assert finding.extra["exchanges"] == 2
    assert finding.witness
    assert finding.witness.request == TRAFFIC[1].request
    assert list(done.reached.values()) == [3]


@pytest.mark.parametrize("form", ["ndjson", "har"])
def test_the_command_judges_a_file(
    form: str, spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "traffic"
    text = "".join(write_ndjson(TRAFFIC)) if form == "ndjson" else json.dumps(write_har(TRAFFIC, version="1"))
    file.write_text(text)
    assert run(["replay", str(spec), str(file), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["run"] == {"exchanges": 3, "operations": {"total": 4, "reached": 1}}
    assert [it["rule"] for it in report["findings"]] == ["invalid-response-body"]
    assert report["findings"][0]["witness"]["because"][0]["keyword"] == "required"


def test_a_report_can_be_replayed(spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "traffic.ndjson"
    file.write_text("".join(write_ndjson(TRAFFIC)))
    run(["replay", str(spec), str(file), "--format", f"json={tmp_path / 'report.json'}"])
    assert run(["replay", str(spec), str(tmp_path / "report.json"), "--format", "json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["findings"]) == 1


def test_another_base_path_and_hosts_can_be_named(spec: Path, tmp_path: Path) -> None:
    file = tmp_path / "traffic.ndjson"
    file.write_text("".join(write_ndjson([get("/v2/pets/1", answer({"name": "a"}))])))
    assert run(["replay", str(spec), str(file)]) == 1
    assert run(["replay", str(spec), str(file), "--base-path", "/v2/"]) == 0
    assert run(["replay", str(spec), str(file), "--base-path", "/v2", "--host", "pets.example"]) == 0


@pytest.mark.parametrize("text", ["", "nonsense"])
def test_traffic_that_is_none_cannot_be_loaded(text: str, spec: Path, tmp_path: Path) -> None:
    file = tmp_path / "traffic.ndjson"
    file.write_text(text)
    assert run(["replay", str(spec), str(file)]) == 3
    assert run(["replay", str(spec), str(tmp_path / "absent")]) == 3


def test_an_exchange_without_a_response_is_judged_by_its_request(spec: Path, tmp_path: Path) -> None:
    file = tmp_path / "traffic.ndjson"
    file.write_text("".join(write_ndjson([Exchange(get("/pets?limit=1000").request)])))
    assert run(["replay", str(spec), str(file)]) == 1
