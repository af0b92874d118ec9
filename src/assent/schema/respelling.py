"""The spellings of older dialects and of OpenAPI as those of JSON Schema 2020-12, with the words that the author wrote."""

from __future__ import annotations

from typing import Any, Final

from assent.records import replace
from assent.schema.dialect import Dialect
from assent.schema.model import Reference, Schema

_RESPELLED: Final = frozenset(
    [
        *("exclusiveMinimum", "exclusiveMaximum"),
        *("additionalItems", "contains", "minContains", "maxContains"),
        *("$dynamicRef", "$recursiveRef", "dependencies", "nullable", "x-nullable"),
    ]
)
"""Keywords that may have to be spelled anew; `items` does where it is a list."""


def settle(schema: Schema, dialect: Dialect) -> None:
    """Turn the spellings of older dialects into those of 2020-12, noting where a keyword was written."""
    held = schema.keywords
    if _RESPELLED.isdisjoint(held) and type(held.get("items")) is not tuple:
        return  # as most
    for low, strict in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(held.get(strict), bool) and held.pop(strict) and low in held:
            held[strict] = held.pop(low)
    if isinstance(held.get("items"), tuple):
        if prefix := held.pop("items"):
            held["prefixItems"] = prefix
            schema.origins["prefixItems"] = "items"
        if "additionalItems" in held:
            held["items"] = held.pop("additionalItems")
            schema.origins["items"] = "additionalItems"
    held.pop("additionalItems", None)
    for keyword in ("$dynamicRef", "$recursiveRef"):
        if keyword in held:
            _add_reference(schema, keyword, held.pop(keyword))
    for key, part in held.pop("dependencies", {}).items():
        keyword = "dependentSchemas" if isinstance(part, Schema) else "dependentRequired"
        held.setdefault(keyword, {})[key] = part
        schema.origins[keyword] = "dependencies"
    if "contains" not in held:
        held.pop("minContains", None)
        held.pop("maxContains", None)
    elif not dialect.contains_evaluates and "unevaluatedItems" in held:
        _hide_contains(schema)
    if held.pop("nullable", False) or held.pop("x-nullable", False):
        _admit_null(schema)


def _add_reference(schema: Schema, keyword: str, reference: Reference) -> None:
    if "$ref" not in schema.keywords:
        schema.keywords["$ref"] = reference
        schema.origins["$ref"] = keyword
        return
    inner = replace(schema, keywords={"$ref": reference}, origins={"$ref": keyword}, troubles=())
    schema.keywords["allOf"] = (*schema.keywords.get("allOf", ()), inner)


def _hide_contains(schema: Schema) -> None:
    """In 2019-09 `contains` evaluates no items: behind two negations it still asserts and evaluates nothing."""
    moved: dict[str, Any] = {
        k: schema.keywords.pop(k) for k in ("contains", "minContains", "maxContains") if k in schema.keywords
    }
    inner = replace(schema, keywords=moved, troubles=())
    for _ in range(2):
        inner = replace(schema, keywords={"not": inner}, troubles=())
    schema.keywords["allOf"] = (*schema.keywords.get("allOf", ()), inner)


COMPOSING = ("enum", "const", "allOf", "anyOf", "oneOf", "not", "$ref")


def _admit_null(schema: Schema) -> None:
    """Let null in, wherever `nullable` stands: authors mean it beside `enum` and `allOf` as well.

    Beside a bare `type` it joins the types; beside a composition the whole becomes one branch, null the other;
    beside neither it changes nothing, because null was never refused.
    Source: OpenAPI 3.0.4 §4.7.24.1 nullable, read leniently.
    """
    held = schema.keywords
    if not any(keyword in held for keyword in COMPOSING):
        if "type" in held and "null" not in held["type"]:
            held["type"] = (*held["type"], "null")
        return
    word = "nullable" if isinstance(schema.source, dict) and "nullable" in schema.source else "x-nullable"
    null = replace(schema, keywords={"type": ("null",)}, origins={"type": word}, troubles=(), source=None)
    rest = replace(schema, keywords=dict(held), origins=dict(schema.origins))
    held.clear()
    schema.origins.clear()
    schema.troubles = ()
    held["anyOf"] = (null, rest)
    schema.origins["anyOf"] = word
