"""Media types that mean the same have one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from assent.api.media_types import is_form, is_json, normalised


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("application/json", "application/json"),
        ("Application/JSON", "application/json"),
        (" text/plain ; charset = UTF-8 ", "text/plain;charset=utf-8"),
        ('text/plain;charset="utf-8"', "text/plain;charset=utf-8"),
        ("text/plain; b=2; a=1", "text/plain;a=1;b=2"),
        ("multipart/mixed; boundary=AbC", "multipart/mixed;boundary=AbC"),
        ('a/b; p="x y"', 'a/b;p="x y"'),
        ('a/b; p="x;y"; q=1', 'a/b;p="x;y";q=1'),
        (r'a/b; p="x\"y"', r'a/b;p="x\"y"'),
        ("application/json;", "application/json"),
        ("*/*", "*/*"),
        ("TEXT/*", "text/*"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_media_type_has_one_spelling(written: str, expected: str) -> None:
    assert normalised(written) == expected


@given(st.text(alphabet='aA/;= "\\*+.-\u00e9', max_size=30))
def test_the_spelling_is_its_own_spelling(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


def test_parameters_are_kept() -> None:
    assert normalised("application/vnd.github+json; version=3") != normalised("application/vnd.github+json")


def test_forms_and_json_are_known() -> None:
    assert is_form(normalised("Multipart/Form-Data; boundary=x"))
    assert not is_form("multipart/mixed")
    assert is_json("application/problem+json;charset=utf-8")
    assert not is_json("application/jsonl")
