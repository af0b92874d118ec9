"""What tests share: where the corpus and the cases with known answers lie, if they do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the corpus and the cases; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("ASSENT_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "corpus").is_dir():
        pytest.skip("the folder with the corpus is not beside this checkout (set ASSENT_SHARED)")
    return folder
