"""How messages show values."""

from __future__ import annotations

from json import dumps

from hypothesis import given
from tests.test_json import VALUES

from assent.json import Json
from assent.schema.wording import LONGEST, shown


@given(VALUES)
def test_values_are_shown_as_the_standard_library_spells_them(value: Json) -> None:
    spelled = dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
    assert shown(value) == (spelled if len(spelled) <= LONGEST else spelled[: LONGEST - 1] + "…")


def test_a_value_that_is_nested_too_deeply_is_said_to_be() -> None:
    value: Json = []
    for _ in range(20_000):
        value = [value]
    assert shown(value) == "a deeply nested value"
