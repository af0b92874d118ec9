"""Inclusion of wide unions, drawn: two revisions of tagged alternatives, against every value that tells them apart.

Alternatives are told apart by a tag that may be left out, so that some overlap; most stand in both revisions, as in
real descriptions. Nothing speaks of other names and values than the universe holds, apart from one of each that
nobody names: so what escapes is in the universe, and a verdict must agree with it either way.
"""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import jsonschema_rs
import pytest

from assent.json import Json
from assent.schema import Pool, Proved, Refuted, Verdict, includes, read
from assent.schema.includes import recursion

TAGS = ("p", "q", "r", "s")
OTHERS = ("a", "b", "c")
MEMBERS: dict[str, tuple[Json, ...]] = {
    "tag": (*TAGS, "unknown"),
    "a": (0, 1, "x"),
    "b": (0, 1, "x"),
    "c": (0, 1, "x"),
    "unnamed": (0,),
}

_ABSENT = object()


def universe() -> list[Json]:
    """Every object over the members, and one value that is no object."""
    made: list[Json] = [0]
    for values in product(*[(_ABSENT, *held) for held in MEMBERS.values()]):
        made.append(
            {name: value for name, value in zip(MEMBERS, values, strict=True) if value is not _ABSENT}  # type: ignore[misc]  # what is absent is left out
        )
    return made


UNIVERSE = universe()


def draw_alternative(random: Random, closing: float) -> Json:
    """An object, mostly with a tag, of which some know no other members than theirs."""
    parts: list[Json] = [True, {"type": "integer"}, {"const": 0}]
    properties = {name: random.choice(parts) for name in random.sample(OTHERS, random.randint(0, 3))}
    if random.random() < 0.9:
        properties["tag"] = {"type": "string", "enum": random.sample(TAGS, random.choice([1, 1, 1, 2]))}
    required = [name for name in properties if random.random() < 0.3]
    made: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    if random.random() < closing:
        made["additionalProperties"] = False
    return made


def draw_revision(random: Random, union: list[Json], closing: float) -> list[Json]:
    """The alternatives, of which few are gone, edited, new or stand twice."""
    kept = [it for it in union if random.random() < 0.85] or union[:1]
    edited: list[Json] = [_edited(random, it) if random.random() < 0.2 else it for it in kept]
    edited += [draw_alternative(random, closing) for _ in range(random.choice([0, 0, 1, 2]))]
    if random.random() < 0.1:
        edited.append(random.choice(edited))
    random.shuffle(edited)
    return edited


def _edited(random: Random, alternative: Any) -> Json:
    properties = dict(alternative["properties"])
    required = list(alternative["required"])
    match random.choice(["drop", "add", "require", "loosen"]):
        case "drop" if properties:
            name = random.choice(sorted(properties))
            del properties[name]
            required = [it for it in required if it != name]
        case "add":
            properties[random.choice(OTHERS)] = random.choice([True, {"const": 0}])
        case "require" if properties:
            required = sorted({*required, random.choice(sorted(properties))})
        case _:
            required = []
    return {**alternative, "properties": properties, "required": required}


def draw_pair(random: Random) -> tuple[Json, Json]:
    closing = random.choice([0.0, 0.5, 1.0])
    first = [draw_alternative(random, closing) for _ in range(random.randint(1, 7))]
    return _union(random, draw_revision(random, first, closing)), _union(random, first)


def _union(random: Random, alternatives: list[Json]) -> Json:
    made: dict[str, Any] = {random.choice(["oneOf", "oneOf", "anyOf"]): alternatives}
    if random.random() < 0.3:
        made["unevaluatedProperties"] = False
    if random.random() < 0.2:
        return {"allOf": [made, {"properties": {"c": {"type": "integer"}}}], "unevaluatedProperties": False}
    return made


@pytest.mark.parametrize("seed", range(12))
def test_every_verdict_on_tagged_unions_is_the_one_that_values_give(seed: int) -> None:
    random = Random(seed)
    for _ in range(40):
        written = draw_pair(random)
        pool = Pool()
        wider, narrower = (read(it, dialect="2020-12", pool=pool) for it in written)
        outer, inner = (jsonschema_rs.Draft202012Validator(it) for it in written)  # type: ignore[arg-type]  # objects
        escaped = [it for it in UNIVERSE if inner.is_valid(it) and not outer.is_valid(it)]
        expected = Refuted if escaped else Proved
        assert isinstance(includes(wider, narrower), expected), (written, escaped[:1])


@pytest.mark.parametrize("seed", range(4))
def test_listed_values_give_the_same_one_by_one_as_in_sets(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(seed)
    drawn = [draw_pair(random) for _ in range(30)]

    def verdicts() -> list[Verdict]:
        found = []
        for written in drawn:
            pool = Pool()
            wider, narrower = (read(it, dialect="2020-12", pool=pool) for it in written)
            found.append(includes(wider, narrower))
        return found

    one_by_one = verdicts()
    monkeypatch.setattr(recursion, "MOST_TESTED", 0)
    assert verdicts() == one_by_one
