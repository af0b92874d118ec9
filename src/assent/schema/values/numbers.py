"""Booleans and numbers of a normal form."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from assent.json import Json
from assent.schema.formats import follows, format_named
from assent.schema.frozen import as_number, exact, freeze
from assent.schema.includes import numbers as exactly
from assent.schema.includes.forms import NumberForm, Plain
from assent.schema.includes.outcomes import Found
from assent.schema.values.choices import FAR, Run

if TYPE_CHECKING:
    from assent.schema.values.context import Context

Draw: TypeAlias = Callable[[Run, int], Json]
Number: TypeAlias = Fraction | int

WINDOW = 1000
"""How far from its bound a number without the other bound may lie, in steps."""
ATTEMPTS = 20
WIDE = 60
"""From here on a number is one of so many that it is a choice of its own."""
LONGEST_EXACT = 2**40
"""From here on, drawn numbers are whole: floats have too few decimals left."""


def boolean_way(form: Plain) -> Draw | None:
    values = [value for value in (True, False) if freeze(value) not in form.excluded]
    return (lambda run, _: run.choices.pick(values)) if values else None


def number_way(form: NumberForm, wishes: tuple[str, ...], context: Context) -> Draw | None:
    """Numbers of the form: whole where they must be, else with up to a few decimals."""
    context.solver.left = 10_000
    outcome = exactly.some(form, context.solver)
    if not isinstance(outcome, Found):
        return None
    least = outcome.value
    asserted = tuple(name for name, wanted in form.formats if wanted)
    low, high, whole = _narrowed(form, (*wishes, *asserted))
    steps = (*form.steps, *((1,) if whole else ()))
    step: Number = exactly.common_multiple(steps) if steps else _unit(low, high)
    first, last = _multiples(low, high, step, form)
    if first > last or (not steps and step == 1 and isinstance(least, float)):
        return lambda _, __: least
    bounds = tuple(dict.fromkeys(k for k in (first, last, first + 1, last - 1) if first <= k <= last))
    is_wide = last - first > WIDE
    reach = (first, last)
    if all(Fraction(part).denominator == 1 for part in steps):
        reach = (min(first, -FAR) if low is None else first, max(last, FAR) if high is None else last)
    plain = not (form.no_steps or form.excluded or form.formats)
    whole_step = step.numerator if Fraction(step).denominator == 1 else None

    def written(k: int) -> Json:
        return k * whole_step if whole_step is not None else as_number(k * Fraction(step))

    def draw(run: Run, _: int) -> Json:
        choices = run.choices
        for _attempt in range(ATTEMPTS):
            if is_wide and choices.is_dear:
                k = choices.wide(*reach)
            else:
                edge = run.shape.edges and choices.coin(run.shape.edges)
                k = choices.pick(bounds) if edge else choices.integer(first, last)
            value = written(k)
            if plain or _fits(form, value):
                return value
        return least

    return draw


def _narrowed(form: NumberForm, names: tuple[str, ...]) -> tuple[Number | None, Number | None, bool]:
    """The form's bounds, within those of formats where that leaves something."""
    low, high, whole = form.low, form.high, False
    for name in names:
        known = format_named(name)
        if known is None or known.type != "number" or (known.low is None and known.high is None):
            continue
        lower = known.low if low is None or (known.low is not None and known.low > low) else low
        upper = known.high if high is None or (known.high is not None and known.high < high) else high
        if lower is None or upper is None or lower <= upper:
            low, high, whole = lower, upper, whole or known.whole
    return low, high, whole


def _unit(low: Number | None, high: Number | None) -> Number:
    """A power of ten of which several multiples lie between the bounds; 1 where floats have no decimals left."""
    if any(abs(Fraction(bound)) >= LONGEST_EXACT for bound in (low, high) if bound is not None):
        return 1
    if low is None or high is None or high == low:
        return Fraction(1, 10)
    unit = Fraction(1, 10)
    while (high - low) / unit < 10 and unit > Fraction(1, 10**24):
        unit /= 10
    return unit


def _multiples(low: Number | None, high: Number | None, step: Number, form: NumberForm) -> tuple[int, int]:
    """The first and last k for which k · step is drawn."""
    first = None if low is None else math.ceil(low / Fraction(step))
    last = None if high is None else math.floor(high / Fraction(step))
    if first is not None and form.above and low == form.low and first * step == low:
        first += 1
    if last is not None and form.below and high == form.high and last * step == high:
        last -= 1
    if first is None and last is None:
        return -WINDOW, WINDOW
    if first is None:
        assert last is not None
        return min(last, 0) - WINDOW, last
    return first, max(first, 0) + WINDOW if last is None else last


def _fits(form: NumberForm, value: Json) -> bool:
    assert isinstance(value, int | float)
    number = exact(value)
    if any(number % step for step in form.steps) or not all(number % step for step in form.no_steps):
        return False
    if form.low is not None and (number < form.low or (form.above and number == form.low)):
        return False
    if form.high is not None and (number > form.high or (form.below and number == form.high)):
        return False
    if number in form.excluded:
        return False
    return all(follows(name, value) == wanted for name, wanted in form.formats)
