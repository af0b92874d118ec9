"""Which parts of a value the schemas inside a schema are asked about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from assent.json import Json
from assent.schema.model import Schema

Values: TypeAlias = Sequence[Json]

OF_MEMBERS: Final = frozenset(
    {
        *("properties", "patternProperties", "additionalProperties"),
        *("unevaluatedProperties", "propertyNames", "dependentSchemas"),
    }
)
"""Keywords whose schemas are asked about members of an object, or because an object has some."""

OF_ITEMS: Final = frozenset({"items", "prefixItems", "contains", "unevaluatedItems"})
"""Keywords whose schemas are asked about items of an array."""


def members_asked(values: Values, schema: Schema, keyword: str, name: str = "") -> Values:
    """What of the values is asked by the schema under a keyword of members, and under a name in that; maybe more."""
    objects = [value for value in values if isinstance(value, dict)]
    match keyword:
        case "properties":
            return [value[name] for value in objects if name in value]
        case "dependentSchemas":
            return [value for value in objects if name in value]
        case "propertyNames":
            return [key for value in objects for key in value]
        case "additionalProperties":
            named = schema.keywords.get("properties", ())
            return [held for value in objects for key, held in value.items() if key not in named]
        case _:  # which names fit a pattern, and what others have looked at, is the validator's to say
            return [held for value in objects for held in value.values()]


def items_asked(values: Values, schema: Schema, keyword: str, index: int = 0) -> Values:
    """What of the values is asked by the schema under a keyword of items, at an index in that; maybe more."""
    arrays = [value for value in values if isinstance(value, list)]
    match keyword:
        case "prefixItems":
            return [value[index] for value in arrays if len(value) > index]
        case "items":
            first = len(schema.keywords.get("prefixItems", ()))
            return [item for value in arrays for item in value[first:]]
        case _:
            return [item for value in arrays for item in value]
