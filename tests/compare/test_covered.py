"""What one alternative of a union refuses, and nobody is let down by: told as a note that says why."""

from __future__ import annotations

import json

import pytest
from tests.compare.test_law import N, judged
from tests.compare.test_rewritings import compared

from assent.compare.case import Tree, answers, sends
from assent.findings import Finding, Severity
from assent.json import Json

ANY: Tree = {"type": "object"}


def event(**action: Json) -> Tree:
    return {"type": "object", "properties": {"action": action}}


def union(keyword: str, *alternatives: Tree) -> Tree:
    return {keyword: list(alternatives)}


def covered(before: Tree, after: Tree) -> list[Finding]:
    """The notes of the rule, where nothing is louder."""
    found = judged(before, after)
    assert all(finding.severity is N for finding in found)
    return [finding for finding in found if finding.rule.id == "refusal-covered"]


def test_a_request_names_the_alternative_that_takes_what_one_refuses() -> None:
    old, new = (union("anyOf", event(type=kind), ANY) for kind in ("string", "integer"))
    [note] = covered(sends(old), sends(new))
    assert note.message == (
        'Refused now at `action`: it must be an integer, but is the string "". '
        "The alternative `anyOf/1` takes that, so nobody is let down."
    )
    assert note.new is not None
    assert note.new.pointer[-4:] == ("0", "properties", "action", "type")
    assert note.witness is None


def test_an_answer_names_the_alternative_by_its_component() -> None:
    parts: Tree = {"components": {"schemas": {"Any": ANY}}}
    old, new = (
        answers(union("anyOf", event(type=kind), {"$ref": "#/components/schemas/Any"})) | parts
        for kind in ("string", "integer")
    )
    [note] = covered(old, new)
    assert note.message.endswith("The alternative `Any` takes that, so nobody is let down.")


def test_values_of_a_list_that_another_alternative_lists_are_noted_together() -> None:
    wanted: Tree = {"required": ["action"]}
    old = sends(union("anyOf", event(enum=["a", "b", "c"]), event(enum=["b", "c"]) | wanted))
    new = sends(union("anyOf", event(enum=["a"]), event(enum=["b", "c"]) | wanted))
    [note] = covered(old, new)
    assert note.message == (
        "`action` no longer accepts `b`, `c`. The alternative `anyOf/1` takes that, so nobody is let down."
    )


@pytest.mark.parametrize("others", [[], [{"type": "array"}]], ids=["two", "three"])
def test_what_fits_several_alternatives_of_one_of_is_never_sent(others: list[Tree]) -> None:
    old = answers({"type": ["object", "array"], "properties": event(type="string")["properties"]})
    new = answers(union("oneOf", event(type="integer") | {"required": ["action"]}, ANY, *others))
    [note] = covered(old, new)
    assert note.message == (
        "Not expected by old clients at `action`: it must be a string, but is the number 0. "
        "Nobody sends that: it fits `oneOf/0` and `oneOf/1`, and `oneOf` allows one alternative only."
    )


def test_a_union_that_takes_as_a_whole_what_its_alternatives_refuse_says_which_does() -> None:
    old, new = (
        union("oneOf", event(type=kind) | {"required": ["action"]}, ANY) for kind in ("string", "integer")
    )
    [note] = covered(sends(old), sends(new))
    assert note.message.endswith("The alternative `oneOf/1` takes that, so nobody is let down.")


def test_nothing_is_noted_where_the_union_refuses_as_well() -> None:
    old, new = (union("anyOf", event(type=kind), {"type": "string"}) for kind in ("string", "integer"))
    found = judged(sends(old), sends(new))
    assert [it.rule.id for it in found if it.severity is Severity.ERROR] == ["type-narrowed"]
    assert all(it.rule.id != "refusal-covered" for it in found)


A: Json = {"$ref": "#/components/schemas/A"}
B: Json = {"$ref": "#/components/schemas/B"}
ENDLESS: dict[str, dict[str, Json]] = {
    "its only alternative": {"A": {"type": "KIND", "oneOf": [A]}},
    "one of two": {"A": {"type": "KIND", "anyOf": [A, {"type": "KIND"}]}},
    "by another union": {"A": {"oneOf": [B]}, "B": {"type": "KIND", "oneOf": [A]}},
    "below another union": {"A": {"oneOf": [B, {"type": "KIND"}]}, "B": {"oneOf": [B]}},
    "in a conjunct": {"A": {"anyOf": [{"allOf": [B, {"type": "KIND"}]}]}, "B": {"anyOf": [A]}},
}
"""Schemas by name, of which a union is an alternative of itself."""


@pytest.mark.parametrize("name", ENDLESS)
@pytest.mark.parametrize("kind", ["string", "number", "integer"])
def test_a_union_that_is_an_alternative_of_itself_is_left_in_the_end(name: str, kind: str) -> None:
    old, new = (
        sends(A) | {"components": {"schemas": json.loads(json.dumps(ENDLESS[name]).replace("KIND", said))}}
        for said in ("integer", kind)
    )
    found = compared(old, new)
    assert (found != []) is (kind != "integer")
    assert not any(it.severity is Severity.ERROR and it.witness is None for it in found)
