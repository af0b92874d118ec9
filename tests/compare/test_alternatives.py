"""The names of alternatives: constants and types, which come first, tell most, and the rest need not be looked at."""

from __future__ import annotations

from random import Random

import pytest

from assent.compare import alternatives
from assent.compare.alternatives import names_of
from assent.compare.positions import align_branches
from assent.json import Json
from assent.schema import Pool, Schema, read

PARTS: tuple[Json, ...] = (
    {"const": "a"},
    {"enum": ["b"]},
    {"enum": ["a", "b"]},
    {"type": "string"},
    {"items": {"const": "a"}},
)


def alternative(random: Random) -> Json:
    match random.randrange(5):
        case 0:
            return {"type": random.choice(["null", "string"])}
        case 1:
            return {"enum": random.sample(["a", "b", "c"], random.randint(1, 2))}
        case _:
            named = random.sample(["kind", "id", "has kind", "[] "], random.randint(1, 3))
            return {"type": "object", "properties": {name: random.choice(PARTS) for name in named}}


def test_constants_and_types_give_the_names_that_all_that_is_said_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random, told = Random(3), 0
    for _ in range(800):
        pool = Pool()

        def schema(said: Json, pool: Pool = pool) -> Schema:
            return read(said, dialect="2020-12", pool=pool)

        pairs: list[tuple[Schema, Schema | None]] = []
        for _ in range(random.randint(1, 4)):
            one = alternative(random)
            other = random.choice([None, one, alternative(random)])
            pairs.append((schema(one), None if other is None else schema(other)))
        others = [schema(alternative(random)) for _ in range(random.randint(0, 2))]
        found = names_of(pairs, others)
        told += alternatives._told_soon(pairs, others) is not None
        with monkeypatch.context() as patched:
            patched.setattr(alternatives, "_told_soon", lambda *_: None)
            assert names_of(pairs, others) == found
    assert told > 100


def test_properties_that_list_nothing_are_not_read_to_tell_alternatives_apart() -> None:
    kinds: list[Json] = [
        {"properties": {"kind": {"const": kind}, "text": {"maxLength": 9}}} for kind in ("a", "b")
    ]
    read_anew = [read({"oneOf": kinds}, dialect="2020-12").keywords["oneOf"] for _ in range(2)]
    pairs = align_branches(*map(list, read_anew))
    assert names_of(pairs, ()) == ['kind="a"', 'kind="b"']
    assert all(it.keywords["properties"]["text"].waiting for both in pairs for it in both if it)


@pytest.mark.parametrize("word", ["$ref", "$dynamicRef"])
def test_constants_that_a_property_refers_to_are_found(word: str) -> None:
    held: Json = {
        "$defs": {kind: {"const": kind, "$dynamicAnchor": kind} for kind in ("a", "b")},
        "oneOf": [{"properties": {"kind": {word: f"#{kind}"}}} for kind in ("a", "b")],
    }
    alternatives = read(held, dialect="2020-12").keywords["oneOf"]
    assert names_of([(it, it) for it in alternatives], ()) == ['kind="a"', 'kind="b"']
