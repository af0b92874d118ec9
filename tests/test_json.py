"""Names made of values."""

from __future__ import annotations

import hashlib
import sys
from json import dumps
from typing import Any

import pytest
from hypothesis import given, strategies as st

from assent import json


@pytest.mark.parametrize("value", [None, "é", {"b": [1.0, 2.5], "a": {}}, "x" * 5000])
def test_a_digest_is_the_start_of_sha_256_over_the_canonical_bytes(value: json.Json) -> None:
    assert json.digest(value) == hashlib.sha256(json.canonical(value)).hexdigest()[:16]


@pytest.mark.parametrize("first", range(0, sys.maxunicode + 1, 0x10000))
def test_texts_are_spelled_in_a_list_as_the_standard_library_spells_them(first: int) -> None:
    texts = [f"a{chr(number)}" for number in range(first, first + 0x10000)]
    for some in (texts, [text for text in texts if not "\ud800" <= text[1] <= "\udfff"]):
        spelled = dumps(some, ensure_ascii=False, separators=(",", ":"))
        assert json.canonical([*some]) == spelled.encode("utf-8", "surrogatepass")


def test_a_digest_is_the_same_where_only_hashlib_has_sha_256(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = json.digest("pets")

    def refuse(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(json, "import_module", refuse)
    json._sha256.cache_clear()
    try:
        assert json._sha256() is hashlib.sha256
        assert json.digest("pets") == wanted
    finally:
        json._sha256.cache_clear()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0.0, False, False),
        (True, True, True),
        ({"a": 1, "b": [2, "x"]}, {"b": [2.0, "x"], "a": 1}, True),
        ({"a": 1, "b": [1]}, {"b": [True], "a": 1}, False),
        ([{"a": {"b": 0}}], [{"a": {"b": False}}], False),
        ({"a": "\ud800", "b": 1}, {"a": "\ud800", "b": True}, False),
        ({"a": "\ud800", "b": 1}, {"a": "\ud800", "b": 1}, True),
        ([1], [1, 1], False),
    ],
)
def test_values_are_equal_as_json_schema_has_it(one: json.Json, other: json.Json, same: bool) -> None:
    assert json.equal(one, other) is same
    assert json.equal(other, one) is same


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_canonical_bytes_are_those_of_the_standard_library_with_sorted_keys(value: json.Json) -> None:
    spelled = dumps(whole(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert json.canonical(value) == spelled.encode("utf-8", "surrogatepass")


def whole(value: json.Json) -> json.Json:
    match value:
        case list():
            return [whole(item) for item in value]
        case dict():
            return {key: whole(item) for key, item in value.items()}
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


@given(VALUES)
def test_what_msgspec_spells_is_what_the_standard_library_does(value: json.Json) -> None:
    text = json.spelled_alike(value)
    if text is not None:
        assert text == dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


@pytest.mark.parametrize("value", [1e20, float("nan"), [{"a": [float("inf")]}], "\ud800", {"a": {1, 2}}, b""])
def test_what_may_be_spelled_in_two_ways_is_left_to_the_standard_library(value: Any) -> None:
    assert json.spelled_alike(value) is None
