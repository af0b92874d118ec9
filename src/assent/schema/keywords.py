"""What each keyword that holds no schema takes, or that its value is malformed."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from assent.json import Json
from assent.schema.dialect import Dialect

MALFORMED: Any = object()
"""In place of a value that the keyword does not take."""

TYPE_NAMES = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})


_ALONE = {name: (name,) for name in TYPE_NAMES}
"""What nearly every `type` says."""


def read_type(value: Json, dialect: Dialect) -> Any:
    if isinstance(value, str) and (alone := _ALONE.get(value)) is not None:
        return alone
    names = [value] if isinstance(value, str) else value
    if dialect.lenient and names == ["file"]:  # OpenAPI 2.0: bytes
        return ("string",)
    if not isinstance(names, list) or not names:
        return MALFORMED
    if not all(isinstance(name, str) and name in TYPE_NAMES for name in names):
        return MALFORMED
    return tuple(dict.fromkeys(names))


def read_enum(value: Json, _: Dialect) -> Any:
    return value if isinstance(value, list) else MALFORMED


def read_const(value: Json, _: Dialect) -> Any:
    return value


def read_number(value: Json, _: Dialect) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return MALFORMED
    return value if math.isfinite(value) else MALFORMED


def read_step(value: Json, dialect: Dialect) -> Any:
    step = read_number(value, dialect)
    return step if step is MALFORMED or step > 0 else MALFORMED


def read_strict_bound(value: Json, dialect: Dialect) -> Any:
    boolean = isinstance(value, bool)
    if dialect.name == "draft4":
        return value if boolean else MALFORMED
    if boolean and dialect.lenient:
        return value
    return read_number(value, dialect)


def read_size(value: Json, dialect: Dialect) -> Any:
    size = read_number(value, dialect)
    if size is MALFORMED or size < 0 or size != int(size):
        return MALFORMED
    return int(size)


def read_text(value: Json, _: Dialect) -> Any:
    return value if isinstance(value, str) else MALFORMED


def read_boolean(value: Json, _: Dialect) -> Any:
    return value if isinstance(value, bool) else MALFORMED


def read_names(value: Json, _: Dialect) -> Any:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return MALFORMED
    return tuple(dict.fromkeys(value))


def read_names_by_name(value: Json, dialect: Dialect) -> Any:
    if not isinstance(value, dict):
        return MALFORMED
    read = {key: read_names(names, dialect) for key, names in value.items()}
    return MALFORMED if MALFORMED in read.values() else read


VALUES: dict[str, Callable[[Json, Dialect], Any]] = {
    "type": read_type,
    "enum": read_enum,
    "const": read_const,
    "minimum": read_number,
    "maximum": read_number,
    "exclusiveMinimum": read_strict_bound,
    "exclusiveMaximum": read_strict_bound,
    "multipleOf": read_step,
    "minLength": read_size,
    "maxLength": read_size,
    "minItems": read_size,
    "maxItems": read_size,
    "minContains": read_size,
    "maxContains": read_size,
    "minProperties": read_size,
    "maxProperties": read_size,
    "pattern": read_text,
    "format": read_text,
    "uniqueItems": read_boolean,
    "required": read_names,
    "dependentRequired": read_names_by_name,
    "nullable": read_boolean,
    "x-nullable": read_boolean,
}
