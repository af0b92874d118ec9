"""Some number within bounds, a multiple of these and of none of those: decided exactly, over the rationals."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from assent.schema.frozen import as_number, exact
from assent.schema.includes.forms import NumberForm
from assent.schema.includes.outcomes import NOTHING, Found, Outcome, unknown

if TYPE_CHECKING:
    from assent.schema.includes.search import Search

Number: TypeAlias = Fraction | int

MOST_TRIED = 512
"""Multiples tried one by one before arithmetic takes over."""

FINEST = 24
"""Decimal places that are tried when an interval is narrow."""


def some(form: NumberForm, search: Search) -> Outcome:
    """A number of the form, whole and small where possible."""
    if form.low is not None and form.high is not None:
        if form.low > form.high or (form.low == form.high and (form.above or form.below)):
            return NOTHING
        if form.low == form.high:
            return _written(form.low) if _fits(form, form.low) else NOTHING
    if form.steps:
        return _multiple(form, search)
    for number in _simple(form):
        search.spend()
        if _fits(form, number) and exact(as_number(number)) == number:
            return _written(number)
    return unknown("number", "no number that JSON can write was found in a very narrow interval")


def _written(number: Number) -> Outcome:
    value = number.numerator if Fraction(number).denominator == 1 else as_number(number)
    if isinstance(value, float) and exact(value) != number:
        return unknown("number", "the only numbers left cannot be written with the digits of a float")
    return Found(value)


def _fits(form: NumberForm, number: Number) -> bool:
    if form.low is not None and (number < form.low or (number == form.low and form.above)):
        return False
    if form.high is not None and (number > form.high or (number == form.high and form.below)):
        return False
    if any(number % step for step in form.steps) or not all(number % step for step in form.no_steps):
        return False
    return number not in form.excluded


def common_multiple(steps: tuple[Number, ...]) -> Number:
    """The least number that is a whole multiple of every step."""
    whole = math.lcm(*[Fraction(step).numerator for step in steps])
    parts = math.gcd(*[Fraction(step).denominator for step in steps])
    # lcm(a/b, c/d) = lcm(a, c) / gcd(b, d) for fractions in lowest terms
    return Fraction(whole, parts)


def _multiple(form: NumberForm, search: Search) -> Outcome:
    """A multiple of all steps: k · step, where k is no multiple of certain whole numbers."""
    step = common_multiple(form.steps)
    avoided = [Fraction(no_step / step).numerator for no_step in form.no_steps]
    if 1 in avoided:
        return NOTHING
    first = None if form.low is None else math.ceil(form.low / step)
    last = None if form.high is None else math.floor(form.high / step)
    for k in _multiples(first, last):
        search.spend()
        if _fits(form, k * step):
            return _written(k * step)
    if first is not None and last is not None and last - first < MOST_TRIED:
        return NOTHING
    # What leaves the remainder 1 by all of the avoided numbers is a multiple of none of them.
    period = math.lcm(*avoided) if avoided else 1
    start = first if first is not None else -last if last is not None else 0
    sign = 1 if first is not None or last is None else -1
    for turn in range(len(form.excluded) + 2):
        k = sign * (start - (start - 1) % period + (turn + 1) * period)
        if (last is None or k <= last) and (first is None or k >= first) and _fits(form, k * step):
            return _written(k * step)
    return unknown("multipleOf", "the multiples within the bounds are too many to try")


def _multiples(first: int | None, last: int | None) -> Iterator[int]:
    """Up to so many whole numbers within the bounds, those next to zero first."""
    if (first is None or first <= 0) and (last is None or last >= 0):
        yield 0
        for size in range(1, MOST_TRIED):
            if last is None or size <= last:
                yield size
            if first is None or -size >= first:
                yield -size
    elif first is not None and first > 0:
        yield from range(first, first + MOST_TRIED if last is None else min(first + MOST_TRIED, last + 1))
    elif last is not None:
        yield from range(last, last - MOST_TRIED if first is None else max(last - MOST_TRIED, first - 1), -1)


def _simple(form: NumberForm) -> Iterator[Number]:
    """Numbers of an interval, those with few digits first; never ends in an interval before enough were given."""
    yield from (0, 1, -1, Fraction(1, 2))
    low, high = form.low, form.high
    enough = len(form.excluded) + 4
    if low is None and high is None:
        yield from (Fraction(k, 10) for k in range(enough + 20))
        yield from (Fraction(k, 10**6) for k in range(1, enough + 20))
        yield from (Fraction(k, 10**FINEST) for k in range(1, enough + 20))
        return
    for places in range(FINEST):
        unit = 10**places
        if low is not None:
            start = math.floor(low * unit)
            yield from (Fraction(start + k, unit) for k in range(enough))
        else:
            assert high is not None
            start = math.ceil(high * unit)
            yield from (Fraction(start - k, unit) for k in range(enough))
