"""Rewritings read no more than they are asked for, and say the same as where everything is read."""

from __future__ import annotations

from typing import get_args

import pytest

from assent.api import Side
from assent.compare.rewriting import Marks, Rewriting, Role
from assent.json import Json
from assent.schema import Schema, read
from assent.schema.model import inner_schemas
from assent.schema.plain import plain

PARTS: dict[str, Json] = {
    "text": {"type": "string", "nullable": True, "description": "a word"},
    "listed": {"enum": ["a", 1], "nullable": True},
    "reference": {"$ref": "#/properties/object"},
    "object": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"$ref": "#"}}},
    "demanding": {"type": "object", "required": ["a"]},
    "array": {"type": "array", "items": {"oneOf": [{"required": ["a"]}, {"type": "string"}]}},
    "map": {"additionalProperties": False, "properties": {"a": {}}},
}
WHOLE: Json = {"type": "object", "properties": {**PARTS}}


def whole() -> Schema:
    return read(WHOLE, dialect="openapi-3.0")


def rewriting(role: Role) -> Rewriting:
    """One for a description whose named schemas are marked with no word."""
    return Rewriting(Side.RESPONSE, role, marks=Marks(named=frozenset()))


def all_read(schema: Schema) -> Schema:
    todo = [schema]
    for here in todo:  # grows
        todo += inner_schemas(here)
    assert not any(here.waiting for here in todo)
    return schema


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("role", get_args(Role))
def test_a_property_is_not_read_to_be_rewritten(role: Role, name: str) -> None:
    schema = whole()
    made = rewriting(role)(schema)
    assert schema.keywords["properties"][name].waiting
    assert made.keywords["properties"][name].waiting


@pytest.mark.parametrize("role", get_args(Role))
def test_a_property_that_leads_to_no_other_schema_is_the_same_to_everybody(role: Role) -> None:
    schema = whole()
    made = rewriting(role)(schema)
    for name in ("text", "listed"):
        assert made.keywords["properties"][name] is schema.keywords["properties"][name]


@pytest.mark.parametrize("role", get_args(Role))
def test_equal_questions_get_the_same_schema_of_a_property(role: Role) -> None:
    schema, rewritten = whole(), rewriting(role)
    parts = schema.keywords["properties"]
    other = schema.holding({"type": ("object",), "properties": {"again": parts["reference"]}})
    one, two = rewritten(schema), rewritten(other)
    assert one.keywords["properties"]["reference"] is two.keywords["properties"]["again"]


@pytest.mark.parametrize("role", get_args(Role))
def test_a_property_says_the_same_whether_it_was_read_before_or_not(role: Role) -> None:
    early, late = rewriting(role)(all_read(whole())), rewriting(role)(whole())
    assert plain(late).tree == plain(early).tree
