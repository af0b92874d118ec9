"""`assent compare` and `assent accept`, run as in a scratch repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_base import git

from assent.cli import run
from assent.cli.exits import Exit
from assent.cli.options import FORMATS

PETS = """\
openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
      responses:
        "200": {description: All pets.}
"""
NARROWED = PETS.replace("maximum: 100", "maximum: 10")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two APIs on `main`; the branch `change` is checked out."""
    for name in ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"):
        monkeypatch.delenv(name, raising=False)
    git(tmp_path, "init", "-q", "-b", "main")
    for name in ("pets", "toys"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "openapi.yaml").write_text(PETS.replace("Pets", name))
    (tmp_path / "assent.toml").write_text('[[api]]\npath = "*/openapi.yaml"\n')
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    git(tmp_path, "checkout", "-q", "-b", "change")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report_of(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(capsys.readouterr().out)
    return tree


def test_two_files_are_compared(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "new.yaml").write_text(NARROWED)
    assert run(["compare", "pets/openapi.yaml", "new.yaml", "-f", "json"]) == Exit.FINDINGS
    report = report_of(capsys)
    assert report["verdict"] == "breaking"
    assert [each["source"] for each in report["inputs"]] == ["pets/openapi.yaml", "new.yaml"]


def test_the_report_is_text_unless_another_is_wanted(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "new.yaml").write_text(NARROWED)
    run(["compare", "pets/openapi.yaml", "new.yaml"])
    assert "accepted by old, refused by new:" in capsys.readouterr().out


def test_the_same_file_twice_is_fine(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "pets/openapi.yaml", "pets/openapi.yaml", "-f", "json"]) == Exit.FINE
    assert report_of(capsys)["findings"] == []


def test_a_spec_is_compared_with_itself_at_the_base(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "pets" / "openapi.yaml").write_text(NARROWED)
    assert run(["compare", "--base", "main", "pets/openapi.yaml", "-f", "json"]) == Exit.FINDINGS
    assert report_of(capsys)["verdict"] == "breaking"


def test_a_spec_is_found_from_a_folder_below(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "pets" / "openapi.yaml").write_text(NARROWED)
    monkeypatch.chdir(repository / "pets")
    assert run(["compare", "--base", "main", "openapi.yaml", "-f", "json"]) == Exit.FINDINGS
    assert report_of(capsys)["inputs"][1]["source"] == "openapi.yaml"


def test_ci_names_the_base(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "pets" / "openapi.yaml").write_text(NARROWED)
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    assert run(["compare", "--base", "auto", "-f", "json"]) == Exit.FINDINGS
    assert {each["source"] for each in report_of(capsys)["inputs"]} >= {
        "pets/openapi.yaml",
        "toys/openapi.yaml",
    }


def test_a_monorepo_gets_a_section_for_each_api(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One changes, one is new, one is gone and one is renamed."""
    (repository / "pets" / "openapi.yaml").write_text(NARROWED)
    (repository / "fish").mkdir()
    (repository / "fish" / "openapi.yaml").write_text(PETS)
    git(repository, "rm", "-q", "-r", "toys")
    assert run(["compare", "--base", "main", "-f", "json"]) == Exit.FINDINGS
    report = report_of(capsys)
    assert [each["api"] for each in report["sections"]] == [
        "fish/openapi.yaml",
        "pets/openapi.yaml",
        "toys/openapi.yaml",
    ]
    rules = {(each["api"], each["rule"]) for each in report["findings"] if each["severity"] == "error"}
    assert {api for api, _ in rules} == {"pets/openapi.yaml", "toys/openapi.yaml"}
    assert ("toys/openapi.yaml", "operation-removed") in rules


def test_a_renamed_file_is_compared_with_what_it_was(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(repository, "mv", "toys", "playthings")
    git(repository, "commit", "-q", "-m", "two")
    assert run(["compare", "--base", "main", "-f", "json"]) == Exit.FINE
    report = report_of(capsys)
    assert report["findings"] == []
    assert [each["api"] for each in report["sections"]] == ["pets/openapi.yaml", "playthings/openapi.yaml"]


@pytest.mark.parametrize("fail_on", ["none", "error"])
def test_an_api_is_judged_by_its_own_gate(repository: Path, fail_on: str) -> None:
    (repository / "assent.toml").write_text(
        f'[[api]]\npath = "pets/openapi.yaml"\nfail-on = "{fail_on}"\n[[api]]\npath = "toys/openapi.yaml"\n'
    )
    (repository / "pets" / "openapi.yaml").write_text(NARROWED)
    status = run(["compare", "--base", "main", "-f", "json"])
    assert status == (Exit.FINE if fail_on == "none" else Exit.FINDINGS)


def test_a_pair_that_cannot_be_loaded_does_not_keep_the_others_back(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "toys" / "openapi.yaml").write_text("openapi: [")
    (repository / "pets" / "openapi.yaml").write_text(NARROWED)
    assert run(["compare", "--base", "main", "-f", "json"]) == Exit.UNLOADABLE
    printed = capsys.readouterr()
    assert "toys/openapi.yaml:" in printed.err
    report = json.loads(printed.out)
    assert report["verdict"] == "breaking"
    assert [each["verdict"] for each in report["sections"]] == ["breaking", "undecided"]


def test_no_report_of_what_cannot_be_loaded_calls_it_compatible(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old.yaml").write_text(PETS)
    (tmp_path / "new.yaml").write_text(PETS[:30])
    line = ["compare", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"), "-f", "json"]
    for form in FORMATS:
        line += ["-f", f"{form}={tmp_path / form}"]
    assert run(line) == Exit.UNLOADABLE
    (found,) = report_of(capsys)["findings"]
    assert (found["rule"], found["decided"]) == ("part-unreadable", False)
    assert "Nothing was compared: " in found["message"]
    for form in FORMATS:
        text = (tmp_path / form).read_text()
        assert "Nothing was compared" in text or form == "changelog"
        assert "ompatible" not in text
    assert run([*line[:3], "--next-version"]) == Exit.UNLOADABLE


@pytest.mark.parametrize(
    "line",
    [
        ["compare"],
        ["compare", "pets/openapi.yaml"],
        ["compare", "--base", "auto", "pets/openapi.yaml"],
        ["compare", "--base", "main", "/nowhere/openapi.yaml"],
        ["compare", "--base", "main", "absent.yaml"],
        ["accept", "--base", "main", "pets/openapi.yaml"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_wrong_usage(repository: Path, line: list[str]) -> None:
    assert run(line) == Exit.USAGE


def test_a_base_that_git_lacks_is_unloadable(repository: Path) -> None:
    assert run(["compare", "--base", "v9", "pets/openapi.yaml"]) == Exit.UNLOADABLE


def test_an_accepted_break_stays_visible_and_does_not_fail(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "pets" / "openapi.yaml").write_text(NARROWED)
    line = ["--base", "main", "pets/openapi.yaml"]
    assert (
        run(["accept", *line, "--reason", "agreed", "--owner", "Ada", "--expires", "2999-12-31"]) == Exit.FINE
    )
    assert 'reason = "agreed"' in (repository / "assent.accepted.toml").read_text()
    capsys.readouterr()
    assert run(["compare", *line, "-f", "json"]) == Exit.FINE
    report = report_of(capsys)
    assert report["verdict"] == "compatible"
    assert report["counts"]["waived"] == 1


def test_an_accepted_break_whose_time_is_over_counts_again(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "pets" / "openapi.yaml").write_text(NARROWED)
    line = ["--base", "main", "pets/openapi.yaml"]
    run(["accept", *line, "--reason", "agreed", "--expires", "2001-01-01"])
    assert "2001-01-01 is over: the entries will waive nothing" in capsys.readouterr().err
    assert run(["compare", *line, "-f", "json"]) == Exit.FINDINGS
    assert "accepted-entry-expired" in {each["rule"] for each in report_of(capsys)["findings"]}


def test_only_what_is_named_is_accepted(repository: Path) -> None:
    (repository / "pets" / "openapi.yaml").write_text(NARROWED)
    line = ["--base", "main", "pets/openapi.yaml", "--reason", "agreed"]
    assert run(["accept", *line, "--rule", "operation-removed"]) == Exit.FINE
    assert not (repository / "assent.accepted.toml").exists()


def test_pruning_removes_what_is_found_no_more(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "pets" / "openapi.yaml").write_text(NARROWED)
    line = ["--base", "main", "pets/openapi.yaml"]
    run(["accept", *line, "--reason", "agreed"])
    (repository / "pets" / "openapi.yaml").write_text(PETS.replace("Pets", "pets"))
    capsys.readouterr()
    assert run(["compare", *line, "-f", "json"]) == Exit.FINE
    assert [each["rule"] for each in report_of(capsys)["findings"]] == ["accepted-entry-stale"]
    assert run(["accept", *line, "--prune"]) == Exit.FINE
    assert "[[accepted]]\n" not in (repository / "assent.accepted.toml").read_text()


def test_a_glob_names_files_that_are_and_files_that_were(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "toys" / "openapi.yaml").unlink()
    assert run(["compare", "--base", "main", "*/openapi.yaml", "-f", "json"]) == Exit.FINDINGS
    report = report_of(capsys)
    assert [section["api"] for section in report["sections"]] == ["pets/openapi.yaml", "toys/openapi.yaml"]
    assert [section["verdict"] for section in report["sections"]] == ["compatible", "breaking"]


def test_a_glob_that_matches_nothing_says_so(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "--base", "main", "none/*.yaml"]) == Exit.USAGE
    assert "none/*.yaml: nothing matches this" in capsys.readouterr().err


def test_a_file_of_an_api_table_is_judged_by_its_gate_when_it_is_named_alone(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "assent.toml").write_text(
        '[[api]]\nname = "pets"\npath = "pets/openapi.yaml"\nfail-on = "none"\n'
    )
    (repository / "pets" / "openapi.yaml").write_text(NARROWED)
    assert run(["compare", "--base", "main", "pets/openapi.yaml", "-f", "json"]) == Exit.FINE
    assert [section["api"] for section in report_of(capsys)["sections"]] == ["pets"]
