"""By which member items are named."""

from __future__ import annotations

import pytest

from assent.json import Json
from assent.serve.items import id_member
from assent.serve.resources import Resource

CASES: dict[str, tuple[str, dict[str, Json], str | None]] = {
    "its own": ("id", {"name": "a", "id": 1}, "id"),
    "what it ends with": ("milestone_number", {"id": 9, "number": 1}, "number"),
    "in camel case": ("teamSlug", {"id": 9, "name": "A B", "slug": "a-b"}, "slug"),
    "the whole first": ("pet_id", {"id": 9, "pet_id": 1}, "pet_id"),
    "another spelling": ("pet_id", {"name": "a", "petId": 1}, "petId"),
    "capitals": ("repoID", {"name": "a", "id": 1}, "id"),
    "several words": ("order_line_item_ref", {"id": 1, "item_ref": "x"}, "item_ref"),
    "the first of two": ("idOrName", {"name": "a", "id": 1}, "id"),
    "another word": ("pet", {"name": "a", "id": 1}, "id"),
    "a name": ("tag_id", {"name": "a"}, "name"),
    "no name for a path": ("file_path", {"path": "a/b", "id": 1}, "id"),
    "none": ("id", {"size": 1}, None),
}


@pytest.mark.parametrize("name", CASES)
def test_the_member_that_names_an_item_is_what_the_path_parameter_speaks_of(name: str) -> None:
    parameter, item, expected = CASES[name]
    resource = Resource(collection="/x", item=f"/x/{{{parameter}}}", parameter=parameter)
    assert id_member(resource, item) == expected
