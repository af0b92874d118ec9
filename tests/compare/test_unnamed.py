"""Properties that a sender must send and does not name: what it says of unnamed ones holds for them."""

from __future__ import annotations

from tests.compare.test_law import judged

from assent.compare.case import Tree, answers, sends
from assent.findings import Severity
from assent.json import Json


def held(extra: Json, *, required: tuple[str, ...] = ("x",), **properties: Json) -> Tree:
    named: Tree = {"a": {"type": "string"}}
    return {
        "type": "object",
        "required": list(required),
        "properties": named | properties,
        "additionalProperties": extra,
    }


def loud(before: Tree, after: Tree) -> list[tuple[str, bool]]:
    return [(it.rule.id, it.decided) for it in judged(before, after) if it.severity is not Severity.NOTE]


def test_a_required_property_is_what_the_unnamed_ones_are() -> None:
    word: Json = {"type": "string"}
    assert loud(sends(held(word)), sends(held(word, x=word))) == []
    assert loud(sends(held(word)), sends(held(word, x={"type": "integer"}))) == [("type-narrowed", True)]


def test_a_closed_object_sends_no_required_property_that_it_does_not_name() -> None:
    """It sends nothing at all, so nothing is refused."""
    before = answers(held(False, x={"type": "boolean"}))
    assert loud(before, answers(held(False, y={"type": "boolean"}))) == [("property-removed", True)]


def test_an_open_object_sends_anything_under_a_required_name() -> None:
    assert loud(sends(held(True)), sends(held(True, x={"type": "integer"}))) == [("type-narrowed", True)]


def test_a_map_beside_named_properties_sends_names_that_nobody_names() -> None:
    """What is said of unnamed members is decided on its own; that they may be there is not."""
    word: Json = {"type": "string"}
    shut: Tree = {"not": {"required": ["id"]}}
    assert loud(sends(held(word)), sends(held(word) | shut)) == [("exclusion-narrowed", True)]
    assert loud(sends(held(True, required=())), sends(held(True, required=()) | shut)) == []


def test_what_one_side_names_is_among_the_unnamed_of_the_other() -> None:
    number: Json = {"type": "integer"}
    word: Json = {"type": "string"}
    named, unnamed = held(number, required=(), b=word), held(number, required=())
    assert loud(sends(named), sends(unnamed)) == [("type-narrowed", True)]
    assert loud(sends(unnamed), sends(named)) == [("type-narrowed", True)]
    assert loud(answers(named), answers(unnamed)) == [("type-widened", True)]
    assert loud(answers(unnamed), answers(named)) == [("type-widened", True)]
    alike = held(number, required=(), b=number)
    assert judged(sends(alike), sends(unnamed)) == judged(sends(unnamed), sends(alike)) == []


def test_what_one_side_names_may_follow_a_pattern_of_the_other() -> None:
    number: Json = {"type": "integer"}
    word: Json = {"type": "string"}
    patterned: Tree = held(number, required=()) | {"patternProperties": {"^b": word}}
    named: Tree = held(number, required=(), b=number) | {"patternProperties": {"^b": True}}
    assert loud(sends(named), sends(patterned)) == [("type-narrowed", True)]
    assert loud(sends(patterned), sends(held(number, required=()))) == [("type-narrowed", True)]
