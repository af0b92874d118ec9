"""Formats: the languages between which they lie, judged by an independent validator."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import jsonschema_rs
import pytest

from assent.schema.formats import (
    Format,
    follows,
    format_named,
    inner_language,
    is_part_of,
    known_formats,
    outer_language,
)
from assent.schema.patterns import draw, is_empty, language, matches

T = TypeVar("T")


class Chance:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def integer(self, low: int, high: int, /) -> int:
        return self.random.randint(low, high)

    def pick(self, options: Sequence[T], /) -> T:
        return self.random.choice(options)

    def coin(self, chance: float, /) -> bool:
        return self.random.random() < chance


ALL = [known for name in known_formats() if (known := format_named(name))]
STRINGS = [known for known in ALL if known.type == "string"]
JUDGED = [known for known in STRINGS if known.follows or known.name in {"date", "duration", "ipv4", "ipv6", "json-pointer"}]  # fmt: skip


def name_of(known: Format) -> str:
    return known.name


@pytest.mark.parametrize("known", ALL, ids=name_of)
def test_examples_follow_their_format_and_near_misses_do_not(known: Format) -> None:
    assert known.examples
    assert all(follows(known.name, value) for value in known.examples)
    assert not any(follows(known.name, value) for value in known.near_misses)


@pytest.mark.parametrize("known", JUDGED, ids=name_of)
def test_every_text_made_for_a_format_passes_the_validator(known: Format) -> None:
    judge = jsonschema_rs.Draft202012Validator({"format": known.name}, validate_formats=True)
    inner = inner_language(known.name)
    assert inner is not None
    chance = Chance(3)
    for _ in range(400):
        text = draw(language([inner]), chance)
        assert judge.is_valid(text), text
        assert follows(known.name, text)


@pytest.mark.parametrize("known", STRINGS, ids=name_of)
def test_the_inner_language_lies_in_the_outer_one(known: Format) -> None:
    inner, outer = inner_language(known.name), outer_language(known.name)
    if inner is not None and outer is not None:
        assert is_empty(language([inner], [outer]))


@pytest.mark.parametrize("known", ALL, ids=name_of)
def test_what_follows_a_format_follows_the_formats_it_is_part_of(known: Format) -> None:
    for wider in known.part_of:
        assert is_part_of(known.name, wider)
        assert all(follows(wider, value) for value in known.examples)
        inner = inner_language(known.name)
        if inner is not None:
            chance = Chance(5)
            for _ in range(100):
                assert follows(wider, draw(language([inner]), chance))


def cases_of(shared: Path) -> list[tuple[str, str, bool]]:
    found = []
    for path in sorted((shared / "cases/json-schema-suite/draft2020-12/optional/format").glob("*.json")):
        for group in json.loads(path.read_text()):
            schema: dict[str, Any] = group["schema"]
            for test in group["tests"]:
                if isinstance(test["data"], str) and set(schema) <= {"$schema", "format"}:
                    found.append((schema["format"], test["data"], test["valid"]))
    return found


def test_the_official_suite_agrees_with_what_is_exact(shared: Path) -> None:
    cases = cases_of(shared)
    assert len(cases) > 300
    for name, text, valid in cases:
        inner, outer = inner_language(name), outer_language(name)
        if inner is not None and matches(inner, text):
            assert valid, (name, text)
        if outer is not None and valid:
            assert matches(outer, text), (name, text)


def test_the_official_suite_agrees_with_the_checks(shared: Path) -> None:
    wrong = [(n, text, valid) for n, text, valid in cases_of(shared) if follows(n, text) != valid]
    assert wrong == []


def test_an_unknown_format_says_nothing() -> None:
    assert format_named("phone") is None
    assert follows("phone", "x")
    assert not is_part_of("phone", "uri")
    assert is_part_of("phone", "phone")


def test_a_format_says_nothing_about_other_types() -> None:
    assert follows("date", 5)
    assert follows("int32", "x")
    assert follows("int32", True)
    assert not follows("int32", 2**31)
    assert follows("int64", 1.0)
