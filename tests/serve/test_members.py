"""Which of the members that a description names a body has."""

from __future__ import annotations

import pytest

from assent.json import Json
from assent.schema import read
from assent.serve.members import MOST_MEMBERS, described_members, names_of, seen_members
from assent.wire.views import View

OWNER: Json = {"type": "object", "properties": {"login": {"type": "string"}, "id": {}}}
CASES: dict[str, tuple[Json, Json, list[str], list[str]]] = {
    "nested": (
        {"properties": {"owner": OWNER, "n": {}}},
        {"owner": {"login": "a", "strange": 1}},
        ["n", "owner", "owner.id", "owner.login"],
        ["owner", "owner.login"],
    ),
    "items": (
        {"type": "array", "items": OWNER},
        [{}, {"id": 1}],
        ["[].id", "[].login"],
        ["[].id"],
    ),
    "items of a member": (
        {"properties": {"all": {"items": {"properties": {"a": {"items": {"properties": {"b": {}}}}}}}}},
        {"all": [{"a": [{"b": 1}]}]},
        ["all", "all[].a", "all[].a[].b"],
        ["all", "all[].a", "all[].a[].b"],
    ),
    "first items": (
        {"prefixItems": [{"properties": {"a": {}}}], "items": {"properties": {"b": {}}}},
        [{"a": 1}, {"c": 1}],
        ["[].a", "[].b"],
        ["[].a"],
    ),
    "members with any name": (
        {"properties": {"n": {}}, "additionalProperties": OWNER},
        {"x": {"id": 1}, "y": {"login": "a"}},
        ["*.id", "*.login", "n"],
        ["*.id", "*.login"],
    ),
    "branches": (
        {"oneOf": [{"properties": {"a": {}}}, {"properties": {"b": {"properties": {"c": {}}}}}]},
        {"b": {}},
        ["a", "b", "b.c"],
        ["b"],
    ),
    "recursion": (
        {"$ref": "#/$defs/n", "$defs": {"n": {"properties": {"next": {"$ref": "#/$defs/n"}, "v": {}}}}},
        {"next": {"next": {"next": {"v": 1}}, "v": 1}},
        ["next", "next.next", "next.v", "v"],
        ["next", "next.next", "next.v"],
    ),
    "no object": ({"type": "string"}, "a", [], []),
}


@pytest.mark.parametrize("name", CASES)
def test_nested_members_are_known_and_seen(name: str) -> None:
    tree, value, known, seen = CASES[name]
    members = described_members(View((read(tree, dialect="2020-12"),)))
    assert sorted(names_of(members)) == known
    assert sorted(seen_members(value, members)) == seen


def test_members_of_the_other_side_are_not_counted() -> None:
    tree: Json = {"properties": {"id": {"readOnly": True}, "secret": {"writeOnly": True}, "n": {}}}
    view = View((read(tree, dialect="2020-12"),))
    assert list(names_of(described_members(view, without="writeOnly"))) == ["id", "n"]
    assert list(names_of(described_members(view, without="readOnly"))) == ["secret", "n"]


def test_no_schema_is_too_wide_or_too_deep() -> None:
    wide: dict[str, Json] = {f"m{n}": {"properties": {"below": {}}} for n in range(MOST_MEMBERS)}
    tree: Json = {"properties": {"a": {"properties": wide}, "z": {}}}
    for _ in range(9):
        tree = {"properties": {"a": tree, "b": tree}}
    names = list(names_of(described_members(View((read(tree, dialect="2020-12"),)))))
    assert {"a", "b", "a.b"} <= set(names)
    assert len(names) <= MOST_MEMBERS
