"""A part that several alternatives share: a union may close the first way to it and leave another open."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.compare.test_law import judged

from assent.compare.case import Tree, answers, described, sends
from assent.compare.positions import Edge, Step
from assent.compare.ways import Ways, pair_of, unions_on
from assent.findings import Severity
from assent.json import Json
from assent.records import replace
from assent.schema import Pool, Schema, read
from assent.schema.model import Reference

SHARED: Json = {"$ref": "#/components/schemas/Shared"}


def kind(name: str, **properties: Json) -> Tree:
    """An alternative that is told by the value of `kind`."""
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": [name]}, **properties},
    }


def union(*alternatives: Tree, keyword: str = "anyOf") -> Tree:
    return {keyword: list(alternatives)}


def sharing(body: Tree, type: Json) -> Tree:
    return body | {"components": {"schemas": {"Shared": {"type": type}}}}


def errors(body: Tree) -> list[str]:
    """The errors where the request's shared part takes numbers no more, and strings instead."""
    found = judged(sharing(body, "integer"), sharing(body, "string"))
    return [it.rule.id for it in found if it.severity is Severity.ERROR]


CLOSED = kind("a", x=SHARED)
OPEN = kind("b", x=SHARED)
TAKES_ALL_OF_A = kind("a")


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
@pytest.mark.parametrize(
    "alternatives",
    [(CLOSED, TAKES_ALL_OF_A, OPEN), (CLOSED, OPEN, TAKES_ALL_OF_A), (OPEN, CLOSED, TAKES_ALL_OF_A)],
    ids=["first", "middle", "last"],
)
def test_a_refusal_that_one_alternative_covers_is_told_of_another(
    alternatives: tuple[Tree, ...], keyword: str
) -> None:
    assert errors(sends(union(*alternatives, keyword=keyword))) == ["type-narrowed"]


def test_a_refusal_that_is_covered_in_every_alternative_is_no_error() -> None:
    assert errors(sends(union(CLOSED, OPEN, TAKES_ALL_OF_A, kind("b")))) == []


def test_the_open_way_may_leave_the_closed_one_above_the_shared_part() -> None:
    """Both ways lead through the same property: which alternative it is in lies further up."""
    held: Json = {"type": "object", "properties": {"deep": SHARED}}
    body = sends(union(kind("a", x=held), TAKES_ALL_OF_A, kind("b", x=held)))
    assert errors(body) == ["type-narrowed"]
    inner: Json = {"$ref": "#/components/schemas/Held"}
    body = sends(union(kind("a", x=inner), TAKES_ALL_OF_A, kind("b", x=inner)))
    old, new = (sharing(body, type) for type in ("integer", "string"))
    for side in (old, new):
        side["components"]["schemas"]["Held"] = held  # type: ignore[index,call-overload]
    found = judged(old, new)
    assert [it.rule.id for it in found if it.severity is Severity.ERROR] == ["type-narrowed"]


def test_an_alternative_that_nothing_fits_hides_no_other() -> None:
    """`nullable` below an object: null is an alternative by the letter, and no value is of it."""
    base: Json = {"type": ["object", "null"], "required": ["id"], "properties": {"id": {"type": "string"}}}

    def answered(part: Tree) -> Tree:
        mini: Json = {
            "allOf": [base, {"properties": {"name": {"type": "string"}}}],
            "type": ["object", "null"],
        }
        full: Json = {"type": "object", "allOf": [mini, {"properties": {"packed": part}}]}
        return answers(full)

    found = judged(answered({"type": "boolean"}), answered({}))
    assert [it.rule.id for it in found if it.severity is Severity.ERROR] == ["type-widened"]


def test_ways_round_a_cycle_end() -> None:
    tree: Json = {
        "anyOf": [
            kind("a", child={"$ref": "#/components/schemas/Tree"}, x=SHARED),
            kind("b", child={"$ref": "#/components/schemas/Tree"}, x=SHARED),
            {"type": "object"},
        ]
    }
    old, new = (sharing(sends({"$ref": "#/components/schemas/Tree"}), type) for type in ("integer", "string"))
    for side in (old, new):
        side["components"]["schemas"]["Tree"] = tree  # type: ignore[index,call-overload]
    found = judged(old, new)
    assert [(it.severity, it.rule.id) for it in found if it.severity is not Severity.NOTE] == []
    assert {it.rule.id for it in found} == {"refusal-covered"}


def places(kind: Json, shut: int) -> Tree:
    """A description whose operations share a schema; all but the last can send no property of it."""
    shared: Tree = {"allOf": [{"$ref": "#/components/schemas/Shared"}]}
    emptied = shared | {"maxProperties": 0}
    paths: Tree = {}
    for number, body in enumerate([emptied] * shut + [shared]):
        content: Json = {"application/json": {"schema": body}}
        paths[f"/{number:03}"] = {"post": {"requestBody": {"content": content}, "responses": {}}}
    named: Json = {"schemas": {"Shared": {"type": "object", "properties": {"x": {"type": kind}}}}}
    return described(paths=paths, components=named)


@pytest.mark.parametrize("shut", [0, 3, 4, 20])
def test_what_the_first_places_rule_out_is_told_of_a_later_one(shut: int) -> None:
    [found] = judged(places("integer", shut), places("string", shut))
    assert (found.rule.id, found.decided) == ("type-narrowed", True)
    assert found.operations[0].path == f"/{shut:03}"


def test_what_many_places_rule_out_is_undecided_and_not_silent() -> None:
    [found] = judged(places("integer", 90), places("string", 90))
    assert (found.rule.id, found.decided) == ("schema-undecided", False)


def test_what_an_alternative_refuses_is_shown_by_a_value_that_only_it_took() -> None:
    """The smallest such value, an empty array, fits both alternatives of old, and so was never fine."""

    def tree(*more: Json) -> Tree:
        objects: Json = {"allOf": [{"type": "array", "items": {"type": "object"}}, *more]}
        return sends({"oneOf": [objects, {"type": "array", "items": {"type": "string"}}]})

    found = judged(tree(), tree({"type": "integer"}))
    assert [it.decided for it in found if it.severity is Severity.ERROR] == [True]


def test_a_value_that_no_alternative_takes_is_told_beside_one_that_too_many_do() -> None:
    """Short texts fit both alternatives of either revision; null fitted one, and fits none."""
    short: Json = {"type": "string", "maxLength": 3}
    texts: Json = {"type": "string"}
    maybe: Json = {"type": ["string", "null"]}
    found = judged(sends({"oneOf": [short, maybe]}), sends({"oneOf": [short, texts]}))
    assert [(it.rule.id, it.decided) for it in found if it.severity is Severity.ERROR] == [
        ("alternative-removed", True)
    ]
    assert found[0].witness is not None
    assert found[0].witness.value is None


@pytest.mark.parametrize("levels", [1, 3, 40])
def test_ways_through_the_same_alternatives_are_one_however_many_there_are(levels: int) -> None:
    """Two properties of each level lead to the next: a way for each number of `levels` bits, and two alternatives."""
    pool = Pool()
    root, *chain = [
        read({"title": str(number)}, dialect="2020-12", pool=pool) for number in range(levels + 2)
    ]
    ways = Ways({pair_of(root, root): []})

    def lead(before: Schema, after: Schema, *steps: Step) -> list[Edge]:
        named = {"$ref": Reference("#", lambda: after)}
        edges = [Edge(step, replace(after, keywords=named), after) for step in steps]
        ways.into[pair_of(after, after)] = [(pair_of(before, before), edge) for edge in edges]
        return edges

    path = lead(root, chain[0], ("branch", "a"), ("branch", "b"))[:1]
    for before, after in pairwise(chain):
        path += lead(before, after, ("property", "l"), ("property", "r"))[:1]
    others = list(ways.others(pair_of(root, root), tuple(path)))
    assert [unions_on(other) != unions_on(tuple(path)) for other in others] == [True]
    assert len(others[0]) == len(path)
