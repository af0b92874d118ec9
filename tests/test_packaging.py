"""What the project promises to those who install it, run it or send a change."""

from __future__ import annotations

import os
import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import assent

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def name_of(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement)[0].lower().replace("_", "-")


def test_the_version_is_said_in_one_place() -> None:
    assert "version" in PROJECT["dynamic"]
    assert metadata.version("assent") == assent.__version__


def test_the_command_is_the_entry_point() -> None:
    [script] = metadata.entry_points(group="console_scripts", name="assent")
    assert script.load().__module__ == "assent.__main__"


def test_the_package_is_typed() -> None:
    assert (Path(assent.__file__).parent / "py.typed").is_file()


def test_the_gate_needs_nothing_of_what_meets_traffic() -> None:
    core = {name_of(each) for each in PROJECT["dependencies"]}
    assert core.isdisjoint({"hypothesis", "httpx", "openapi-core", "starlette", "uvicorn", "sqlalchemy"})
    assert set(PROJECT["optional-dependencies"]) >= {"fuzz", "mock", "pact", "all", "dev"}


def test_the_constraints_pin_everything_that_is_installed_and_name_no_host() -> None:
    lines = (ROOT / "constraints.txt").read_text().split()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line) for line in lines)
    pinned = {name_of(line) for line in lines}
    wanted = {name_of(each) for group in PROJECT["optional-dependencies"].values() for each in group}
    wanted |= {name_of(each) for each in PROJECT["dependencies"]}
    assert wanted - {"assent"} <= pinned


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    readme = (ROOT / "README.md").read_text()
    script = ROOT / ".ci" / "run"
    assert "$ make demo" in readme
    assert "$ make test" in readme
    assert "make test" in script.read_text()
    assert os.access(script, os.X_OK)


def test_the_readme_names_every_command() -> None:
    from assent.cli.commands import COMMANDS

    readme = (ROOT / "README.md").read_text()
    for entry in COMMANDS:
        assert f"| `assent {entry.name}" in readme


@pytest.mark.parametrize(
    "name", ["LICENSE", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md"]
)
def test_the_papers_are_there(name: str) -> None:
    assert (ROOT / name).read_text().strip()


@pytest.mark.parametrize(
    "path",
    sorted(path for path in ROOT.rglob("*.md") if not {".venv", "node_modules"} & set(path.parts)),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (path.parent / target).exists(), f"{path}: {target}"


def test_fragments_of_the_changelog_have_a_kind() -> None:
    for path in (ROOT / "changelog.d").glob("*.md"):
        if path.name != "README.md":
            assert re.fullmatch(
                r"[a-z0-9-]+\.(added|changed|deprecated|removed|fixed|security)\.md", path.name
            )
            assert len(path.read_text().strip()) > 20
