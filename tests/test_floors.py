"""The architecture as a table: a module imports its own package and lower floors, nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "assent"

FLOORS: dict[str, int] = {
    "spared": -1,
    "errors": 0,
    "exports": 0,
    "json": 0,
    "records": 0,
    "toml": 0,
    "document": 1,
    "schema": 2,
    "api": 3,
    "wire": 4,
    "findings": 5,
    "judge": 6,
    "check": 7,
    "compare": 7,
    "fuzz": 7,
    "serve": 7,
    "pact": 7,
    "registry": 8,
    "render": 8,
    "config": 9,
    "catalogue": 9,
    "pytest_plugin": 9,
    "python": 9,
    "testing": 9,
    "cli": 10,
    "__main__": 11,
    "__init__": 11,
}

MOST_LINES = 400


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def package_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """The first name below `assent` of every import in the module, lazy ones included."""
    here = ("assent", *path.relative_to(SOURCE).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Import():
                for name in node.names:
                    if name.name.startswith("assent."):
                        yield name.name.split(".")[1]
            case ast.ImportFrom(level=0, module=str(module)) if module.startswith("assent."):
                yield module.split(".")[1]
            case ast.ImportFrom(level=0, module="assent"):
                yield from (name.name for name in node.names if name.name in FLOORS)
            case ast.ImportFrom(level=level) if level > 0:
                yield ("." * level).join(here)
            case _:
                pass


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_imports_only_its_own_package_and_lower_floors(path: Path) -> None:
    own = package_of(path)
    for name in imported(path):
        assert name in FLOORS, f"{name} has no floor, or is a relative import"
        assert name == own or FLOORS[name] < FLOORS[own], f"{own} may not import {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_fits_on_a_few_screens(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MOST_LINES


def test_every_package_has_a_floor() -> None:
    assert {package_of(path) for path in modules()} <= FLOORS.keys()
