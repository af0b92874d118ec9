"""Which rule speaks of a refusal: by the keyword that refuses, and by who receives."""

from __future__ import annotations

from typing import Final

from assent.compare.found import Cause
from assent.findings import Age
from assent.json import Json, at_pointer, canonical
from assent.schema import Schema
from assent.schema.model import conjuncts

FAMILIES: Final[dict[str, tuple[str, str]]] = {
    "type": ("type-narrowed", "type-widened"),
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), ("range-narrowed", "range-widened")
    ),
    "multipleOf": ("multiple-of-narrowed", "multiple-of-widened"),
    **dict.fromkeys(("minLength", "maxLength"), ("length-narrowed", "length-widened")),
    "pattern": ("pattern-narrowed", "pattern-widened"),
    "format": ("format-narrowed", "format-widened"),
    **dict.fromkeys(("minItems", "maxItems"), ("item-count-narrowed", "item-count-widened")),
    "uniqueItems": ("unique-items-demanded", "unique-items-dropped"),
    **dict.fromkeys(
        ("contains", "minContains", "maxContains"), ("contained-items-narrowed", "contained-items-widened")
    ),
    **dict.fromkeys(("items", "prefixItems", "unevaluatedItems"), ("items-refused", "items-allowed")),
    **dict.fromkeys(
        ("minProperties", "maxProperties"), ("property-count-narrowed", "property-count-widened")
    ),
    "propertyNames": ("property-names-narrowed", "property-names-widened"),
    **dict.fromkeys(
        ("additionalProperties", "unevaluatedProperties", "properties", "patternProperties"),
        ("property-refused", "property-allowed"),
    ),
    **dict.fromkeys(("anyOf", "oneOf"), ("alternative-removed", "alternative-added")),
    "not": ("exclusion-narrowed", "exclusion-widened"),
    **dict.fromkeys(("if", "then", "else"), ("condition-narrowed", "condition-widened")),
    **dict.fromkeys(("dependentRequired", "dependentSchemas"), ("dependency-narrowed", "dependency-widened")),
}
"""For each keyword the rule where the new revision receives, and where the old one does."""

REST: Final = ("value-refused", "value-allowed")


def rule_of(cause: Cause, receiver: Age) -> str:
    """The id of the rule that explains the refusal."""
    index = 0 if receiver == "new" else 1
    keyword = spoken_keyword(cause)
    match keyword:
        case "type" if refused_value(cause) is None and cause.violation.value_pointer == ():
            return ("null-refused", "null-allowed")[index]
        case "enum" | "const":
            listed = listed_values(cause.narrower) is not None
            return (
                ("enum-value-removed", "enum-value-added")
                if listed
                else ("value-set-narrowed", "value-set-widened")
            )[index]
        case "required":
            known = missing_name(cause) in _named(cause.narrower)
            if index == 0:
                return "property-became-required" if known else "required-property-added"
            return "property-became-optional" if known else "required-property-removed"
        case _:
            return FAMILIES.get(keyword, REST)[index]


def spoken_keyword(cause: Cause) -> str:
    """The keyword that refuses, as the author means it: a type, where it is compared as a set of texts."""
    if cause.violation.at.pointer[-1:] == ("type",):
        return "type"
    return cause.violation.keyword


def refused_value(cause: Cause) -> Json:
    """The part of the value that is refused."""
    try:
        return at_pointer(cause.value, cause.violation.value_pointer)
    except LookupError:
        return cause.value


def missing_name(cause: Cause) -> str:
    """The required property that the witness lacks."""
    held = refused_value(cause)
    present = held if isinstance(held, dict) else {}
    for member in conjuncts(cause.wider):
        if member.place_of("required") == cause.violation.at:
            for name in member.keywords.get("required", ()):
                if name not in present and f"{name!r}" in cause.violation.message:
                    return str(name)
    return ""


def _named(schema: Schema) -> set[str]:
    return {name for member in conjuncts(schema) for name in member.keywords.get("properties", {})}


def listed_values(schema: Schema) -> list[Json] | None:
    """The values that the schema lists; None if it lists none."""
    for member in conjuncts(schema):
        if "enum" in member.keywords:
            return list(member.keywords["enum"])
        if "const" in member.keywords:
            return [member.keywords["const"]]
    return None


def unshared_values(cause: Cause) -> list[Json]:
    """The values that the sender lists and the receiver does not, in the order written."""
    known = {canonical(value) for value in listed_values(cause.wider) or ()}
    return [value for value in listed_values(cause.narrower) or () if canonical(value) not in known]
