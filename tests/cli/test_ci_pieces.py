"""What runs in CI, run here: the same steps, in a scratch repository."""

from __future__ import annotations

import json
import os
import re
import shlex
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
OLD = """\
openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
      responses: {"200": {description: Done}}
"""
GOOD = OLD.replace("maximum: 100", "maximum: 200")
BAD = OLD.replace("maximum: 100", "maximum: 50")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose main branch has the description; a branch of it is checked out."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "openapi.yaml").write_text(OLD)
    commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "-b", "change")
    return tmp_path


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")
    git(folder, *who, "commit", "--quiet", "--message", "Change")


def run(script: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """The script as CI's shell runs it, with this interpreter's `assent` on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "CI_"))}
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(
        words, cwd=folder, env=kept | {"PATH": path} | env, capture_output=True, text=True, check=False
    )


def step(name: str) -> dict[str, Any]:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    found: dict[str, Any] = next(it for it in action["runs"]["steps"] if it["name"] == name)
    return found


def defaults(step: dict[str, Any], given: dict[str, str]) -> dict[str, str]:
    """The step's environment with the action's inputs in it."""
    inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]

    def value(text: str) -> str:
        named = re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", text)
        return given.get(named[1], inputs[named[1]]["default"]) if named else ""

    return {name: value(text) for name, text in step["env"].items()}


@pytest.mark.parametrize(("text", "status"), [(GOOD, 0), (BAD, 1)], ids=["good", "bad"])
def test_the_action_gates_a_pull_request(repository: Path, text: str, status: int) -> None:
    (repository / "openapi.yaml").write_text(text)
    commit(repository)
    summary = repository / "summary"
    env = defaults(step("Compare"), {"spec": "openapi.yaml"})
    done = run(
        step("Compare")["run"], repository, GITHUB_BASE_REF="main", GITHUB_STEP_SUMMARY=str(summary), **env
    )
    assert done.returncode == status, done.stderr
    reports = repository / "assent-reports"
    report = json.loads((reports / "report.json").read_text())
    assert report["verdict"] == ("breaking" if status else "compatible")
    assert {"report.md", "report.html", "report.sarif"} <= {path.name for path in reports.iterdir()}
    assert summary.read_text()
    assert ("::error" in done.stdout) == bool(status)


def test_the_action_finds_assent_where_it_is_installed(repository: Path) -> None:
    done = run(step("Install assent")["run"], repository, ASSENT_VERSION="", ASSENT_ACTION=str(ROOT))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("text", "status"), [(GOOD, 0), (BAD, 1)], ids=["good", "bad"])
def test_the_gitlab_template_gates_a_merge_request(repository: Path, text: str, status: int) -> None:
    (repository / "openapi.yaml").write_text(text)
    commit(repository)
    job = yaml.safe_load((ROOT / "templates" / "gitlab.yml").read_text())[".assent"]
    base = subprocess.run(
        ["git", "rev-parse", "main"], cwd=repository, capture_output=True, text=True, check=True
    ).stdout.strip()
    env = {**job["variables"], "ASSENT_SPEC": "openapi.yaml", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    done = run("\n".join(job["script"]), repository, **env)
    assert done.returncode == status, done.stderr
    assert (repository / job["artifacts"]["reports"]["codequality"]).is_file()
    assert (repository / job["artifacts"]["reports"]["junit"]).is_file()


def test_the_nightly_template_tests_a_provider_and_misses_a_night_without(tmp_path: Path) -> None:
    workflow = yaml.safe_load((ROOT / "templates" / "nightly-github.yml").read_text())
    steps = {name: {it.get("name"): it for it in job["steps"]} for name, job in workflow["jobs"].items()}
    beat = steps["heartbeat"]["Tell if the last night had no run"]["run"]
    missed = run(beat, tmp_path)
    assert missed.returncode == 1
    assert "last tested at 1970" in missed.stderr
    (tmp_path / "openapi.yaml").write_text(OLD)
    summary = tmp_path / "summary.md"
    with answering(
        b"HTTP/1.1 500 Internal Server Error\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
    ) as url:
        env = {**workflow["env"], "ASSENT_BUDGET": "--requests 40", "ASSENT_OPTIONS": ""}
        given = {"PROVIDER": url, "GITHUB_RUN_NUMBER": "7", "GITHUB_STEP_SUMMARY": str(summary)}
        night = steps["conformance"]["Test the provider"]["run"]
        first = run(night, tmp_path, **env, **given)
        second = run(night, tmp_path, **env, **given)
    assert first.returncode == 1, first.stderr
    assert "server-error" in first.stdout
    assert second.returncode == 0, second.stdout + second.stderr
    assert {"fuzz.sarif", "fuzz.html"} <= {path.name for path in tmp_path.iterdir()}
    assert summary.read_text()
    assert run(beat, tmp_path).returncode == 0


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """The URL of a server that gives every request the same answer."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            length = 0
            while (line := self.rfile.readline()) and line != b"\r\n":
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            self.rfile.read(length)
            self.wfile.write(answer)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize(("text", "status"), [(GOOD, 0), (BAD, 1)], ids=["good", "bad"])
def test_the_hook_compares_the_files_that_were_touched(repository: Path, text: str, status: int) -> None:
    (repository / "openapi.yaml").write_text(text)
    git(repository, "branch", "--set-upstream-to=main")
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    hook = next(it for it in hooks if it["id"] == "assent-compare")
    assert re.search(hook["files"], "openapi.yaml")
    assert run(f"{hook['entry']} {shlex.quote('openapi.yaml')}", repository).returncode == status


@pytest.mark.parametrize("text", [GOOD, BAD], ids=["good", "bad"])
def test_the_comment_takes_nothing_from_a_fork_but_digits_and_a_text(repository: Path, text: str) -> None:
    """The second workflow of the guide, with a `gh` that writes down what it is asked to do."""
    (repository / "openapi.yaml").write_text(text)
    commit(repository)
    env = defaults(step("Compare"), {"spec": "openapi.yaml"})
    run(step("Compare")["run"], repository, GITHUB_BASE_REF="main", GITHUB_STEP_SUMMARY=os.devnull, **env)
    (repository / "assent-reports" / "number").write_text("17; touch stolen\n")
    tools = repository / "tools"
    tools.mkdir()
    gh = tools / "gh"
    gh.write_text('#!/bin/sh\necho "$@" >> "$ASKED"\ncase "$2" in */pulls/17) echo abc;; esac\n')
    gh.chmod(0o755)
    asked = repository / "asked"
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    words = ["bash", "-eo", "pipefail", "-c", _comment_step()]
    done = subprocess.run(
        words,
        cwd=repository,
        env={"PATH": path, "ASKED": str(asked), "GH_REPO": "pets/api", "HEAD_SHA": "abc"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "--method POST repos/pets/api/issues/17/comments --field body=@comment.md" in asked.read_text()
    assert not (repository / "stolen").exists()
    assert "<!-- assent" in (repository / "comment.md").read_text()


def _comment_step() -> str:
    text = (ROOT / "docs" / "guides" / "github.md").read_text()
    workflow = next(
        block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "workflow_run" in block
    )
    steps = yaml.safe_load(workflow)["jobs"]["comment"]["steps"]
    found: str = next(it["run"] for it in steps if it.get("name") == "Comment")
    return found


def test_no_workflow_of_the_guide_runs_a_forks_code_with_rights() -> None:
    text = (ROOT / "docs" / "guides" / "github.md").read_text()
    for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL):
        tree = yaml.safe_load(block)
        if not isinstance(tree, dict) or "jobs" not in tree:
            continue
        rights = tree["permissions"]
        checks_out = "actions/checkout" in block
        assert not checks_out or set(rights.values()) == {"read"}
        assert "pull_request_target" not in block
