"""The names of alternatives: constants and types, which come first, tell most, and the rest need not be looked at."""

from __future__ import annotations

from random import Random

import pytest

from assent.compare import alternatives
from assent.compare.alternatives import names_of
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
