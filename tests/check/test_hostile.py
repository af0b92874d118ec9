"""Whatever stands in whatever place, checking ends with findings and not with an error."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from assent.check import check
from assent.document import from_tree, load
from assent.errors import DescriptionError
from assent.json import Json, walk

PETSTORES = sorted((Path(__file__).parents[2] / "specs" / "petstore").glob("*.yaml"))

WRONG: tuple[Json, ...] = (None, 7, "x", [], {}, True, {"$ref": 3}, {"$ref": "#/nowhere"}, ["x"], -1.5)

SHARE = 6
"""One place in so many is tried with each description, another one for each."""


def put(tree: Any, pointer: tuple[str, ...], value: Json) -> None:
    for token in pointer[:-1]:
        tree = tree[int(token)] if isinstance(tree, list) else tree[token]
    tree[int(pointer[-1]) if isinstance(tree, list) else pointer[-1]] = value


@pytest.mark.parametrize("path", PETSTORES, ids=lambda path: path.stem)
def test_a_wrong_type_in_any_place_is_no_error(path: Path) -> None:
    tree = load(str(path)).root.value
    pointers = [pointer for pointer, _ in walk(tree) if pointer]
    for number in range(PETSTORES.index(path), len(pointers), SHARE):
        broken = copy.deepcopy(tree)
        put(broken, pointers[number], WRONG[number // SHARE % len(WRONG)])
        assert isinstance(broken, dict)
        try:
            found = list(check(from_tree(broken, name="openapi.yaml")))
        except DescriptionError:
            continue
        for finding in found:
            assert finding.new is not None
            assert finding.new.line >= 1


def test_schemas_that_hold_themselves_are_checked_once() -> None:
    mutual: dict[str, Json] = {
        f"S{number}": {
            "allOf": [{"$ref": f"#/components/schemas/S{(number + 1) % 40}"}],
            "properties": {"all": {"$ref": f"#/components/schemas/S{(number * 7) % 40}"}},
            "required": ["nothing"],
        }
        for number in range(40)
    }
    tree: dict[str, Json] = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": mutual},
    }
    found = list(check(from_tree(tree, name="openapi.yaml")))
    assert {finding.rule.id for finding in found} <= {"undefined-required-property", "unsatisfiable-schema"}
    assert len(found) <= 2 * 40
