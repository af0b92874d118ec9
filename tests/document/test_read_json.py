from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from assent.document.read_json import read_json, too_deep
from assent.errors import LimitExceeded, ParseError
from assent.json import Json


def read(text: str, depth: int = 64) -> Json:
    return read_json(text.encode(), "f.json", depth=depth)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12345678901234567890123", 12345678901234567890123),
        ("1e400", 10**400),
        ("-0", 0),
        ("1.0", 1.0),
        ('"\\u0000"', "\0"),
        ('"\\ud83d\\ude00"', "\N{GRINNING FACE}"),
        ('{"a": 1, "a": 2}', {"a": 2}),
        (" [1]\n", [1]),
        ('{"n": 1e400, "s": "\\\\ud800"}', {"n": 10**400, "s": "\\ud800"}),
    ],
)
def test_json_is_read_exactly(text: str, value: Json) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("", 1, 1, "empty"),
        ('{"a": 1', 1, 8, "ends too early"),
        ('{"a": [1, 2', 1, 12, "ends too early"),
        ('{"a": "x', 1, 7, "unterminated string"),
        ('{\n  "a": 1,\n}', 2, 9, "a comma stands after the last member"),
        ('{\n  "a": 1,,\n}', 2, 10, "where a value is due"),
        ("[1, 2,]", 1, 6, "a comma stands after the last member"),
        ("{'a': 1}", 1, 2, "double quotes"),
        ('{"a": 1} x', 1, 10, "more after the end"),
        ('{"a": 1 // why\n}', 1, 9, "no comments"),
        ('{"a": NaN}', 1, 7, "NaN is no JSON number"),
        ('{"NaN": [1, -Infinity]}', 1, 13, "Infinity"),
        ('{"a": 1e99999}', 1, 7, "beyond"),
        ('["\\ud800"]', 1, 3, "half of a character"),
        ('["\\udc00\\ud800"]', 1, 3, "half of a character"),
        ('["\\ud800\\ud800\\udc00"]', 1, 3, "half of a character"),
        ('["\\\\\\ud83d"]', 1, 5, "half of a character"),
        ('["\x01"]', 1, 3, "control character"),
        ('{"a": 01}', 1, 8, "delimiter"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(text: str, line: int, column: int, says: str) -> None:
    with pytest.raises(ParseError) as caught:
        read(text)
    assert says in str(caught.value)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_too_many_digits_are_refused_with_their_place() -> None:
    with pytest.raises(ParseError, match=r"f\.json:2:3: a number of 5,000 digits"):
        read("[\n  " + "9" * 5000 + "]")


@pytest.mark.parametrize("levels", [64, 65, 66, 500, 5000, 100_000])
def test_depth_is_limited(levels: int) -> None:
    text = "[" * levels + "1" + "]" * levels
    if levels <= 64:
        assert read(text)
    else:
        with pytest.raises(LimitExceeded, match="--max-depth"):
            read(text)


@given(
    st.recursive(
        st.integers(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    )
)
def test_depth_is_found_as_counted(tree: Json) -> None:
    def depth(value: Json) -> int:
        match value:
            case dict():
                return 1 + max(map(depth, value.values()), default=0)
            case list():
                return 1 + max(map(depth, value), default=0)
            case _:
                return 0

    copy = json.loads(json.dumps(tree))
    levels = depth(copy)
    assert not too_deep(copy, max(levels, 1))
    if levels > 2:
        assert too_deep(copy, levels - 2)
