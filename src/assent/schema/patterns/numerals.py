"""The regular languages of numbers and booleans as they are written, for parameters compared as text."""

from __future__ import annotations

from assent.schema.patterns.language import Regular, pattern, words


def numbers() -> Regular:
    """Every spelling of a number in JSON (RFC 8259 §6)."""
    return pattern(r"^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$")


def booleans() -> Regular:
    """`true` and `false`."""
    return words("true", "false")


def integers(low: int | None = None, high: int | None = None) -> Regular:
    """The decimal spellings of the integers within the bounds: no leading zeros, no `+`, no `-0`.

    Raises: ValueError if `low` is above `high`.
    """
    if low is not None and high is not None and low > high:
        raise ValueError(f"no integer lies between {low} and {high}")
    options: list[str] = []
    if low is None or low < 0:
        least = 1 if high is None or high >= 0 else -high
        options.append(f"-({_naturals(least, None if low is None else -low)})")
    if high is None or high >= 0:
        options.append(_naturals(max(low or 0, 0), high))
    return pattern(f"^(?:{'|'.join(options)})$")


def _naturals(low: int, high: int | None) -> str:
    """A regular expression for the naturals from `low` to `high`."""
    if high is not None:
        return "|".join(_stretches(low, high))
    digits = len(str(low))
    longer = f"[1-9]\\d{{{digits},}}"
    return "|".join([*_stretches(low, 10**digits - 1), longer])


def _stretches(low: int, high: int) -> list[str]:
    """Stretches in which every digit varies by itself: 8 to 213 is 8-9, 10-99, 100-199, 200-209, 210-213."""
    found: list[str] = []
    while low <= high:
        size = 1
        while low % (size * 10) == 0 and low + size * 10 - 1 <= high and low > 0:
            size *= 10
        first, free = str(low)[: len(str(low)) - len(str(size)) + 1], len(str(size)) - 1
        last_digit = min(9, int(first[-1]) + (high - low + 1) // size - 1)
        found.append(f"{first[:-1]}[{first[-1]}-{last_digit}]" + (f"\\d{{{free}}}" if free else ""))
        low += (last_digit - int(first[-1]) + 1) * size
    return found
