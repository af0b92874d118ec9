"""What differs between the drafts of JSON Schema and the versions of OpenAPI, as records."""

from __future__ import annotations

from typing import Literal

from assent.errors import UsageError
from assent.records import dataclass

Formats = Literal["annotate", "assert"]
"""Whether `format` says something about validity: JSON Schema lets the reader choose."""

ONE_SCHEMA = (
    "not",
    "if",
    "then",
    "else",
    "items",
    "additionalItems",
    "contains",
    "unevaluatedItems",
    "additionalProperties",
    "propertyNames",
    "unevaluatedProperties",
)
"""Keywords that hold one schema (`items` may hold a list of them in older dialects)."""

SCHEMA_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
"""Keywords that hold a list of schemas."""

SCHEMA_MAPS = ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions")
"""Keywords that hold schemas by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one version of a standard writes schemas down.

    `keywords` are those that decide validity, everything else is an annotation or unknown.
    `ref_alone`: next to `$ref` nothing counts. `identifier` is the keyword that names a resource, or empty.
    `dynamic` is the keyword of the late-bound reference, or empty. `lenient`: OpenAPI, where spellings of
    neighbouring versions (`exclusiveMinimum` as boolean or number) are understood as well.
    """

    name: str
    keywords: frozenset[str]
    ref_alone: bool = False
    identifier: str = ""
    anchors: bool = False
    dynamic: str = ""
    nullable: bool = False
    item_lists: bool = False
    contains_evaluates: bool = True
    lenient: bool = False


_DRAFT4 = frozenset(
    {"$ref", "type", "enum", "format", "pattern", "multipleOf", "uniqueItems", "required", "dependencies"}
    | {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"}
    | {"items", "additionalItems", "minItems", "maxItems", "minProperties", "maxProperties"}
    | {"properties", "patternProperties", "additionalProperties", "allOf", "anyOf", "oneOf", "not"}
    | {"const"}  # younger, but in wide use, and nothing else could be meant by it
)
_DRAFT6 = _DRAFT4 | {"contains", "propertyNames"}
_DRAFT7 = _DRAFT6 | {"if", "then", "else"}
_2019 = _DRAFT7 | {
    "dependentRequired",
    "dependentSchemas",
    "minContains",
    "maxContains",
    "unevaluatedItems",
    "unevaluatedProperties",
    "$recursiveRef",
}
_2020 = (_2019 - {"additionalItems", "$recursiveRef"}) | {"prefixItems", "$dynamicRef"}
_OPENAPI = (_DRAFT4 - {"patternProperties", "additionalItems", "dependencies", "const"}) | {"nullable"}

DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        Dialect(name="draft4", keywords=_DRAFT4, ref_alone=True, identifier="id", item_lists=True),
        Dialect(name="draft6", keywords=_DRAFT6, ref_alone=True, identifier="$id", item_lists=True),
        Dialect(name="draft7", keywords=_DRAFT7, ref_alone=True, identifier="$id", item_lists=True),
        Dialect(
            name="2019-09",
            keywords=_2019,
            identifier="$id",
            anchors=True,
            dynamic="$recursiveRef",
            item_lists=True,
            contains_evaluates=False,
        ),
        Dialect(name="2020-12", keywords=_2020, identifier="$id", anchors=True, dynamic="$dynamicRef"),
        Dialect(
            name="openapi-2.0",
            keywords=(_OPENAPI - {"anyOf", "oneOf", "not", "nullable"}) | {"x-nullable"},
            ref_alone=True,
            nullable=True,
            item_lists=True,
            lenient=True,
        ),
        Dialect(
            name="openapi-3.0",
            keywords=_OPENAPI,
            ref_alone=True,
            nullable=True,
            item_lists=True,
            lenient=True,
        ),
        Dialect(
            name="openapi-3.1",
            keywords=_2020,
            identifier="$id",
            anchors=True,
            dynamic="$dynamicRef",
            item_lists=True,
            lenient=True,
        ),
        Dialect(
            name="openapi-3.2",
            keywords=_2020,
            identifier="$id",
            anchors=True,
            dynamic="$dynamicRef",
            item_lists=True,
            lenient=True,
        ),
    )
}

VALIDATION_VOCABULARIES = (
    "https://json-schema.org/draft/2020-12/vocab/validation",
    "https://json-schema.org/draft/2019-09/vocab/validation",
)

VALIDATION = frozenset(
    {"type", "enum", "const", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
    | {
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minContains",
        "maxContains",
    }
    | {"minProperties", "maxProperties", "required", "dependentRequired"}
)
"""The keywords of the vocabulary of validation, which a meta-schema may leave out."""

META_SCHEMAS: dict[str, str] = {
    "http://json-schema.org/draft-04/schema": "draft4",
    "http://json-schema.org/draft-06/schema": "draft6",
    "http://json-schema.org/draft-07/schema": "draft7",
    "https://json-schema.org/draft/2019-09/schema": "2019-09",
    "https://json-schema.org/draft/2020-12/schema": "2020-12",
}
"""What a `$schema` says about the resource that holds it."""


def dialect_named(name: str) -> Dialect:
    """The dialect's record.

    Raises: UsageError if nobody knows the name.
    """
    if name not in DIALECTS:
        raise UsageError(message=f"{name!r} is no dialect. Known are {', '.join(DIALECTS)}.")
    return DIALECTS[name]
