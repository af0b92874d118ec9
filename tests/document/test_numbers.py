from __future__ import annotations

import pytest

from assent.document.numbers import MOST_DIGITS, fraction, integer


def test_big_integers_keep_every_digit() -> None:
    assert integer("12345678901234567890123") == 12345678901234567890123


def test_a_whole_number_beyond_every_double_becomes_an_exact_integer() -> None:
    assert fraction("1e400") == 10**400


@pytest.mark.parametrize("text", ["1e99999999", "-1e5000", "-1." + "1" * 400 + "e309"])
def test_a_number_that_cannot_be_kept_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="beyond"):
        fraction(text)


def test_more_digits_than_anyone_needs_are_refused() -> None:
    with pytest.raises(ValueError, match="4,300"):
        integer("9" * (MOST_DIGITS + 1))


def test_what_is_too_small_for_a_double_is_zero() -> None:
    assert fraction("1e-400") == 0.0
