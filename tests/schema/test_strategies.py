"""How a strategy's values are drawn, replayed and shrunk by hypothesis."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis.internal.conjecture.data import ConjectureData

from assent.json import Json
from assent.schema import read
from assent.schema.model import Schema
from assent.schema.values import strategy


def schema_of(tree: Json, dialect: str = "2020-12") -> Schema:
    return read(tree, dialect=dialect)


TREE: Json = {
    "type": "object",
    "required": ["value", "kids"],
    "properties": {"value": {"type": "integer"}, "kids": {"type": "array", "items": {"$ref": "#"}}},
    "additionalProperties": False,
}
QUICK = settings(
    max_examples=5000, database=None, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
INTEGER: Json = {"type": "integer"}
PERSON: Json = {
    "type": "object",
    "required": ["age"],
    "properties": {
        "name": {"type": "string"},
        "size": INTEGER,
        "age": INTEGER,
        "marks": {"type": "array", "items": INTEGER},
        "home": {"type": "object", "properties": {"number": INTEGER, "street": {"type": "string"}}},
        "kind": {"enum": ["p", "q", "r"]},
    },
}


@pytest.mark.parametrize(
    ("tree", "is_wanted", "simplest"),
    [
        (PERSON, lambda _: True, {"age": 0}),
        (PERSON, lambda v: v["age"] > 10, {"age": 11}),
        (PERSON, lambda v: v["age"] > 1000, {"age": 1001}),
        (PERSON, lambda v: v["age"] < -5, {"age": -6}),
        (PERSON, lambda v: v.get("home", {}).get("number", 0) > 50, {"age": 0, "home": {"number": 51}}),
        (PERSON, lambda v: v.get("kind") == "r", {"age": 0, "kind": "r"}),
        (PERSON, lambda v: len(v.get("name", "")) > 5, {"name": "aaaaaa", "age": 0}),
        (PERSON, lambda v: len(v.get("marks", ())) > 1, {"age": 0, "marks": [0, 0]}),
        (INTEGER, lambda v: v > 10**6, 10**6 + 1),
        ({"type": "array", "items": PERSON}, lambda v: any(i["age"] > 100 for i in v), [{"age": 101}]),
        ({"anyOf": [{"type": "string"}, {"type": "array"}]}, lambda v: isinstance(v, list), []),
        (TREE, lambda v: any(kid["kids"] for kid in v["kids"]),
         {"value": 0, "kids": [{"value": 0, "kids": [{"value": 0, "kids": []}]}]}),
    ],
)  # fmt: skip
def test_what_a_test_is_shown_is_the_simplest_value(
    tree: Json, is_wanted: Callable[[Any], bool], simplest: Json
) -> None:
    assert find(strategy(schema_of(tree)), is_wanted, settings=QUICK) == simplest


@pytest.mark.parametrize(
    ("tree", "is_wanted"),
    [
        (INTEGER, lambda v: v > 2**40),
        (INTEGER, lambda v: v < -(2**40)),
        ({"type": "integer", "minimum": 3, "maximum": 10**9}, lambda v: v == 10**9),
        ({"type": "string"}, lambda v: any(ord(char) > 0xFFFF for char in v)),
        ({"type": "string"}, lambda v: len(v) > 14),
        ({"type": "string", "maxLength": 3}, lambda v: v == ""),
        ({"type": "string", "pattern": "^[a-z]{3}$"}, lambda v: v[0] == "z"),
        ({"type": "object", "properties": dict.fromkeys("abcdefgh", INTEGER)}, lambda v: len(v) > 7),
    ],
)
def test_a_strategy_reaches_what_few_values_have(tree: Json, is_wanted: Callable[[Any], bool]) -> None:
    assert is_wanted(find(strategy(schema_of(tree)), is_wanted, settings=QUICK))


def test_a_strategy_without_much_to_choose_from_ends_early() -> None:
    seen: list[str] = []

    @settings(max_examples=100, database=None)
    @given(value=strategy(schema_of({"enum": ["a", "b", "c"], "default": "b"}, "openapi-3.1")))
    def collect(value: Json) -> None:
        seen.append(str(value))

    collect()
    assert sorted(seen) == ["a", "b", "c"]


def test_a_value_takes_few_choices_of_hypothesis() -> None:
    members: Json = {name: {"type": "string"} for name in "abcdefghijkl"}
    made = strategy(schema_of({"type": "object", "properties": members, "required": list("abcdef")}))
    taken = []
    for seed in range(50):
        choices = ConjectureData(random=Random(seed))
        choices.draw(made)
        taken.append(len(choices.nodes))
    assert sum(taken) / len(taken) < 3


def test_a_failure_is_replayed_as_it_was() -> None:
    made = strategy(schema_of(PERSON))
    for seed in range(20):
        first = ConjectureData(random=Random(seed))
        value = first.draw(made)
        assert ConjectureData.for_choices(first.choices).draw(made) == value
