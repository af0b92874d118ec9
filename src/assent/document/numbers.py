"""Numbers as texts write them: exact integers, and doubles where they have a fraction."""

from __future__ import annotations

import math

MOST_DIGITS = 4300
"""Python's own guard against quadratic conversions; no description needs more."""


def integer(text: str) -> int:
    """Raises: ValueError if it has more digits than anyone needs."""
    if len(text) > MOST_DIGITS:
        msg = f"a number of {len(text):,} digits, where at most {MOST_DIGITS:,} are read"
        raise ValueError(msg)
    return int(text)


def fraction(text: str) -> float | int:
    """The double nearest to the text; the exact integer where the number is whole and beyond every double.

    Raises: ValueError if it is neither, as 1e99999.
    """
    value = float(text)
    if math.isfinite(value):
        return value
    from decimal import Decimal

    exact = Decimal(text)
    if exact.adjusted() >= MOST_DIGITS or exact != exact.to_integral_value():
        msg = f"the number {text if len(text) < 40 else text[:37] + '...'} is beyond what can be kept exactly"
        raise ValueError(msg)
    return int(exact)
