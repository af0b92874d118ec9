"""Several changes to one value, as many of them as may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Value = TypeVar("Value")
Change = TypeVar("Change")


def with_most(
    value: Value,
    changes: Sequence[Change],
    change: Callable[[Value, Sequence[Change]], Value],
    may: Callable[[Value, Value], bool],
) -> Value:
    """The value with all the changes; where that may not be, with one half of them and what it takes of the other.

    `may` is asked of a value and what would become of it: few times where nearly all changes may be made.
    """
    if not changes:
        return value
    together = change(value, changes)
    if may(value, together):
        return together
    if len(changes) == 1:
        return value
    half = len(changes) // 2
    return with_most(with_most(value, changes[:half], change, may), changes[half:], change, may)
