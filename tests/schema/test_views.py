"""Views: the tolerant reader, the closed sender, properties that do not exist on a side."""

from __future__ import annotations

import pytest

from assent.json import Json
from assent.schema import (
    Pool,
    Proved,
    Refuted,
    Schema,
    View,
    accepts,
    closed,
    includes,
    read,
    tolerant,
    typed,
    viewed,
    without,
)
from assent.schema.values import Unsatisfiable, one


def schema(written: Json, pool: Pool | None = None, dialect: str = "2020-12") -> Schema:
    return read(written, dialect=dialect, pool=pool or Pool())


PET: Json = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "owner": {"type": "object", "properties": {"id": {"type": "integer"}}},
    },
    "required": ["name"],
}

TREE: Json = {
    "$ref": "#/$defs/tree",
    "$defs": {
        "tree": {
            "type": "object",
            "properties": {"children": {"type": "array", "items": {"$ref": "#/$defs/tree"}}},
            "additionalProperties": False,
        }
    },
}

TAKEN: list[tuple[str, Json, Json, bool, bool, bool]] = [
    # what, schema, value, taken as written, by a tolerant reader, by a closed sender
    ("an unnamed member", PET, {"name": "a", "x": 1}, True, True, False),
    ("an unnamed member further in", PET, {"name": "a", "owner": {"x": 1}}, True, True, False),
    ("a missing member", PET, {}, False, False, False),
    ("another type", PET, {"name": 1}, False, False, False),
    ("named members", PET, {"name": "a", "owner": {"id": 1}}, True, True, True),
    ("an unnamed member of a closed object", TREE, {"x": 1}, False, True, False),
    ("one deep in a recursion", TREE, {"children": [{"x": 1}]}, False, True, False),
    ("members of a map", {"type": "object", "additionalProperties": {"type": "integer"}}, {"x": 1}, True, True, True),
    ("a free object", {"type": "object"}, {"x": 1}, True, True, True),
    (
        "what stands beside additionalProperties: true",
        {"properties": {"a": True}, "additionalProperties": True},
        {"x": 1},
        True,
        True,
        False,
    ),
    ("members named in another branch", {"allOf": [PET, {"properties": {"age": True}}]}, {"name": "a", "age": 1}, True, True, True),
    ("members named by the branch that holds", {"anyOf": [PET, {"type": "object"}]}, {"x": 1}, True, True, True),
    ("under not", {"not": {"type": "object", "additionalProperties": False}}, {"x": 1}, True, True, True),
    ("a pattern's member", {"patternProperties": {"^x-": True}, "properties": {"a": True}}, {"x-b": 1}, True, True, True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "value", "as_written", "read_tolerantly", "sent_closed"),
    [case[1:] for case in TAKEN],
    ids=[case[0] for case in TAKEN],
)
def test_views_open_and_close(
    written: Json, value: Json, as_written: bool, read_tolerantly: bool, sent_closed: bool
) -> None:
    whole = schema(written)
    assert accepts(whole, value) is as_written
    assert accepts(tolerant(whole), value) is read_tolerantly
    assert accepts(closed(whole), value) is sent_closed


def overlapping() -> Json:
    return {
        "oneOf": [{"properties": {"a": {"properties": {name: True}}}, "required": ["a"]} for name in "xy"]
    }


def test_a_tolerant_reader_takes_any_branch_that_opening_made_overlap() -> None:
    branches: list[Json] = [
        {"type": "object", "properties": {name: True}, "additionalProperties": False} for name in "xy"
    ]
    whole = schema({"oneOf": branches})
    assert accepts(tolerant(whole), {"x": 1, "y": 1})
    assert isinstance(includes(tolerant(whole), whole), Proved)


def test_what_two_branches_take_stays_refused_when_they_are_closed() -> None:
    whole = schema(overlapping())
    assert not accepts(whole, {"a": {"x": 1}})
    assert not accepts(closed(whole), {"a": {"x": 1}})
    assert isinstance(includes(whole, closed(whole)), Proved)


@pytest.mark.parametrize("written", [PET, TREE, overlapping(), {"anyOf": [PET, TREE["$defs"]["tree"]]}])  # type: ignore[index,call-overload]  # a dict, written above
def test_closing_takes_values_away_and_opening_adds_some(written: Json) -> None:
    whole = schema(written)
    assert isinstance(includes(whole, closed(whole)), Proved)
    assert isinstance(includes(tolerant(whole), whole), Proved)


def test_a_new_optional_property_breaks_no_sender_of_named_members() -> None:
    pool = Pool()
    old = schema({"type": "object", "properties": {"a": {"type": "string"}}}, pool)
    new = schema({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}, pool)
    assert isinstance(includes(new, old), Refuted)
    assert isinstance(includes(new, closed(old)), Proved)


MARKED: Json = {
    "allOf": [{"required": ["id", "name"]}],
    "type": "object",
    "properties": {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string"}},
    "additionalProperties": False,
}


def test_a_read_only_property_is_not_required_where_it_does_not_exist() -> None:
    whole = schema(MARKED, dialect="openapi-3.0")
    assert not accepts(whole, {"name": "a"})
    assert accepts(without(whole, "readOnly"), {"name": "a"})
    assert accepts(without(whole, "readOnly"), {"name": "a", "id": "anything"})
    assert not accepts(without(whole, "readOnly"), {})


def test_a_sender_does_not_send_what_does_not_exist() -> None:
    whole = viewed(schema(MARKED, dialect="openapi-3.0"), View(closed=True, without="readOnly"))
    assert accepts(whole, {"name": "a"})
    assert not accepts(whole, {"name": "a", "id": 1})


def test_a_mark_beside_a_reference_counts_only_where_siblings_do() -> None:
    written: Json = {
        "type": "object",
        "properties": {"id": {"$ref": "#/definitions/id", "readOnly": True}},
        "required": ["id"],
        "definitions": {"id": {"type": "integer"}},
    }
    assert accepts(without(schema(written, dialect="openapi-3.1"), "readOnly"), {})
    assert not accepts(without(schema(written, dialect="openapi-3.0"), "readOnly"), {})


def test_properties_without_a_type_mean_an_object() -> None:
    whole = schema({"properties": {"a": {"additionalProperties": {"type": "string"}}}})
    assert accepts(whole, "text")
    assert not accepts(typed(whole), "text")
    assert not accepts(typed(whole), {"a": 1})
    assert accepts(typed(whole), {"a": {}})


def test_a_nullable_object_without_a_type_may_be_null() -> None:
    assert accepts(typed(schema({"properties": {}, "nullable": True}, dialect="openapi-3.0")), None)


def test_views_keep_the_places_of_what_the_author_wrote() -> None:
    pool = Pool()
    old = read(PET, dialect="2020-12", pool=pool, uri="old")
    wider: Json = {**PET, "properties": {"name": {"maxLength": 3}}} if isinstance(PET, dict) else PET
    new = read(wider, dialect="2020-12", pool=pool, uri="new")
    answer = includes(tolerant(new), closed(old))
    assert isinstance(answer, Refuted)
    assert str(answer.witnesses[0].at) == "new#/properties/name/maxLength"
    assert str(answer.witnesses[0].narrower) == "old#/properties/name"


def test_the_same_view_is_the_same_schema() -> None:
    whole = schema(PET)
    assert tolerant(whole) is tolerant(whole)
    assert viewed(whole, View()) is whole


def test_closing_keeps_what_the_author_says_of_members_that_nothing_evaluates() -> None:
    branches: Json = [{"type": ["string", "object"]}, {"properties": {"a": True}}]
    whole = schema({"type": "object", "anyOf": branches, "unevaluatedProperties": False})
    assert not accepts(whole, {"c": 1})
    assert not accepts(closed(whole), {"c": 1})


def test_what_is_required_is_sent_although_nobody_describes_it() -> None:
    whole = schema({"type": "object", "properties": {"a": {}}, "required": ["b"]})
    simplest = one(closed(whole))
    assert isinstance(simplest, dict)
    assert simplest.keys() == {"b"}
    assert accepts(closed(whole), {"a": 1, "b": 2})
    assert not accepts(closed(whole), {"b": 2, "c": 3})


def test_what_the_author_forbids_stays_forbidden_even_if_it_is_required() -> None:
    shut: Json = {"type": "object", "properties": {"a": {}}, "required": ["b"], "additionalProperties": False}
    with pytest.raises(Unsatisfiable):
        one(closed(schema(shut)))
