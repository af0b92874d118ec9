"""The configuration says what it means, and everything that is wrong with it at once."""

from __future__ import annotations

import tomllib
from pathlib import Path

import jsonschema
import pytest

from assent.config import Config, descriptions_of, find_config, read_config
from assent.config.keys import config_schema
from assent.errors import UsageError
from assent.findings.policy import FailOn
from assent.findings.rule import Profile, Severity

FULL = """
fail-on = "warning"
profile = "strict"
strict = true
accepted = "accepted.toml"
ignore = ["tag-*"]
format = ["text", "sarif=out.sarif"]
allow-remote = ["schemas.example.com"]
allow-path = ["../common"]
without-consumer = "note"

[severity]
"parameter-*" = "off"

[lifecycle]
free = ["alpha"]
notice = { beta = 30 }

[limits]
bytes = 1000

[[override]]
rule = "enum-*"
path = "/beta/**"
severity = "note"

[[api]]
path = "apis/*.yaml"
name = "all"
fail-on = "none"

[[api.override]]
path = "GET /x"
severity = "error"
"""


def written(folder: Path, text: str, name: str = "assent.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert read_config(start=tmp_path) == Config()


def test_every_key_is_read(tmp_path: Path) -> None:
    file = written(tmp_path, FULL)
    config = read_config(start=tmp_path)
    assert config.file == file
    assert config.gate.policy.fail_on is FailOn.WARNING
    assert config.gate.policy.profile is Profile.STRICT
    assert config.gate.policy.ignore == ("tag-*",)
    assert config.gate.policy.without_consumer is Severity.NOTE
    assert [(it.rule, it.path, it.severity) for it in config.gate.policy.overrides] == [
        ("parameter-*", "**", None),
        ("enum-*", "/beta/**", Severity.NOTE),
    ]
    assert config.gate.policy.lifecycle.free == ("alpha",)
    assert config.gate.policy.lifecycle.notice == {"beta": 30}
    assert config.gate.strict
    assert config.gate.accepted == tmp_path / "accepted.toml"
    assert config.format == ("text", "sarif=out.sarif")
    assert config.allow_remote == ("schemas.example.com",)
    assert config.allow_path == (tmp_path / "../common",)
    assert config.limits == {"bytes": 1000}


def test_an_api_inherits_what_it_does_not_say(tmp_path: Path) -> None:
    written(tmp_path, FULL)
    [api] = read_config(start=tmp_path).apis
    assert api.name == "all"
    assert api.gate.policy.fail_on is FailOn.NONE
    assert api.gate.policy.profile is Profile.STRICT
    assert api.gate.policy.overrides[-1].path == "GET /x"
    assert len(api.gate.policy.overrides) == 3


def test_the_table_in_a_project_file_counts_as_well(tmp_path: Path) -> None:
    written(tmp_path, '[tool.assent]\nprofile = "source"\n', "pyproject.toml")
    assert read_config(start=tmp_path).gate.policy.profile is Profile.SOURCE


@pytest.mark.parametrize(
    "text",
    [
        "tool.assent.strict = true",
        "[tool]\nassent = {strict = true}",
        "tool = {assent = {strict = true}}",
        """[ 'tool' . "assent" ]\nstrict = true""",
        '[tool."\\u0061ssent"]\nstrict = true',
    ],
)
def test_the_table_is_found_however_it_is_spelled(tmp_path: Path, text: str) -> None:
    written(tmp_path, text, "pyproject.toml")
    assert read_config(start=tmp_path).gate.strict


def test_a_project_file_without_the_table_is_passed_by(tmp_path: Path) -> None:
    written(tmp_path, "strict = true\n")
    inner = tmp_path / "inner"
    inner.mkdir()
    written(inner, "[project]\nname = 'x'\n", "pyproject.toml")
    assert find_config(inner) == tmp_path / "assent.toml"


def test_a_project_file_that_is_no_toml_is_passed_by(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    written(tmp_path, "= [", "pyproject.toml")
    assert find_config(tmp_path) is None


def test_the_search_ends_at_the_top_of_the_work_tree(tmp_path: Path) -> None:
    written(tmp_path, "strict = true\n")
    inner = tmp_path / "inner"
    (inner / ".git").mkdir(parents=True)
    assert find_config(inner) is None


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    written(
        tmp_path,
        """
        profle = "wire"
        strict = "yes"
        ignore = "x"
        fail-on = "sometimes"
        limits = 3
        severity = { a = "loud", b = 1 }
        [lifecycle]
        notice = { beta = -1 }
        [[api]]
        name = 5
        """,
    )
    with pytest.raises(UsageError) as caught:
        read_config(start=tmp_path)
    told = str(caught.value).replace(str(tmp_path), "")
    assert told.splitlines() == [
        "/assent.toml: unknown key 'profle'. Did you mean 'profile'?",
        "/assent.toml: strict must be true or false, not 'yes'.",
        "/assent.toml: ignore must be a list.",
        "/assent.toml: fail-on must be one of error, warning, note, none, not 'sometimes'.",
        "/assent.toml: limits must be a table.",
        "/assent.toml: severity.a must be one of error, warning, note, off, not 'loud'.",
        "/assent.toml: severity.b must be one of error, warning, note, off, not 1.",
        "/assent.toml: lifecycle.notice.beta must be a whole number from 0 up, not -1.",
        "/assent.toml: api[0].name must be a string, not 5.",
        "/assent.toml: api[0] needs the key 'path'.",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("= 1", "is not TOML"),
        ("zebra = 1", "Known: fail-on, "),
        ("severity = 1", "severity must be a table"),
    ],
)
def test_a_wrong_file_is_wrong_usage(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_config(written(tmp_path, text), start=tmp_path)


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_config(tmp_path / "absent.toml", start=tmp_path)


def test_a_glob_names_several_descriptions_of_one_api(tmp_path: Path) -> None:
    written(tmp_path, '[[api]]\npath = "apis/*.yaml"\n')
    (tmp_path / "apis").mkdir()
    for name in ("b.yaml", "a.yaml"):
        (tmp_path / "apis" / name).write_text("")
    found = descriptions_of(read_config(start=tmp_path))
    assert [file.name for _, file in found] == ["a.yaml", "b.yaml"]


def test_a_path_that_names_no_file_is_wrong_usage(tmp_path: Path) -> None:
    written(tmp_path, '[[api]]\npath = "apis/*.yaml"\n')
    with pytest.raises(UsageError, match="nothing is at 'apis/\\*\\.yaml'"):
        list(descriptions_of(read_config(start=tmp_path)))


def test_the_schema_for_editors_accepts_what_is_read_and_refuses_what_is_not() -> None:
    validator = jsonschema.Draft202012Validator(config_schema())
    jsonschema.Draft202012Validator.check_schema(config_schema())
    assert validator.is_valid(tomllib.loads(FULL))
    assert not validator.is_valid({"profle": "wire"})
    assert not validator.is_valid({"api": [{}]})


def test_the_schema_for_editors_knows_the_rules() -> None:
    schema = config_schema({"duplicate-key": "An object has the same key twice"})
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid({"severity": {"duplicate-key": "off", "dup*": "note"}})
    assert not validator.is_valid({"severity": {"duplicate-key": "loud"}})
