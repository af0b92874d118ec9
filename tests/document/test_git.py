from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assent.document import Limits, load
from assent.document.git import split_revision
from assent.errors import LimitExceeded, SourceError, UnknownRevision

Write = Callable[[Mapping[str, str]], Path]
Git = Callable[..., str]

OLD = {
    "api/openapi.yaml": "paths: {/a: {$ref: 'parts/a.yaml'}}",
    "api/parts/a.yaml": "get: {summary: old, requestBody: {$ref: '../../shared/body.yaml#/One'}}",
    "shared/body.yaml": "One: {content: {}}",
    "my file.yaml": "paths: {}",
}


@pytest.fixture
def repository(files: Write, git: Git) -> Path:
    """Two commits and a tag `v1` on the first; the second removes a file and changes another."""
    folder = files(OLD)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "one")
    git(folder, "tag", "v1")
    (folder / "shared/body.yaml").unlink()
    files({"api/parts/a.yaml": "get: {summary: new}"})
    git(folder, "commit", "-q", "-a", "-m", "two")
    return folder


@pytest.mark.parametrize(
    "revision", ["v1", "HEAD~1", "HEAD^", "@~", "main~1", "refs/tags/v1", "HEAD^{/one}", ":/one"]
)
def test_a_revision_brings_its_own_files_even_those_deleted_since(repository: Path, revision: str) -> None:
    description = load(f"{revision}:api/openapi.yaml", cwd=repository)
    assert description.problems() == []
    assert [document.name for document in description.documents.values()] == [
        f"{revision}:{name}" for name in ("api/openapi.yaml", "api/parts/a.yaml", "shared/body.yaml")
    ]
    path = description.root.get("paths")
    assert path is not None
    item = path.get("/a")
    assert item is not None
    operation = description.follow(item).get("get")
    assert operation is not None
    summary = operation.get("summary")
    assert summary is not None
    assert summary.value == "old"


def test_a_commit_names_itself(repository: Path, git: Git) -> None:
    commit = git(repository, "rev-parse", "v1")
    assert load(f"{commit}:api/openapi.yaml", cwd=repository).problems() == []


def test_a_position_in_a_revision_is_shown_with_it(repository: Path) -> None:
    paths = load("v1:api/openapi.yaml", cwd=repository).root.get("paths")
    assert str(paths and paths.at) == "v1:api/openapi.yaml:3:1"


def test_names_with_spaces_are_read(repository: Path) -> None:
    assert load("v1:my file.yaml", cwd=repository).version == "3.1"


def test_paths_count_from_the_top_unless_they_begin_with_a_dot(repository: Path) -> None:
    inner = repository / "api"
    assert load("v1:api/openapi.yaml", cwd=inner).problems() == []
    assert load("v1:./openapi.yaml", cwd=inner).problems() == []
    with pytest.raises(SourceError, match=r"write v1:api/openapi\.yaml"):
        load("v1:openapi.yaml", cwd=inner)


def test_the_upstream_is_a_revision(repository: Path, git: Git, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(repository), "clone")
    assert load("@{u}:api/openapi.yaml", cwd=tmp_path / "clone").root.document.name == "@{u}:api/openapi.yaml"


def test_a_branch_without_an_upstream_is_told_how_to_get_one(repository: Path) -> None:
    with pytest.raises(UnknownRevision, match="git branch --set-upstream-to"):
        load("@{u}:api/openapi.yaml", cwd=repository)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("nowhere:api/openapi.yaml", "no revision 'nowhere'"),
        ("v9:api/openapi.yaml", "no revision 'v9'"),
        ("HEAD~7:api/openapi.yaml", "no revision 'HEAD~7'"),
        ("--help:api/openapi.yaml", "no revision '--help'"),
        ("v1\nv1:x", "no revision"),
        (":api/openapi.yaml", "no revision ''"),
    ],
)
def test_a_revision_that_is_not_there_is_named(repository: Path, source: str, says: str) -> None:
    with pytest.raises(UnknownRevision) as caught:
        load(source, cwd=repository)
    assert says in str(caught.value)
    assert "git rev-parse" in str(caught.value)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("nothing.yaml", "no such file in that revision"),
        ("api", "it is a directory"),
        ("", "it is a directory"),
        ("a\nb", "no such file"),
    ],
)
def test_a_file_that_is_not_in_the_revision_is_named(repository: Path, path: str, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        load(f"v1:{path}", cwd=repository)


def test_a_bare_repository_has_revisions_too(repository: Path, git: Git, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(repository), "bare.git")
    assert load("v1:api/openapi.yaml", cwd=tmp_path / "bare.git").problems() == []


def test_outside_a_repository_git_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not a git repository"):
        load("v1:openapi.yaml", cwd=tmp_path)


def test_references_stay_in_the_revision(repository: Path, files: Write, git: Git) -> None:
    files({"api/openapi.yaml": "paths: {/a: {$ref: '../../../out.yaml'}, /b: {$ref: 'file:///etc/passwd'}, /c: {$ref: link.yaml}, /d: {$ref: in.yaml}}"})  # fmt: skip
    (repository / "api/link.yaml").symlink_to("/etc/passwd")
    (repository / "api/in.yaml").symlink_to("parts/a.yaml")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "three")
    problems = load("HEAD:api/openapi.yaml", cwd=repository).problems()
    assert [problem.kind for problem in problems] == ["refused-reference"] * 3


@pytest.mark.parametrize(
    ("source", "command"),
    [
        ("HEAD~1:x.yaml", "git fetch --deepen=1"),
        ("HEAD^^~2:x.yaml", "git fetch --deepen=4"),
        ("v1:x.yaml", "git fetch --depth=1 origin tag v1"),
        ("origin/release:x.yaml", "git fetch --depth=1 origin +refs/heads/release:refs/remotes/origin/release"),
        ("0123456789012345678901234567890123456789:x.yaml", "git fetch --depth=1 origin 0123456789012345678901234567890123456789"),
        ("abcdef1:x.yaml", "git fetch --unshallow"),
        ("main~3:x.yaml", "git fetch --unshallow"),
    ],
)  # fmt: skip
def test_a_shallow_clone_gets_the_exact_fetch(
    repository: Path, git: Git, tmp_path: Path, source: str, command: str
) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repository}", "clone")
    with pytest.raises(UnknownRevision, match="This clone is shallow") as caught:
        load(source, cwd=tmp_path / "clone")
    assert f"`{command}`" in str(caught.value)


@pytest.mark.parametrize("source", ["HEAD~1:api/openapi.yaml", "v1:api/openapi.yaml"])
def test_the_fetch_that_is_advised_works(repository: Path, git: Git, tmp_path: Path, source: str) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repository}", "clone")
    clone = tmp_path / "clone"
    with pytest.raises(UnknownRevision) as caught:
        load(source, cwd=clone)
    command = str(caught.value).rpartition("`git ")[2].partition("`")[0]
    git(clone, *command.split())
    assert load(source, cwd=clone).problems() == []


def test_a_file_that_is_too_large_is_not_kept(repository: Path, files: Write, git: Git) -> None:
    files({"large.yaml": "openapi: 3.1.0 #" + "x" * 3_000_000, "after.yaml": "openapi: 3.1.0"})
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "large")
    with pytest.raises(LimitExceeded, match="--max-bytes"):
        load("HEAD:large.yaml", cwd=repository, limits=Limits(bytes=1000))
    assert load("HEAD:large.yaml", cwd=repository).version == "3.1"


def test_the_process_ends_with_the_description(repository: Path) -> None:
    description = load("v1:api/openapi.yaml", cwd=repository)
    assert description.problems() == []
    del description
    gc.collect()


@pytest.mark.parametrize(
    ("source", "revision", "path"),
    [
        ("HEAD:a.yaml", "HEAD", "a.yaml"),
        ("@{u}:a.yaml", "@{u}", "a.yaml"),
        ("HEAD^{/fix: it}:a:b", "HEAD^{/fix: it}", "a:b"),
        (":/fix it:a.yaml", ":/fix it", "a.yaml"),
    ],
)
def test_the_colon_that_ends_the_revision_is_found(source: str, revision: str, path: str) -> None:
    assert split_revision(source) == (revision, path)
