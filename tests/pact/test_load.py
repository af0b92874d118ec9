from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from tests.cli.test_base import git

from assent.errors import DescriptionError, SourceError
from assent.pact.load import load_pact, load_pacts, pact_sources
from assent.pact.read import NotAPact


def written(consumer: str) -> str:
    return json.dumps({"consumer": {"name": consumer}, "interactions": []})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pacts" / "deep").mkdir(parents=True)
    for name in ("b", "a", "deep/c"):
        (tmp_path / "pacts" / f"{name}.json").write_text(written(name))
    (tmp_path / "pacts" / "notes.txt").write_text("no pact")
    return tmp_path


def consumers(folder: Path, *given: str) -> list[str]:
    return [pact.consumer for pact in load_pacts(given, cwd=folder)]


def test_a_folder_gives_its_json_files_in_order(folder: Path) -> None:
    assert consumers(folder, "pacts") == ["a", "b", "deep/c"]


def test_a_glob_gives_what_it_matches_in_order(folder: Path) -> None:
    assert consumers(folder, "pacts/[ab].json") == ["a", "b"]
    assert consumers(folder, "pacts/**/*.json") == ["a", "b", "deep/c"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(folder: Path) -> None:
    (folder / "[ab].json").write_text(written("itself"))
    assert consumers(folder, "[ab].json") == ["itself"]


@pytest.mark.parametrize("given", ["nothing-*.json", "empty"])
def test_a_glob_or_folder_without_pacts_is_an_error(folder: Path, given: str) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(SourceError):
        list(pact_sources([given], cwd=folder))


def test_other_json_in_a_folder_is_passed_over(folder: Path) -> None:
    (folder / "pacts" / "package.json").write_text('{"name": "web"}')
    assert consumers(folder, "pacts") == ["a", "b", "deep/c"]


def test_a_file_that_is_named_must_be_a_pact(folder: Path) -> None:
    (folder / "package.json").write_text('{"name": "web"}')
    with pytest.raises(NotAPact):
        consumers(folder, "package.json")


def test_a_folder_of_other_json_alone_is_an_error(folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "other" / "package.json").write_text('{"name": "web"}')
    with pytest.raises(NotAPact):
        consumers(folder, "other")


def test_broken_json_in_a_folder_is_an_error(folder: Path) -> None:
    (folder / "pacts" / "broken.json").write_text("{")
    with pytest.raises(DescriptionError):
        consumers(folder, "pacts")


def test_standard_input_is_a_source(folder: Path) -> None:
    pact = load_pact("-", stdin=io.BytesIO(written("piped").encode()), cwd=folder)
    assert pact.consumer == "piped"


def test_a_pact_may_lie_in_a_git_revision(folder: Path) -> None:
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "one")
    (folder / "pacts" / "a.json").write_text(written("changed"))
    assert load_pact("HEAD:pacts/a.json", cwd=folder).consumer == "a"


def test_a_pact_names_the_source_that_was_given(folder: Path) -> None:
    assert [pact.source for pact in load_pacts(["pacts"], cwd=folder)] == [
        "pacts/a.json",
        "pacts/b.json",
        "pacts/deep/c.json",
    ]
