"""A description of OpenAPI 3.0, rewritten for 3.1 by rule, is the same Api."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.api.making import api_of

from assent.api import Api, read_api
from assent.document import load
from assent.json import Json
from assent.schema.nodes import Pool

MAPS = {
    "properties",
    "schemas",
    "parameters",
    "headers",
    "responses",
    "paths",
    "callbacks",
    "securitySchemes",
}
"""Members whose names the author chose, so that none of them is a keyword."""

BYTES = {"type": "string", "format": "binary"}

DATA = {"example", "examples", "default", "enum", "scopes"}


def rewritten(value: Any, *, names: bool = False) -> Any:
    """The value in the words of 3.1; `names`: the members have names that the author chose."""
    match value:
        case list():
            return [rewritten(item) for item in value]
        case dict() if names:
            return {name: rewritten(member) for name, member in value.items()}
        case {"$ref": str(reference)}:
            return {"$ref": reference}
        case dict():
            members = {
                key: member
                if key in DATA or key.startswith("x-")
                else rewritten(member, names=key in MAPS and isinstance(member, dict))
                for key, member in value.items()
            }
            return schema_words(members)
        case _:
            return value


COMBINING = {"enum", "allOf", "anyOf", "oneOf", "not"}


def schema_words(members: dict[str, Any]) -> dict[str, Any]:
    """The keywords of 3.0's schemas as 3.1 has them; an object that is no schema has none of them."""
    for bound in ("minimum", "maximum"):
        exclusive = "exclusive" + bound.capitalize()
        if isinstance(members.get(exclusive), bool) and members.pop(exclusive):
            members[exclusive] = members.pop(bound)
    if members.pop("nullable", False) is not True:
        return members
    if COMBINING.isdisjoint(members):
        return {**members, "type": [members["type"], "null"]} if "type" in members else members
    return {"anyOf": [{"type": "null"}, members]}


def without_bytes(tree: Any) -> Any:
    """The tree without the schemas that only say that a body is bytes."""
    if isinstance(tree, list):
        return [without_bytes(item) for item in tree]
    if not isinstance(tree, dict):
        return tree
    made: dict[str, Any] = {key: without_bytes(member) for key, member in tree.items()}
    content = made.get("content")
    for name, held in content.items() if isinstance(content, dict) else ():
        if isinstance(held, dict) and only_bytes(held.get("schema")) and "json" not in name:
            del held["schema"]
    return made


def only_bytes(schema: object) -> bool:
    words = {"description", "title", "example"}
    return isinstance(schema, dict) and {key: schema[key] for key in schema if key not in words} == BYTES


def both(tree: Json) -> tuple[Api, Api]:
    pool = Pool()
    assert isinstance(tree, dict)
    old = api_of(tree, pool=pool)
    new = api_of({**without_bytes(rewritten(tree)), "openapi": "3.1.1"}, pool=pool)
    return old, new


@pytest.mark.parametrize(
    "name", ["box/2024-10-11-7c19019e.json", "twilio/twilio_api_v2010.2025-01-28-e88f6e55.json"]
)
def test_a_real_description_and_its_rewriting_are_equal(name: str, shared: Path) -> None:
    old, new = both(load(str(shared / "corpus" / name)).root.value)
    assert old.version != new.version
    different = [key for key in old.operations if old.operations[key] != new.operations[key]]
    assert different == []
    assert old == new


def test_a_bound_that_the_rewriting_forgets_is_noticed(shared: Path) -> None:
    tree = load(str(shared / "corpus/box/2024-10-11-7c19019e.json")).root.value
    assert isinstance(tree, dict)
    pool = Pool()
    old = read_api(load(str(shared / "corpus/box/2024-10-11-7c19019e.json")), pool=pool)
    forgetful = api_of({**tree, "openapi": "3.1.1"}, pool=pool)
    assert old != forgetful
