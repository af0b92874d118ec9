"""JSON values as hashable keys with the equality of JSON Schema: `1` is `1.0`, `true` is not `1`."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from assent.json import Json

FrozenBool: TypeAlias = tuple[Literal["boolean"], bool]
"""A boolean, told from the number that Python thinks it equals."""
FrozenArray: TypeAlias = "tuple[Literal['array'], tuple[Frozen, ...]]"
FrozenObject: TypeAlias = "tuple[Literal['object'], frozenset[tuple[str, Frozen]]]"
"""An object as the set of its members."""
Frozen: TypeAlias = "str | int | Fraction | FrozenBool | FrozenArray | FrozenObject | None"
"""A JSON value as a key: whole numbers are `int`, other numbers `Fraction`."""


def exact(value: float | Decimal) -> int | Fraction:
    """The number that the digits say: 0.1 is one tenth, not the binary float beside it."""
    if isinstance(value, int):
        return value
    fraction = Fraction(repr(value) if isinstance(value, float) else value)
    return fraction.numerator if fraction.denominator == 1 else fraction


def freeze(value: Json) -> Frozen:
    """The value as a key.

    Raises: RecursionError if it is nested deeper than the stack.
    """
    match value:
        case bool():
            return "boolean", value
        case None | str() | int():
            return value
        case list():
            return "array", tuple([freeze(item) for item in value])
        case dict():
            return "object", frozenset([(key, freeze(item)) for key, item in value.items()])
        case _:
            return exact(value)


def thaw(frozen: Frozen) -> Json:
    """The JSON value again; members of objects in the order of their names."""
    match frozen:
        case "boolean", value:
            return value
        case "array", items:
            return [thaw(item) for item in items]
        case "object", members:
            return {key: thaw(item) for key, item in sorted(members, key=lambda member: member[0])}
        case Fraction():
            return as_number(frozen)
        case _:
            return frozen


def as_number(value: Fraction | int) -> int | float:
    """The number as JSON holds it; the nearest float if it is not whole."""
    if isinstance(value, int):
        return value
    return value.numerator if value.denominator == 1 else float(value)


def type_of(frozen: Frozen) -> str:
    """The JSON type of a frozen value."""
    match frozen:
        case None:
            return "null"
        case tuple():
            return frozen[0]
        case str():
            return "string"
        case _:
            return "number"


def sort_key(frozen: Frozen) -> tuple[object, ...]:
    """An order of frozen values that does not depend on hashing: by type, then size, then text."""
    text = repr(thaw(frozen))
    return (type_of(frozen), len(text), text)
