"""Schemas drawn at random, with recursion, and the values they are judged by."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

from assent.json import Json

NAMES = ("a", "b", "ab")
VALUES: tuple[Json, ...] = (0, 1, 2, 0.5, "", "a", "b", "ab", None, True, [], {}, [0], {"a": 0})


def draw(random: Random, depth: int = 3, definitions: int = 0) -> Json:
    """A schema of JSON Schema 2020-12; it may refer to `#/$defs/0` and so on."""
    if depth == 0 or random.random() < 0.1:
        return _atom(random, definitions)
    maker = random.choice((None, _object, _array, _union, _object, _composed))
    if maker is None:
        return _atom(random, definitions)
    return maker(random, depth - 1, definitions)


def draw_document(random: Random) -> Json:
    """A schema with definitions that refer to one another."""
    count = random.randint(1, 3)
    root = draw(random, 3, count)
    if not isinstance(root, dict):
        return root
    # A reference below a member or item only: what refers to itself at the same value means nothing.
    return {**root, "$defs": {str(i): _guarded(random, count) for i in range(count)}}


def _guarded(random: Random, definitions: int) -> Json:
    inner = draw(random, 2, definitions)
    if random.random() < 0.5:
        name = random.choice(NAMES)
        made: dict[str, Any] = {
            "type": "object",
            "properties": {name: inner, "b": _reference(random, definitions)},
        }
        if random.random() < 0.4:
            made["required"] = random.sample(NAMES, 1)
        if random.random() < 0.4:
            made["additionalProperties"] = random.choice([False, {"type": "integer"}])
        return made
    items: Json = random.choice([inner, _reference(random, definitions)])
    return {"type": "array", "items": items, "maxItems": random.choice([1, 2, 3])}


def _reference(random: Random, definitions: int) -> Json:
    return {"$ref": f"#/$defs/{random.randrange(definitions)}"} if definitions else True


def _atom(random: Random, definitions: int) -> Json:
    options: list[Json] = [
        True,
        {"type": random.choice(["string", "integer", "number", "null", "boolean", "object", "array"])},
        {"type": random.sample(["string", "integer", "null", "object"], 2)},
        {"enum": random.sample(list(VALUES), 3)},
        {"const": random.choice(VALUES)},
        {"minimum": random.choice([0, 1, 0.5]), "type": "number"},
        {"maximum": random.choice([0, 1, 2])},
        {"multipleOf": random.choice([1, 2, 0.5])},
        {"maxLength": random.choice([0, 1, 2])},
        {"pattern": random.choice(["^a", "b$", "^(a|b)*$", "^[^a]"])},
        {"required": random.sample(NAMES, random.randint(1, 2))},
        {"minItems": random.choice([1, 2])},
        {"maxProperties": random.choice([0, 1])},
        {"not": {"type": random.choice(["string", "integer", "object"])}},
    ]
    if definitions and random.random() < 0.3:
        return _reference(random, definitions)
    return random.choice(options)


def _object(random: Random, depth: int, definitions: int) -> Json:
    made: dict[str, Any] = {}
    if random.random() < 0.8:
        made["type"] = "object"
    if random.random() < 0.9:
        made["properties"] = {
            name: draw(random, depth, definitions) for name in random.sample(NAMES, random.randint(1, 2))
        }
    if random.random() < 0.5:
        made["required"] = random.sample(NAMES, 1)
    if random.random() < 0.3:
        made["additionalProperties"] = random.choice([False, draw(random, depth, definitions)])
    if random.random() < 0.2:
        made["patternProperties"] = {random.choice(["^a", "b$"]): draw(random, depth, definitions)}
    if random.random() < 0.1:
        made["propertyNames"] = {"maxLength": 1}
    if random.random() < 0.1:
        made["minProperties"] = random.choice([1, 2])
    if random.random() < 0.1:
        made["dependentRequired"] = {"a": ["b"]}
    return made


def _array(random: Random, depth: int, definitions: int) -> Json:
    made: dict[str, Any] = {}
    if random.random() < 0.8:
        made["type"] = "array"
    if random.random() < 0.3:
        made["prefixItems"] = [draw(random, depth, definitions)]
    if random.random() < 0.7:
        made["items"] = draw(random, depth, definitions)
    if random.random() < 0.2:
        made["contains"] = draw(random, depth, definitions)
    if random.random() < 0.3:
        made["minItems"] = 1
    if random.random() < 0.3:
        made["maxItems"] = random.choice([1, 2])
    if random.random() < 0.2:
        made["uniqueItems"] = True
    return made


def _union(random: Random, depth: int, definitions: int) -> Json:
    parts = [draw(random, depth, definitions) for _ in range(random.randint(2, 3))]
    return {random.choice(["anyOf", "oneOf", "allOf"]): parts}


def _composed(random: Random, depth: int, definitions: int) -> Json:
    one, other = draw(random, depth, definitions), draw(random, depth, definitions)
    options: list[Json] = [
        {"not": one},
        {"if": one, "then": other},
        {"if": one, "then": other, "else": draw(random, depth, definitions)},
        {"allOf": [one, {"not": other}]},
        {"type": "object", "anyOf": [one, other], "unevaluatedProperties": False},
    ]
    return random.choice(options)


def universe() -> list[Json]:
    """Some hundreds of values, nested up to three levels."""
    flat: list[Json] = [0, 1, 2, 3, -1, 0.5, 1.5, "", "a", "b", "ab", "ba", None, True, False]
    small: list[Json] = [0, 1, "a", None]
    lists: list[Json] = [
        list(items) for size in range(3) for items in product([0, 1, "a", None], repeat=size)
    ]
    first: list[Json] = [
        {},
        {"a": 0},
        {"a": "a"},
        {"b": 1},
        {"b": None},
        {"ab": 0},
        {"c": 1},
        {"a": 0, "b": "a"},
    ]
    first += [{"a": one, "b": other} for one in small for other in small]
    first += [{"a": one, "ab": other} for one in small for other in small]
    nested: list[Json] = [[part] for part in (*lists[:6], *first[:8])]
    nested += [{name: part} for name in NAMES for part in (*lists[:6], *first[:10])]
    beside: list[Json] = [*first[:4], 0, []]
    nested += [{"a": one, "b": other} for one in first[:4] for other in beside]
    deeper: list[Json] = [{"b": part} for part in nested[:30]] + [[part] for part in nested[:30]]
    return [*flat, *lists, *first, *nested, *deeper]
