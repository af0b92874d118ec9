"""The smallest readable values that witnesses are made of."""

from __future__ import annotations

import pytest

from assent.api import Side
from assent.compare.change import DEFAULTS
from assent.compare.decide import Decider
from assent.compare.rewriting import Marks
from assent.compare.smallest import smallest
from assent.json import Json
from assent.schema import Pool, read
from assent.schema.formats import known_formats
from assent.schema.values import one

AUTHORED: dict[str, dict[str, Json]] = {
    "nothing": {},
    "example": {"example": "2001-02-03T04:05:06Z"},
    "default": {"default": "a@example.com"},
    "examples": {"examples": ["https://example.com/b"]},
    "a number": {"example": 7},
    "null": {"default": None},
}


@pytest.mark.parametrize("authored", AUTHORED.values(), ids=AUTHORED.keys())
@pytest.mark.parametrize("name", known_formats())
@pytest.mark.parametrize("types", ["string", ["string", "null"], "integer"])
def test_a_value_of_a_format_is_the_one_that_a_search_ends_with(
    types: Json, name: str, authored: dict[str, Json]
) -> None:
    schema = read({"type": types, "format": name, **authored}, dialect="2020-12", pool=Pool())
    decider = Decider(Side.REQUEST, "new", DEFAULTS, Marks(named=frozenset()))
    assert smallest(schema, decider) == one(schema, formats="assert")


ARRAYS: dict[str, dict[str, Json]] = {
    "unique": {"uniqueItems": True},
    "of any length": {"minItems": 0, "uniqueItems": True},
    "not empty": {"minItems": 1},
    "example": {"uniqueItems": True, "example": ["b"]},
    "no valid example": {"uniqueItems": True, "example": ["b", "b"]},
}


@pytest.mark.parametrize("more", ARRAYS.values(), ids=ARRAYS.keys())
def test_an_array_is_the_one_that_a_search_ends_with(more: dict[str, Json]) -> None:
    items: Json = {"type": "string", "example": "a"}
    schema = read({"type": "array", "items": items, **more}, dialect="2020-12", pool=Pool())
    decider = Decider(Side.REQUEST, "new", DEFAULTS, Marks(named=frozenset()))
    assert smallest(schema, decider) == one(schema, formats="assert")
