"""`assent check`, `bundle` and `explain`, from the command line."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pytest
from tests.cli.test_base import git

from assent.cli import options, run
from assent.cli.exits import Exit
from assent.document import load
from assent.errors import UsageError
from assent.render import FORMATS

SPECS = Path(__file__).parents[2] / "specs"
BOOKSHOP = SPECS / "bookshop" / "openapi.yaml"
CARELESS = SPECS / "demo" / "careless.yaml"
PETSTORE = SPECS / "petstore" / "petstore-3.1.yaml"


def test_a_description_that_is_fine_gives_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(BOOKSHOP)]) == Exit.FINE
    assert "no findings" in capsys.readouterr().out


def test_everything_that_is_wrong_is_told_in_one_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(CARELESS)]) == Exit.FINDINGS
    printed = capsys.readouterr()
    for rule in ("dangling-reference", "duplicate-key", "uncompilable-pattern", "undeclared-path-parameter"):
        assert rule in printed.out
    assert f"{CARELESS}:19:24" in printed.out
    assert printed.err == ""


@pytest.mark.parametrize(
    ("fail_on", "status"), [("none", Exit.FINE), ("error", Exit.FINDINGS), ("note", Exit.FINDINGS)]
)
def test_the_status_follows_fail_on(fail_on: str, status: Exit) -> None:
    assert run(["check", str(CARELESS), "--fail-on", fail_on, "-f", "json"]) == status


def test_a_report_goes_to_each_place_that_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sarif, junit = tmp_path / "deep" / "out.sarif", tmp_path / "out.xml"
    run(["check", str(CARELESS), "-f", "json", "-f", f"sarif={sarif}", "-f", f"junit={junit}"])
    assert json.loads(capsys.readouterr().out)["command"] == "check"
    assert json.loads(sarif.read_text())["version"] == "2.1.0"
    assert junit.read_text().startswith("<?xml")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_can_be_written(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(["check", str(CARELESS), "-f", f"{name}={out}"]) == Exit.FINDINGS
    assert out.read_text()


def test_the_option_knows_the_formats_there_are() -> None:
    assert set(options.FORMATS) == set(FORMATS)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["-f", "sarf"], "Did you mean 'sarif'?"),
        (["-f", "json", "-f", "text"], "standard output"),
        (["-f", "json=/proc/nowhere/out"], "cannot be written"),
        (["--fail-on", "never"], "never"),
    ],
)
def test_reports_that_cannot_be_are_wrong_usage(
    line: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(BOOKSHOP), *line]) == Exit.USAGE
    assert said in capsys.readouterr().err


def test_a_folder_gives_a_section_for_each_description(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(SPECS / "petstore"), "-f", "json"]) == Exit.FINE
    report = json.loads(capsys.readouterr().out)
    assert len(report["sections"]) == len(list((SPECS / "petstore").glob("petstore-*.yaml")))


def test_a_folder_without_descriptions_is_wrong_usage(tmp_path: Path) -> None:
    assert run(["check", str(tmp_path)]) == Exit.USAGE


def test_nothing_to_check_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(["check"]) == Exit.USAGE


def test_the_configuration_says_what_to_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "assent.toml").write_text('format = ["json"]\nfail-on = "none"\n[[api]]\npath = "*.yaml"\n')
    (tmp_path / "openapi.yaml").write_text(CARELESS.read_text())
    monkeypatch.chdir(tmp_path)
    assert run(["check"]) == Exit.FINE
    assert json.loads(capsys.readouterr().out)["counts"]["error"] > 0


def test_a_rule_can_be_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "assent.toml").write_text('[severity]\nduplicate-key = "off"\n"dangling-*" = "note"\n')
    monkeypatch.chdir(tmp_path)
    run(["check", str(CARELESS), "-f", "json"])
    found = {each["rule"]: each["severity"] for each in json.loads(capsys.readouterr().out)["findings"]}
    assert "duplicate-key" not in found
    assert found["dangling-reference"] == "note"


def test_a_rule_that_is_not_there_is_wrong_usage_in_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "assent.toml").write_text('ignore = ["tag-*"]\n[severity]\nduplicate-kee = "off"\n')
    monkeypatch.chdir(tmp_path)
    assert run(["check", str(CARELESS)]) == Exit.USAGE
    said = capsys.readouterr().err
    assert "no rule is called 'tag-*'" in said
    assert "no rule is called 'duplicate-kee'. Did you mean 'duplicate-key'" in said


def test_one_that_cannot_be_loaded_does_not_keep_the_others_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("openapi: 3.1.0\ninfo: [\n")
    assert run(["check", str(broken), str(CARELESS), "-f", "json"]) == Exit.UNLOADABLE
    printed = capsys.readouterr()
    assert f"{broken}:" in printed.err
    assert json.loads(printed.out)["counts"]["error"] > 0
    assert run(["check", str(broken)]) == Exit.UNLOADABLE


@pytest.mark.parametrize(("text", "said"), [('{"asyncapi": "3.0.0"}', "AsyncAPI"), ("[]", "array"), ("", "")])
def test_what_is_no_description_is_named(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "openapi.json"
    file.write_text(text)
    assert run(["check", str(file)]) == Exit.UNLOADABLE
    assert said in capsys.readouterr().err


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = gzip.compress(PETSTORE.read_bytes())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert run(["check", "-"]) == Exit.FINE
    assert "<stdin>" in capsys.readouterr().out


def test_a_git_revision_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its other files too, though they have been deleted since."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "schemas").mkdir()
    (tmp_path / "openapi.yaml").write_text(BOOKSHOP.read_text())
    for file in sorted((BOOKSHOP.parent / "schemas").glob("*.yaml")):
        (tmp_path / "schemas" / file.name).write_text(file.read_text())
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    git(tmp_path, "rm", "-q", "-r", "schemas")
    git(tmp_path, "commit", "-q", "-m", "two")
    monkeypatch.chdir(tmp_path)
    assert run(["check", "openapi.yaml"]) == Exit.FINDINGS
    assert run(["check", "HEAD~1:openapi.yaml"]) == Exit.FINE


def test_a_limit_is_named_with_the_option_that_raises_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(BOOKSHOP), "--max-bytes", "100"]) == Exit.UNLOADABLE
    assert "--max-bytes" in capsys.readouterr().err


def test_a_bundle_is_one_file_that_means_the_same(tmp_path: Path) -> None:
    out = tmp_path / "one.yaml"
    assert run(["bundle", str(BOOKSHOP), "-o", str(out)]) == Exit.FINE
    assert run(["compare", str(BOOKSHOP), str(out), "--fail-on", "warning"]) == Exit.FINE
    assert len(load(str(out)).documents) == 1
    assert load(str(out)).problems() == []


@pytest.mark.parametrize(
    ("line", "begins"), [([], "openapi"), (["--to", "json"], "{"), (["--to", "yaml"], "openapi")]
)
def test_a_bundle_is_written_as_asked(
    line: list[str], begins: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bundle", str(BOOKSHOP), *line]) == Exit.FINE
    assert capsys.readouterr().out.startswith(begins)


def test_a_file_name_says_how_a_bundle_is_written(tmp_path: Path) -> None:
    run(["bundle", str(BOOKSHOP), "--dereference", "-o", str(tmp_path / "one.json")])
    assert json.loads((tmp_path / "one.json").read_text())["openapi"] == "3.1.0"


def test_what_a_bundle_could_not_follow_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bundle", str(CARELESS)]) == Exit.FINDINGS
    assert "Bok" in capsys.readouterr().err


def test_a_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "dangling-reference"]) == Exit.FINE
    assert capsys.readouterr().out.startswith("dangling-reference: A reference names nothing")


def test_all_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "--list"]) == Exit.FINE
    assert "duplicate-key" in capsys.readouterr().out


@pytest.mark.parametrize(("line", "said"), [(["danglin-reference"], "Did you mean"), ([], "--list")])
def test_a_rule_that_is_not_there_is_wrong_usage(
    line: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", *line]) == Exit.USAGE
    assert said in capsys.readouterr().err


def test_formats_are_parsed_with_their_files() -> None:
    wanted = options.parse_wanted(["text", "json=out.json"])
    assert [(each.format, each.file) for each in wanted] == [("text", None), ("json", Path("out.json"))]
    with pytest.raises(UsageError):
        options.parse_wanted(["nothing"])
