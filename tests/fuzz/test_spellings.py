"""One value in many spellings: equal ones read as the same value."""

from __future__ import annotations

import json

import pytest

from assent.fuzz.spellings import equal_spellings, odd_spellings
from assent.json import Json

VALUES: list[Json] = [
    {"a": 1, "b": [1, -20, 3.5], "text 1": 'x: 1, 2 \\ " ] 5'},
    [],
    7,
    "plain",
    {"é": "ž\n\u0001", "deep": {"n": [[0]]}},
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_equal_spellings_are_read_as_the_value(value: Json) -> None:
    texts = dict(equal_spellings(value))
    assert len(texts) >= 1
    for text in texts.values():
        assert json.loads(text) == value


def test_spellings_differ() -> None:
    texts = [text for _, text in equal_spellings(VALUES[0])]
    assert len(set(texts)) == 3
    assert b"-20.0" in texts[2]
    assert b"\\u0074\\u0065\\u0078\\u0074 1" in texts[1]


def test_odd_spellings_are_bytes_that_a_reader_may_refuse() -> None:
    about = [name for name, _ in odd_spellings({"name": "x", "size": 3})]
    assert len(about) == 5
    assert dict(odd_spellings({"size": 3}))["with 1e400 in 'size'"] == b'{"size": 1e400}'
