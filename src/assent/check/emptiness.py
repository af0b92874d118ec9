"""Schemas that no value meets: asked of the schema core, where a schema's own keywords may contradict one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from assent.check.survey import Key, Kind, Place, Survey, key_of
from assent.check.values import schema_reader
from assent.json import Json
from assent.schema import Proved, accepts, includes, read

BUDGET: Final = 3_000
"""Steps for one question. What that does not decide is no finding: nobody is told what is not known."""

_LOW: Final = {"minimum", "exclusiveMinimum"}
_HIGH: Final = {"maximum", "exclusiveMaximum"}
_STRINGS: Final = {"pattern", "format", "minLength", "maxLength"}
_ARRAYS: Final = {"items", "prefixItems", "uniqueItems", "maxItems", "contains", "minContains", "maxContains"}
_OBJECTS: Final = {
    *("maxProperties", "additionalProperties", "propertyNames", "patternProperties"),
    *("unevaluatedProperties", "dependentRequired", "dependentSchemas", "minProperties"),
}
_COMPOSED: Final = {"allOf", "not", "oneOf", "if"}
SAID_ELSEWHERE: Final = {
    "description",
    "title",
    "example",
    "examples",
    "default",
    "deprecated",
    "xml",
    "externalDocs",
}


def empty_schemas(survey: Survey) -> Iterator[Place]:
    """The schemas that provably no value meets, without `false` itself and without those that only hold such a one."""
    found: dict[Key, Place] = {}
    schema_of = survey.once(schema_reader)
    nothing = None
    for place in survey.of(Kind.SCHEMA):
        value = place.node.value
        if not isinstance(value, dict) or not may_contradict(value):
            continue
        schema = schema_of(place.node)
        listed = value.get("enum")
        if isinstance(listed, list) and any(accepts(schema, each) for each in listed):
            continue
        nothing = nothing or read(False, dialect="2020-12", pool=schema.pool)
        if isinstance(includes(nothing, schema, budget=BUDGET, most=1), Proved):
            found[key_of(place.node)] = place
    inner = {(uri, pointer[:length]) for uri, pointer in found for length in range(len(pointer))}
    yield from (place for key, place in found.items() if key not in inner)


def may_contradict(schema: dict[str, Json]) -> bool:
    """Whether keywords of one schema might leave no value: what cannot is not asked, since asking costs most."""
    words = schema.keys() - SAID_ELSEWHERE
    rules: tuple[Callable[[], object], ...] = (
        lambda: words & _COMPOSED and len(words) > 1,
        lambda: "allOf" in words,
        lambda: "$ref" in words and len(words) > 1,
        lambda: words & {"enum", "const"} and len(words) > 1,
        lambda: words & _LOW and words & _HIGH,
        lambda: "multipleOf" in words and words & (_LOW | _HIGH),
        lambda: len(words & _STRINGS) > 1,
        lambda: "minItems" in words and words & _ARRAYS,
        lambda: words & {"required", "minProperties"} and words & _OBJECTS,
        lambda: schema.get("type") == [] or schema.get("enum") == [],
    )
    return any(rule() for rule in rules)
