"""Laws of values: what is made is valid, and lies in everything that is proved to be wider."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from assent.json import Json
from assent.schema import Pool, Proved, Schema, accepts, includes, read
from assent.schema.checking import checker
from assent.schema.values import (
    EDGE,
    MAXIMAL,
    MINIMAL,
    TYPICAL,
    Seeded,
    Unsatisfiable,
    draw,
    edges,
    one,
)
from assent.schema.values.choices import Run
from assent.schema.values.whole import plan_of, plans_of

SHAPES = (TYPICAL, MAXIMAL, EDGE, MINIMAL)
FOLDERS = {"draft4": "draft4", "draft7": "draft7", "draft2020-12": "2020-12"}


def made_and_refused(schema: Schema, each: int) -> tuple[int, int]:
    """Values made, and those among them that the validator refuses before `draw` replaces them."""
    plans = plans_of(schema)
    plan = plan_of(schema, plans)
    validator = checker(schema)
    values = [
        plans.draw(plan, Run(Seeded(Random(seed)), shape), 0) for shape in SHAPES for seed in range(each)
    ]
    return len(values), sum(not validator.accepts(value) for value in values)


def why_empty(schema: Schema) -> Unsatisfiable | None:
    """What the schema says when it has no value; None when it has one."""
    try:
        one(schema)
    except Unsatisfiable as error:
        return error
    return None


def suite(shared: Path) -> Iterator[tuple[str, Schema, list[Json]]]:
    root = shared / "cases/json-schema-suite"
    remotes = {
        f"http://localhost:1234/{path.relative_to(root / 'remotes')}": json.loads(path.read_text())
        for path in (root / "remotes").rglob("*.json")
    }

    def resolve(uri: str) -> Json:
        if uri in remotes:
            return remotes[uri]  # type: ignore[no-any-return]  # the suite's files are JSON
        raise LookupError(uri)

    for folder, dialect in FOLDERS.items():
        for path in sorted((root / folder).rglob("*.json")):
            for group in json.loads(path.read_text()) if path.parent.name != "format" else ():
                schema = read(group["schema"], dialect=dialect, resolve=resolve)
                valid = [test["data"] for test in group["tests"] if test["valid"]]
                yield f"{folder}/{path.name}: {group['description']}", schema, valid


def test_values_of_the_official_suites_schemas_are_valid(shared: Path) -> None:
    total = refused = 0
    for name, schema, valid in suite(shared):
        empty = why_empty(schema)
        if empty is not None:
            assert not empty.because, name
            assert not any(accepts(schema, value) for value in valid), name
            continue
        made, wrong = made_and_refused(schema, 3)
        total, refused = total + made, refused + wrong
    assert total > 8_000
    assert refused <= total * 0.001


def test_edges_of_the_official_suites_schemas_are_on_their_side(shared: Path) -> None:
    inside = outside = 0
    for _, schema, _ in itertools.islice(suite(shared), 0, None, 9):
        try:
            for edge in itertools.islice(edges(schema), 40):
                assert accepts(schema, edge.value) == edge.inside, edge.label
                inside, outside = inside + edge.inside, outside + (not edge.inside)
        except Unsatisfiable:
            continue
    assert inside > 300
    assert outside > 150


def test_no_value_escapes_what_is_proved(shared: Path) -> None:
    proved = 0
    pairs: list[dict[str, Any]] = json.loads((shared / "cases/inclusion/pairs.json").read_text())
    for number in range(17, len(pairs), 43):
        pair, pool = pairs[number], Pool()
        wider = read(pair["wider"], dialect=pair["dialect"], pool=pool)
        narrower = read(pair["narrower"], dialect=pair["dialect"], pool=pool)
        if not isinstance(includes(wider, narrower), Proved):
            continue
        proved += 1
        try:
            for seed in range(12):
                value = draw(narrower, Random(seed), shape=SHAPES[seed % 4])
                assert accepts(wider, value), (number, value)
        except Unsatisfiable:
            continue
    assert proved > 20


@pytest.mark.parametrize("provider", ["box", "adyen", "slack"])
def test_values_of_real_schemas_are_valid(shared: Path, provider: str) -> None:
    tree = json.loads(max((shared / "corpus" / provider).glob("*.json")).read_text())
    dialect = "openapi-2.0" if "swagger" in tree else f"openapi-{tree['openapi'][:3]}"
    holder = ("definitions",) if "swagger" in tree else ("components", "schemas")
    schemas = tree["definitions"] if "swagger" in tree else tree["components"]["schemas"]
    pool, total, refused = Pool(), 0, 0

    def resolve(uri: str) -> Json:
        return tree  # type: ignore[no-any-return]  # a JSON document

    for name in list(schemas)[::4]:
        schema = read(
            schemas[name], dialect=dialect, uri="x:", pointer=(*holder, name), resolve=resolve, pool=pool
        )
        made, wrong = made_and_refused(schema, 2)
        total, refused = total + made, refused + wrong
    assert total
    assert refused <= total * 0.01


def assert_exact(schema: Schema, universe: list[Json], tree: Json) -> None:
    """Values made are valid; if there are none, nothing in the universe is."""
    empty = why_empty(schema)
    if empty is not None:
        assert not empty.because, tree
        assert not any(accepts(schema, value) for value in universe), tree
        return
    for seed in range(4):
        assert accepts(schema, draw(schema, Random(seed), shape=SHAPES[seed % 4])), tree


NUMBERS: list[Json] = [-2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3]


def small_number_schemas() -> Iterator[dict[str, Json]]:
    bounds: list[Json] = [None, -1, 0, 0.5, 2]
    for low, high, above, step, type in itertools.product(
        bounds, bounds, (False, True), (None, 1, 0.5, 2), ("number", "integer")
    ):
        schema: dict[str, Json] = {"type": type}
        if low is not None:
            schema["exclusiveMinimum" if above else "minimum"] = low
        if high is not None:
            schema["maximum"] = high
        if step is not None:
            schema["multipleOf"] = step
        yield schema


def test_small_number_schemas_are_empty_exactly_when_they_say_so() -> None:
    for tree in small_number_schemas():
        schema = read(tree, dialect="2020-12")
        assert_exact(schema, NUMBERS, tree)


def test_small_array_schemas_are_empty_exactly_when_they_say_so() -> None:
    items: list[Json] = [True, {"type": "boolean"}, {"const": 1}, False]
    values: list[Json] = [
        list(row) for size in range(4) for row in itertools.product((True, False, 1, 2), repeat=size)
    ]
    inners: list[Json] = [None, {"const": 1}, {"type": "boolean"}]
    for item, fewest, most, unique, inner in itertools.product(
        items, (0, 1, 3), (None, 1, 2), (False, True), inners
    ):
        tree: dict[str, Json] = {"type": "array", "items": item, "minItems": fewest, "uniqueItems": unique}
        if most is not None:
            tree["maxItems"] = most
        if inner is not None:
            tree |= {"contains": inner, "minContains": 2}
        schema = read(tree, dialect="2020-12")
        assert_exact(schema, values, tree)
