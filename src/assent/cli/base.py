"""The revision to compare with: a pull request's merge-base, as CI tells it or as git knows it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from assent.errors import UnknownRevision, UsageError
from assent.records import dataclass

AUTO = "auto"

TARGETS = (
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "CHANGE_TARGET",
    "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
    "DRONE_TARGET_BRANCH",
    "TRAVIS_BRANCH",
)
"""Where CI names the branch that a pull request wants to join: GitHub, GitLab, Bitbucket, Azure, Jenkins, …"""

COMMITS = ("CI_MERGE_REQUEST_DIFF_BASE_SHA",)
"""Where CI names the merge-base itself: GitLab."""


@dataclass(frozen=True, slots=True)
class Base:
    """A commit to compare with, and how it was found."""

    commit: str
    why: str


def find_base(choice: str, env: Mapping[str, str], folder: Path) -> Base:
    """The commit that a `--base` means: `auto` is the merge-base with the pull request's target, else the upstream.

    Raises: UsageError where nothing tells which commit that is, UnknownRevision where git lacks it.
    """
    if choice != AUTO:
        commit = _commit(choice, folder)
        if commit is None:
            raise UnknownRevision(choice, "git does not have this revision.", _fetch(choice, folder))
        return Base(commit, f"{choice} was asked for")
    for name in COMMITS:
        if env.get(name):
            commit = _commit(env[name], folder)
            if commit is None:
                raise UnknownRevision(
                    env[name], f"git does not have what {name} names.", _fetch(env[name], folder)
                )
            return Base(commit, f"{name} names it")
    for target, why in _targets(env):
        return Base(_merge_base(target, folder), why)
    for target in ("@{upstream}", "origin/HEAD", "origin/main", "origin/master"):
        if _commit(target, folder) is not None:
            return Base(_merge_base(target, folder), f"merge-base with {target}")
    raise UsageError(
        "Nothing tells which revision to compare with: no pull request in CI's variables, and no upstream. "
        "Name one: --base main."
    )


def _targets(env: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in TARGETS:
        branch = env.get(name, "").removeprefix("refs/heads/")
        if branch and not (name == "TRAVIS_BRANCH" and env.get("TRAVIS_PULL_REQUEST", "false") == "false"):
            yield branch, f"merge-base with {branch}, which {name} names"


def _merge_base(target: str, folder: Path) -> str:
    """The newest commit that HEAD shares with a branch, whether git has it as its own or as origin's.

    Raises: UnknownRevision with the command that brings what is missing.
    """
    for name in (f"origin/{target}", target):
        if _commit(name, folder) is not None:
            shared = _git(folder, "merge-base", "HEAD", name)
            if shared:
                return shared
            why = f"HEAD and {name} share no commit that git has here."
            raise UnknownRevision(name, why, _fetch(_as_branch(target), folder))
    raise UnknownRevision(target, "git does not have this branch.", _fetch(_as_branch(target), folder))


def _as_branch(target: str) -> str:
    """What fetch brings a branch by, also into a clone that was made of another branch alone."""
    name = target.removeprefix("origin/")
    return f"+refs/heads/{name}:refs/remotes/origin/{name}"


def _fetch(wanted: str, folder: Path) -> str:
    shallow = _git(folder, "rev-parse", "--is-shallow-repository") == "true"
    return f"Run: git fetch {'--unshallow ' if shallow else ''}origin {wanted.removeprefix('origin/')}"


def _commit(revision: str, folder: Path) -> str | None:
    return (
        _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") or None
    )


def _git(folder: Path, *arguments: str) -> str:
    """What git prints, without its last newline; nothing where it fails.

    Raises: UsageError if git cannot be run.
    """
    import subprocess

    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except OSError as error:
        raise UsageError("git cannot be run, so no revision can be compared with.") from error
    return os.fsdecode(done.stdout).strip() if done.returncode == 0 else ""


def top_of(folder: Path) -> Path:
    """The top folder of the work tree around a folder.

    Raises: UsageError if there is none.
    """
    found = _git(folder, "rev-parse", "--show-toplevel")
    if not found:
        raise UsageError(f"{folder} lies in no git work tree, so --base has nothing to compare with.")
    return Path(found)


def files_in(commit: str, top: Path) -> list[str]:
    """The paths of a commit's files, from the top of the repository."""
    found = _git(top, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    return [path for path in found.split("\0") if path]


def renamed_since(commit: str, top: Path) -> dict[str, str]:
    """For each file of the work tree that had another path at the commit, that path."""
    told = _git(top, "diff", "--name-status", "-z", "--find-renames", "--diff-filter=R", commit, "--").split(
        "\0"
    )
    triples = zip(told[0::3], told[1::3], told[2::3], strict=False)
    return {new: old for _, old, new in triples}
