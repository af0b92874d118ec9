"""What is told of plain schemas at a glance is what the search says of them, to the last word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random
from typing import Any, TypeAlias

import pytest

from assent.api import Side
from assent.compare import decide
from assent.compare.change import Options
from assent.compare.decide import Decider
from assent.compare.found import Found
from assent.compare.rewriting import Marks
from assent.findings import Age, Profile
from assent.json import Json
from assent.schema import Pool, Schema, read

NAMES = ("a", "b", "c")
TYPES: tuple[Json, ...] = (
    "object",
    ["object", "null"],
    ["null", "object", "string"],
    "string",
    ["string", "null"],
    "integer",
    ["number", "null"],
    ["array", "null"],
)
PARTS: tuple[Json, ...] = (
    {},
    True,
    {"type": "string"},
    {"type": ["integer", "null"]},
    {"description": "?"},
    False,
)
Way: TypeAlias = tuple[Side, Age, str]
AGES: tuple[Age, ...] = ("old", "new")
MORE: tuple[Json, ...] = (False, True, {}, {"type": "string"})
EVERY_WAY: list[Way] = list(product(Side, AGES, ("wire", "strict")))


def told(found: Found) -> tuple[object, ...]:
    return (
        [(it.violation, it.value, it.peer, it.parts, it.alternative) for it in found.causes],
        [(it.construct, it.why) for it in found.doubts],
        [(it.keyword, it.at) for it in found.loosened],
        found.lost,
        found.gained,
    )


def both(before: Json, after: Json) -> tuple[Schema, Schema]:
    pool = Pool()
    one = read(before, dialect="2020-12", pool=pool, uri="file:///old")
    return one, read(after, dialect="2020-12", pool=pool, uri="file:///new")


def answers(
    pair: tuple[Schema, Schema], way: Way, monkeypatch: pytest.MonkeyPatch
) -> tuple[Found, Found, bool]:
    """What is found with a look and without one, and whether the look was enough."""
    side, receiver, profile = way
    options = Options(profile=Profile(profile))
    quick = Decider(side, receiver, options, Marks(named=frozenset()))
    searched: list[Schema] = []

    def search(*held: Any) -> None:
        searched.append(held[0])
        Decider._own(quick, *held)

    with monkeypatch.context() as patched:
        patched.setattr(quick, "_own", search)
        first = quick.found(*pair)
    with monkeypatch.context() as patched:
        patched.setattr(decide, "plain_pair", lambda *_: None)
        second = Decider(side, receiver, options, Marks(named=frozenset())).found(*pair)
    return first, second, not searched


def plain(random: Random) -> dict[str, Json]:
    names = random.sample(NAMES, random.randint(0, 3))
    made: dict[str, Json] = {}
    if random.random() < 0.2:
        made["nullable"] = True
    if random.random() < 0.8:
        made["type"] = random.choice(TYPES[:3] if random.random() < 0.8 else TYPES)
    if names:
        made["properties"] = {name: random.choice(PARTS) for name in names}
    if random.random() < 0.6:
        made["required"] = [*random.sample((*NAMES, "d"), random.randint(1, 3))]
    if random.random() < 0.3:
        made["additionalProperties"] = random.choice(MORE)
    if random.random() < 0.1:
        made[random.choice(("minLength", "minimum", "minItems"))] = random.randint(1, 2)
    return made


def composed(random: Random) -> Json:
    if random.random() < 0.6:
        return plain(random)
    return {**(plain(random) if random.random() < 0.4 else {}), "allOf": [plain(random), plain(random)]}


def pairs() -> Iterator[tuple[Json, Json]]:
    """Every two objects of few names, and others drawn: alone, composed, and edited a little."""
    sets: list[list[Json]] = [[], ["a"], ["a", "b"]]
    objects: list[Json] = [
        {"type": types, "properties": {str(it): {"type": "string"} for it in named}, "required": list(needed)}
        for named, needed, types in product(sets, sets, TYPES[:2])
    ]
    yield from product(objects, objects)
    random = Random(7)
    for _ in range(250):
        yield composed(random), composed(random)
    for _ in range(250):
        before: Any = plain(random)
        yield before, {**before, **plain(random)}
    scalars: list[Json] = [{"type": types, "minLength": 1} for types in TYPES]
    yield from product(scalars, scalars)
    shapes: list[Any] = [
        {"properties": {str(it): part for it in named}, "required": needed, "additionalProperties": more}
        for named, needed, more, part in product(
            sets, (["a"], ["b", "d"]), (False, True), ({}, {"minLength": 1})
        )
    ]
    yield from product(shapes, shapes)
    patterns = ("^a+$", "^a*$", "a|^$", "", "(?=a)a", "^(a)\\1$", "(", r"\d")
    written: list[Any] = [{"type": "string"}, *({"type": "string", "pattern": it} for it in patterns)]
    yield from product(written, written)
    texts = [f"{letter}{number}" for letter in "ab" for number in range(20)]
    for _ in range(40):
        lists: list[Json] = [
            {"type": "string", "enum": list(random.sample(texts, random.randint(1, 40)))} for _ in range(2)
        ]
        yield lists[0], lists[1]


@pytest.mark.parametrize("way", EVERY_WAY, ids=lambda way: " ".join(map(str, way)))
def test_a_glance_tells_what_a_search_would(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    glances = total = 0
    for before, after in pairs():
        quick, slow, looked = answers(both(before, after), way, monkeypatch)
        assert told(quick) == told(slow), (before, after)
        glances += looked and bool(quick.causes or quick.loosened)
        total += 1
    assert glances > total / 10


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"type": "object"}, {"type": "object", "required": ["a"]}, id="required"),
        pytest.param({"type": ["string", "null"]}, {"type": "string"}, id="null"),
        pytest.param(
            {"type": "array", "items": {}, "minItems": 1},
            {"type": ["array", "null"], "items": {"type": "string"}, "minItems": 1},
            id="items",
        ),
        pytest.param(
            {"allOf": [{"type": "object"}, {"properties": {"a": {}}}]},
            {"properties": {"a": {}}, "required": ["a"], "type": "object"},
            id="no type",
        ),
        pytest.param(
            {"type": "string", "enum": ["c", "b", "a"]}, {"type": "string", "enum": ["a", "d"]}, id="lists"
        ),
    ],
)
def test_what_changes_most_needs_no_search(
    before: Json, after: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    for way in EVERY_WAY:
        quick, slow, looked = answers(both(before, after), way, monkeypatch)
        assert looked, way
        assert told(quick) == told(slow)
        assert quick.causes or quick.loosened


@pytest.mark.parametrize("pattern", ["^a+$", r"^-?[0-9]+$"])
def test_a_pattern_that_is_gone_needs_no_search_where_it_refuses_the_empty_text(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before: Json = {"type": "string", "pattern": pattern}
    for side, profile in product(Side, ("wire", "strict")):
        quick, slow, looked = answers(both(before, {"type": "string"}), (side, "new", profile), monkeypatch)
        assert looked
        assert told(quick) == told(slow)
        assert [it.keyword for it in quick.loosened] == ["pattern"]


def test_an_object_that_is_opened_needs_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    before: Any = {
        "type": "object",
        "properties": {"a": {}},
        "required": ["a"],
        "additionalProperties": False,
    }
    for side, profile in product(Side, ("wire", "strict")):
        pair = both(before, {**before, "additionalProperties": True})
        quick, slow, looked = answers(pair, (side, "new", profile), monkeypatch)
        assert looked
        assert told(quick) == told(slow)
        assert [it.keyword for it in quick.loosened] == ["additionalProperties"]
