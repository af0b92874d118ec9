"""Fingerprints: each finding has its own, and keeps it however the same change is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.compare.test_compare import answering, compared

from assent.compare.case import Tree, answers, sends
from assent.compare.compare import compare_descriptions
from assent.document import from_tree
from assent.findings import Finding, Severity, fingerprints
from assent.json import Json

PAIRS = {
    "adyen": (
        "adyen/CheckoutService-v71.2024-08-20-d5272a38.json",
        "adyen/CheckoutService-v71.2025-08-29-6c5e3151.json",
    ),
    "box": ("box/2023-09-14-33a46e0d.json", "box/2024-10-11-7c19019e.json"),
    "slack": (
        "slack/slack_web_openapi_v2.2020-04-03-3f1e8b4a.json",
        "slack/slack_web_openapi_v2.2020-10-06-dfea73e0.json",
    ),
}


def known(found: list[Finding]) -> list[str]:
    """Every name of every finding."""
    return sorted(name for finding in found for name in set(fingerprints(finding)))


def branch(kind: str, **properties: Json) -> Tree:
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string", "enum": [kind]}, **properties},
    }


def union(*branches: Tree) -> Tree:
    return {"oneOf": list(branches)}


WORD: Tree = {"type": "string"}
SHORT: Tree = {"type": "string", "maxLength": 3}


def test_the_same_change_in_two_alternatives_is_two_findings_with_names_of_their_own() -> None:
    old = union(branch("cat", name=WORD), branch("dog", name=WORD))
    new = union(branch("cat", name=SHORT), branch("dog", name=SHORT))
    found = compared(sends(old), sends(new))
    assert len(found) == 2
    assert len(set(known(found))) == 2


def test_an_alternative_keeps_its_name_when_alternatives_are_reordered() -> None:
    cat, dog = branch("cat", name=WORD), branch("dog", name=WORD)
    short = branch("dog", name=SHORT)
    assert known(compared(sends(union(cat, dog)), sends(union(cat, short)))) == known(
        compared(sends(union(dog, cat)), sends(union(short, cat)))
    )


def test_accepting_the_change_of_one_alternative_does_not_accept_that_of_another() -> None:
    cat, dog = branch("cat", name=WORD), branch("dog", name=WORD)
    one = compared(sends(union(cat, dog)), sends(union(branch("cat", name=SHORT), dog)))
    other = compared(sends(union(cat, dog)), sends(union(cat, branch("dog", name=SHORT))))
    assert not set(known(one)) & set(known(other))


def test_each_alternative_that_is_gone_is_told() -> None:
    old = union(branch("cat"), branch("dog"), branch("hen"))
    found = compared(sends(old), sends(union(branch("hen"), branch("cow"))))
    assert sorted(it.message for it in found if it.rule.id == "alternative-removed") == [
        "The body no longer accepts the alternative where `kind` is `cat`.",
        "The body no longer accepts the alternative where `kind` is `dog`.",
    ]


def test_what_another_alternative_takes_after_all_is_no_more_than_a_note() -> None:
    old = union({**branch("cat"), "properties": {"kind": {"type": "string", "enum": ["cat", "pix"]}}})
    new = union(branch("cat"), branch("pix"))
    found = [it for it in compared(sends(old), sends(new)) if it.rule.id != "schema-widened"]
    assert [(it.rule.id, it.severity) for it in found] == [("refusal-covered", Severity.NOTE)]
    assert (
        found[0].message
        == "`kind` no longer accepts `pix`. The alternative `oneOf/1` takes that, so nobody is let down."
    )


def test_both_ends_of_a_range_are_two_findings() -> None:
    found = compared(sends({"type": "integer"}), sends({"type": "integer", "minimum": 1, "maximum": 9}))
    assert len(set(known(found))) == len(found) == 2


def test_a_renamed_component_is_told_once_wherever_it_is_met() -> None:
    part: Tree = {"type": "object", "properties": {"a": {"type": "object", "properties": {"b": WORD}}}}
    old = answering({"type": "object", "properties": {"x": {"$ref": "#/components/schemas/Part"}}}, Part=part)
    new = json.loads(json.dumps(old).replace('"b"', '"c"'))
    for tree in (old, new):
        schema = {"type": "array", "items": {"$ref": "#/components/schemas/Part"}}
        content = {"application/json": {"schema": schema}}
        tree["paths"]["/more"] = {"get": {"responses": {"200": {"description": "", "content": content}}}}  # type: ignore[index,call-overload,dict-item]  # raw JSON
    found = compared(old, new)
    assert [len(finding.operations) for finding in found] == [2, 2]


def test_the_first_operation_decides_nothing_about_how_others_know_a_finding() -> None:
    part: Tree = {"type": "object", "properties": {"b": WORD}}

    def described(word: Tree, *paths: str) -> Tree:
        tree = answers({})
        schemas: dict[str, Json] = {
            "/a": {"type": "object", "properties": {"x": {"$ref": "#/components/schemas/Part"}}},
            "/b": {"$ref": "#/components/schemas/Part"},
        }
        tree["paths"] = {
            path: {
                "get": {
                    "responses": {
                        "200": {"description": "", "content": {"application/json": {"schema": schemas[path]}}}
                    }
                }
            }
            for path in paths
        }
        tree["components"] = {"schemas": {"Part": {**part, "properties": {"b": word}}}}
        return tree

    number: Tree = {"type": "integer"}
    both = compared(described(WORD, "/a", "/b"), described(number, "/a", "/b"))
    second = compared(described(WORD, "/b"), described(number, "/b"))
    assert set(known(second)) <= set(known(both))


def rewritten(tree: Json, change: Callable[[dict[str, Json]], dict[str, Json]]) -> Json:
    match tree:
        case dict():
            return change({name: rewritten(held, change) for name, held in tree.items()})
        case list():
            return [rewritten(held, change) for held in tree]
        case _:
            return tree


def sorted_keys(tree: Json) -> Json:
    return rewritten(tree, lambda held: dict(sorted(held.items())))


def turned_unions(tree: Json) -> Json:
    def turned(held: dict[str, Json]) -> dict[str, Json]:
        return {
            name: part[::-1] if name in ("anyOf", "oneOf") and isinstance(part, list) else part
            for name, part in held.items()
        }

    return rewritten(tree, turned)


def other_words(tree: Json) -> Json:
    def reworded(held: dict[str, Json]) -> dict[str, Json]:
        return {
            name: f"Now: {part}" if name in ("description", "summary") and isinstance(part, str) else part
            for name, part in held.items()
        }

    return rewritten(tree, reworded)


def other_names(tree: Json) -> Json:
    text = json.dumps(tree)
    names = tree["components"]["schemas"]  # type: ignore[index,call-overload]  # raw JSON
    for name in list(names):  # type: ignore[arg-type]  # raw JSON
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/New{name}"')
    made = json.loads(text)
    made["components"]["schemas"] = {
        f"New{name}": held for name, held in made["components"]["schemas"].items()
    }
    return made  # type: ignore[no-any-return]  # raw JSON


REWRITINGS: dict[str, Callable[[Json], Json]] = {
    "sorted keys": sorted_keys,
    "reordered alternatives": turned_unions,
    "other words": other_words,
    "other names of components": other_names,
}


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Callable[[str], list[Json]]:
    return lambda pair: [json.loads((shared / "corpus" / file).read_bytes()) for file in PAIRS[pair]]


def of_trees(trees: list[Json]) -> list[Finding]:
    return list(compare_descriptions(*map(from_tree, trees)))


@pytest.mark.parametrize("pair", PAIRS)
def test_no_two_findings_of_a_real_pair_share_a_fingerprint(
    corpus: Callable[[str], list[Json]], pair: str
) -> None:
    names = known(of_trees(corpus(pair)))
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", REWRITINGS)
def test_fingerprints_of_a_real_pair_survive_being_written_another_way(
    corpus: Callable[[str], list[Json]], name: str
) -> None:
    trees = corpus("adyen")
    assert known(of_trees([REWRITINGS[name](tree) for tree in trees])) == known(of_trees(trees))
