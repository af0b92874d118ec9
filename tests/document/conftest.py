"""Small descriptions and git repositories for the loader's tests."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Write = Callable[[Mapping[str, str]], Path]
Git = Callable[..., str]

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"


@pytest.fixture
def files(tmp_path: Path) -> Write:
    """Writes files below a folder of their own and gives the folder; a text of YAML gets the head of a description
    where it begins with `paths:` or `components:`."""
    folder = tmp_path / "project"

    def write(texts: Mapping[str, str]) -> Path:
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(HEAD + text if text.startswith(("paths:", "components:", "webhooks:")) else text)
        return folder

    return write


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in the folder, with an identity and configuration of its own."""
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        "HOME": str(home), "PATH": "/usr/bin:/bin:/usr/local/bin", "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
    }  # fmt: skip

    def run(folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    return run
