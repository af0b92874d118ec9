"""Which revision a pull request is compared with, as CI tells it or as git knows it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from assent.cli.base import COMMITS, TARGETS, files_in, find_base, renamed_since, top_of
from assent.cli.pairs import matches_glob
from assent.errors import UnknownRevision, UsageError


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A repository with a branch `main` and a later branch `change`."""
    folder = tmp_path / "origin"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "api.yaml").write_text("openapi: 3.1.0\n# a first line\n# a second line\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "one")
    git(folder, "checkout", "-q", "-b", "change")
    git(folder, "mv", "api.yaml", "moved.yaml")
    git(folder, "commit", "-q", "-m", "two")
    git(folder, "checkout", "-q", "main")
    (folder / "other.yaml").write_text("openapi: 3.1.0\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "three")
    return folder


@pytest.fixture
def clone(origin: Path, tmp_path: Path) -> Path:
    """A clone with the branch `change` checked out."""
    folder = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(origin), str(folder))
    git(folder, "checkout", "-q", "change")
    return folder


@pytest.mark.parametrize("name", TARGETS)
def test_the_target_that_ci_names_gives_the_merge_base(clone: Path, name: str) -> None:
    env = {name: "refs/heads/main", "TRAVIS_PULL_REQUEST": "7"}
    assert find_base("auto", env, clone).commit == git(clone, "rev-parse", "main~1")


@pytest.mark.parametrize("name", COMMITS)
def test_a_commit_that_ci_names_is_taken_as_it_is(clone: Path, name: str) -> None:
    commit = git(clone, "rev-parse", "origin/main")
    assert find_base("auto", {name: commit}, clone).commit == commit


def test_a_build_of_a_branch_has_no_target(clone: Path) -> None:
    git(clone, "branch", "-q", "--unset-upstream")
    found = find_base("auto", {"TRAVIS_BRANCH": "nowhere", "TRAVIS_PULL_REQUEST": "false"}, clone)
    assert found.commit == git(clone, "rev-parse", "main~1")


def test_without_ci_it_is_the_upstream(clone: Path) -> None:
    git(clone, "branch", "-q", "--set-upstream-to", "origin/main")
    found = find_base("auto", {}, clone)
    assert found.commit == git(clone, "rev-parse", "main~1")
    assert "@{upstream}" in found.why


def test_without_anything_it_is_wrong_usage(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    with pytest.raises(UsageError, match="--base main"):
        find_base("auto", {}, tmp_path)


def test_a_named_revision_is_taken(clone: Path) -> None:
    assert find_base("HEAD~1", {}, clone).commit == git(clone, "rev-parse", "HEAD~1")


@pytest.mark.parametrize(
    ("choice", "env", "wanted"),
    [
        ("v9", {}, "v9"),
        ("auto", {"GITHUB_BASE_REF": "v9"}, "+refs/heads/v9:refs/remotes/origin/v9"),
    ],
    ids=["named", "target"],
)
def test_a_revision_that_is_not_there_comes_with_the_command_that_brings_it(
    clone: Path, choice: str, env: dict[str, str], wanted: str
) -> None:
    with pytest.raises(UnknownRevision, match=re.escape(f"git fetch origin {wanted}")):
        find_base(choice, env, clone)


@pytest.mark.parametrize("branches", ["--single-branch", "--no-single-branch"])
def test_the_fetch_that_a_shallow_clone_is_told_brings_the_target(
    origin: Path, tmp_path: Path, branches: str
) -> None:
    folder = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", branches, "--branch=change", f"file://{origin}", str(folder))
    with pytest.raises(UnknownRevision) as told:
        find_base("auto", {"GITHUB_BASE_REF": "main"}, folder)
    command = str(told.value).partition("Run: git ")[2].split()
    assert command[:2] == ["fetch", "--unshallow"]
    git(folder, *command)
    found = find_base("auto", {"GITHUB_BASE_REF": "main"}, folder)
    assert found.commit == git(folder, "merge-base", "HEAD", "origin/main")


def test_renamed_files_are_known_by_their_old_path(clone: Path) -> None:
    base = find_base("auto", {"GITHUB_BASE_REF": "main"}, clone)
    assert renamed_since(base.commit, clone) == {"moved.yaml": "api.yaml"}
    assert files_in(base.commit, clone) == ["api.yaml"]


def test_outside_a_work_tree_there_is_no_base(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no git work tree"):
        top_of(tmp_path)


@pytest.mark.parametrize(
    ("path", "glob", "matches"),
    [
        ("apis/a/openapi.yaml", "apis/*/openapi.yaml", True),
        ("apis/a/b/openapi.yaml", "apis/*/openapi.yaml", False),
        ("apis/a/b/openapi.yaml", "apis/**/openapi.yaml", True),
        ("apis/openapi.yaml", "apis/**/openapi.yaml", True),
        ("openapi.yaml", "./openapi.yaml", True),
        ("openapi.yml", "*.yaml", False),
    ],
)
def test_a_glob_over_a_revisions_files_means_what_it_means_on_disk(
    path: str, glob: str, matches: bool
) -> None:
    assert matches_glob(path, glob) is matches
