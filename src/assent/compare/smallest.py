"""The smallest readable value that a sender may send, from the parts of its schema where these tell it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final

from assent.compare.decide import Decider
from assent.compare.positions import branches, meant
from assent.json import Json
from assent.schema import Schema
from assent.schema.formats import format_named
from assent.schema.model import conjuncts
from assent.schema.values import Unsatisfiable, fits, given_values, one

WIDE: Final = 8
"""More alternatives than these are many."""

TRIED: Final = 4
"""Alternatives of a wide union that are tried one by one."""

SIMPLE: Final = frozenset({"type", "properties", "required", "items", "additionalProperties"})
LISTING: Final = frozenset({"type", "items", "minItems", "uniqueItems"})
FORMATTED: Final = frozenset({"type", "format"})
COMPOSED: Final = frozenset({"$ref", "allOf", "type", "properties", "required"})


def smallest(schema: Schema, decider: Decider) -> Json:
    """The smallest readable value that a sender may send, an empty object if none can be found."""
    schema = meant(schema)
    if id(schema) not in decider.smallest:
        decider.smallest[id(schema)] = schema, {}  # what is met again inside itself is left empty
        decider.smallest[id(schema)] = schema, _smallest(schema, decider)
    return decider.smallest[id(schema)][1]


def _smallest(schema: Schema, decider: Decider) -> Json:
    """From the parts where they are independent of one another, else from the whole."""
    if schema.keywords.keys() <= SIMPLE:
        plain = _of_parts(schema, decider)
    elif _may_be_empty(schema):
        return []
    elif schema.keywords.keys() == FORMATTED:
        plain = _formatted(schema, decider)
    else:
        plain = _composed(schema, decider)
    if isinstance(plain, Unsettled):
        plain = _of_first_alternatives(schema, decider)
    if not isinstance(plain, Unsettled):
        return plain
    try:
        return one(decider.sent(schema), formats=decider.options.formats)
    except Unsatisfiable:
        return {}


class Unsettled(Enum):
    """What stands for a value that the parts alone do not give."""

    VALUE = 0


def _of_first_alternatives(schema: Schema, decider: Decider) -> Json | Unsettled:
    """One of a wide union, whose values take long to weigh against one another: the smallest of an early alternative."""
    alternatives = branches(schema, decider.joined) or ()
    if len(alternatives) > WIDE:
        for alternative in alternatives[:TRIED]:
            value = smallest(alternative, decider)
            if fits(decider.sent(schema), value, formats=decider.options.formats):
                return value
    return Unsettled.VALUE


def _of_parts(schema: Schema, decider: Decider) -> Json | Unsettled:
    keywords = schema.keywords
    types = [
        it for it in keywords.get("type", ("object",) if "properties" in keywords else ()) if it != "null"
    ]
    if len(types) != 1:
        return None if keywords.get("type") == ("null",) else Unsettled.VALUE
    match types[0], schema.annotation("example"):
        case "object", _:
            return _members([schema], decider)
        case "array", _:
            return []
        case ("string", str(example)) | ("boolean", bool(example)):
            return example
        case "string", _:
            return "string"
        case "boolean", _:
            return True
        case _:
            return Unsettled.VALUE


def _may_be_empty(schema: Schema) -> bool:
    """Whether it is an array of any length, and its author gave no other."""
    held = schema.keywords
    listing = held.keys() <= LISTING and held.get("type") == ("array",) and not held.get("minItems")
    return listing and not schema.troubles and not any(True for _ in given_values(schema))


def _formatted(schema: Schema, decider: Decider) -> Json | Unsettled:
    """The author's first example of a text, else the first of its format, which is what a search ends with."""
    known = format_named(schema.keywords["format"])
    types = [it for it in schema.keywords["type"] if it != "null"]
    given = list(given_values(schema))
    if types == ["integer"] and not given:
        return 0 if fits(schema, 0, formats=decider.options.formats) else Unsettled.VALUE
    if known is None or known.inner is None or types != ["string"]:
        return Unsettled.VALUE
    texts = given or known.examples
    if not all(isinstance(text, str) for text in texts):
        return Unsettled.VALUE
    fitting = (text for text in texts if fits(schema, text, formats=decider.options.formats))
    return next(fitting, Unsettled.VALUE)


def _composed(schema: Schema, decider: Decider) -> Json | Unsettled:
    """The smallest object that several parts describe together, none of which says more than names and types."""
    parts = conjuncts(schema)
    described = all(it.keywords.keys() <= COMPOSED and not it.never and not it.troubles for it in parts)
    types = {name for it in parts for name in it.keywords.get("type", ())}
    if not described or types != {"object"}:
        return Unsettled.VALUE
    return _members(parts, decider)


def _members(parts: Sequence[Schema], decider: Decider) -> Json | Unsettled:
    hidden = frozenset(name for it in parts for name in decider.plain.hidden(it))
    needed = {name: None for it in parts for name in it.keywords.get("required", ()) if name not in hidden}
    named = {
        name: [it.keywords["properties"][name] for it in parts if name in it.keywords.get("properties", ())]
        for name in needed
    }
    if not all(named.values()):
        return Unsettled.VALUE
    return {name: smallest(decider.joined.all_of(held), decider) for name, held in named.items()}
