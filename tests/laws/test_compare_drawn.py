"""Comparison, drawn: what an operation took and takes no more is told of it, wherever the schema that changed is written.

The schemas of several operations share definitions, so that one edit reaches some of them by several ways, through
unions that cover it for one operation and not for another.
"""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

import jsonschema_rs
import pytest
from tests.compare.test_law import judged
from tests.laws.drawn import draw, draw_document, universe

from assent.api import Side, read_api
from assent.compare.case import Tree, described
from assent.compare.rewriting import Rewriting
from assent.document import from_tree
from assent.findings import Severity
from assent.findings.rule import Profile
from assent.json import Json
from assent.schema.plain import plain

UNIVERSE = universe()
Validator = jsonschema_rs.Draft202012Validator


def drawn(random: Random) -> Tree:
    """A description whose operations take values of shared definitions, alone or in a union."""
    document: Any = draw_document(random)
    definitions = document.pop("$defs", {}) if isinstance(document, dict) else {}
    names = sorted(definitions)
    bodies = [document] + [_using(random, names) for _ in range(random.randint(1, 5))]
    paths: Tree = {}
    for number, body in enumerate(bodies):
        content: Json = {"application/json": {"schema": body}}
        paths[f"/{number}"] = {"post": {"requestBody": {"content": content}, "responses": {}}}
    made: Tree = _moved(described(paths=paths, components={"schemas": definitions}))
    return made


def _using(random: Random, names: list[str]) -> Json:
    if not names:
        return draw(random, 1)
    parts: list[Json] = [{"$ref": f"#/$defs/{random.choice(names)}"}]
    if random.random() < 0.5:
        return parts[0]
    parts += [draw(random, 1, len(names)) for _ in range(random.randint(1, 2))]
    random.shuffle(parts)
    return {random.choice(["anyOf", "oneOf", "allOf"]): parts}


def _moved(tree: Any) -> Any:
    """The same with references to where a description has its schemas."""
    match tree:
        case dict():
            return {name: _moved(held) for name, held in tree.items()}
        case list():
            return [_moved(held) for held in tree]
        case str():
            return tree.replace("#/$defs/", "#/components/schemas/")
        case _:
            return tree


def edited(random: Random, tree: Tree) -> Tree:
    """The same with one schema of the definitions replaced or robbed of a keyword."""
    made: Any = deepcopy(tree)
    schemas = made["components"]["schemas"]
    spots = list(_spots(schemas))
    if not spots:
        return tree
    holder, key = random.choice(spots)
    held = holder[key]
    if isinstance(held, dict) and held and random.random() < 0.5:
        held.pop(random.choice(sorted(held)))
    else:
        holder[key] = draw(random, 1)
    return made  # type: ignore[no-any-return]  # as it was given


def _spots(named: Any) -> Any:
    """Where schemas stand: the container and the key of each."""
    for key, held in list(named.items() if isinstance(named, dict) else enumerate(named)):
        yield named, key
        if isinstance(held, dict):
            for keyword, inner in held.items():
                if keyword in ("properties", "patternProperties") or keyword in ("anyOf", "oneOf", "allOf"):
                    yield from _spots(inner)
                elif keyword in ("items", "not", "if", "then", "else", "contains") and isinstance(
                    inner, dict
                ):
                    yield held, keyword


def validators(tree: Tree) -> dict[str, Validator]:
    """What each operation takes, as it travels."""
    rewritten = Rewriting(Side.REQUEST, "plain")
    found = {}
    for path, item in read_api(from_tree(tree)).paths.items():
        body = item.operations["POST"].request_body
        assert body is not None
        [media] = body.content.values()
        assert media.schema is not None
        found[path] = Validator(plain(rewritten(media.schema.schema)).tree)  # type: ignore[arg-type]  # an object or a boolean
    return found


@pytest.mark.parametrize("seed", range(8))
def test_what_an_operation_takes_no_more_is_told_of_it(seed: int) -> None:
    random = Random(seed)
    broken = 0
    for _ in range(40):
        old = drawn(random)
        new = edited(random, old)
        found = judged(old, new, Profile.STRICT)
        told = {
            place.path
            for finding in found
            if finding.severity is Severity.ERROR or not finding.decided
            for place in finding.operations
        }
        after = validators(new)
        for path, before in validators(old).items():
            lost = [it for it in UNIVERSE if before.is_valid(it) and not after[path].is_valid(it)]
            broken += bool(lost)
            assert not lost or path in told, (path, lost[0], old, new)
    assert broken >= 10
