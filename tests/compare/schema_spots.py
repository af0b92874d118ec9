"""Values for every keyword of a schema, in requests and in responses."""

from __future__ import annotations

from tests.compare.mutations import (
    ABSENT,
    ANSWER,
    BODY,
    INT,
    JSON_ANSWERED,
    JSON_SENT,
    POST,
    TEXT,
    Spot,
    Tree,
)

from assent.compare.places import Place
from assent.json import Json

SENT = f"{JSON_SENT}/schema"
ANSWERED = f"{JSON_ANSWERED}/schema"
BOTH = (SENT, ANSWERED)
INSIDE = tuple(f"{at}/properties/part" for at in BOTH)
LISTED = tuple(f"{at}/items" for at in BOTH)
XML = (f"{BODY}/content/application~1xml/schema", f"{ANSWER}/content/application~1xml/schema")

SENT_TWO = f"{POST}/parameters/1/schema"
ANSWERED_TWO = f"{ANSWER}/schema"
BOTH_TWO = (SENT_TWO, ANSWERED_TWO)

TREE: tuple[tuple[str, Json], ...] = (("type", "object"),)
LIST: tuple[tuple[str, Json], ...] = (("type", "array"),)
WORD: tuple[tuple[str, Json], ...] = (("type", "string"),)
NUMBER: tuple[tuple[str, Json], ...] = (("type", "number"),)
NAMED: tuple[tuple[str, Json], ...] = (("type", "object"), ("properties", {"a": TEXT, "b": TEXT}))

Row = tuple[tuple[object, ...], tuple[tuple[str, Json], ...]]

WORDS = (ABSENT, "one", "two")
ON = (ABSENT, True)
LONG: Tree = {"type": "string", "minLength": 3}
SHORT: Tree = {"type": "string", "maxLength": 2}
TAGGED: tuple[Tree, ...] = tuple(
    {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": [kind]}}}
    for kind in ("a", "b", "c")
)

ROWS: dict[str, Row] = {
    "$ref": (("#/components/schemas/A", "#/components/schemas/B"), ()),
    "$id": (WORDS, ()),
    "$anchor": (WORDS, ()),
    "$dynamicAnchor": (WORDS, ()),
    "$dynamicRef": (("#/components/schemas/A", "#/components/schemas/B"), ()),
    "$defs": ((ABSENT, {"a": INT}, {"a": TEXT}), ()),
    "$schema": ((ABSENT, "https://json-schema.org/draft/2020-12/schema"), ()),
    "$vocabulary": ((ABSENT, {"https://a.example": True}), ()),
    "$comment": (WORDS, ()),
    "title": (WORDS, ()),
    "description": (WORDS, ()),
    "example": (WORDS, WORD),
    "examples": ((ABSENT, ["one"], ["two"]), WORD),
    "externalDocs": ((ABSENT, {"url": "a"}, {"url": "b"}), ()),
    "deprecated": (ON, ()),
    "type": ((ABSENT, "string", "integer", "number", "boolean", "object", "array"), ()),
    "nullable": (ON, WORD),
    "x-nullable": (ON, WORD),
    "enum": ((ABSENT, ["a"], ["a", "b"], ["c"]), ()),
    "const": ((ABSENT, "a", "b"), ()),
    "minimum": ((ABSENT, 1, 2), NUMBER),
    "maximum": ((ABSENT, 1, 2), NUMBER),
    "multipleOf": ((ABSENT, 2, 4), NUMBER),
    "minLength": ((ABSENT, 1, 2), WORD),
    "maxLength": ((ABSENT, 1, 2), WORD),
    "pattern": ((ABSENT, "^a", "^b"), WORD),
    "format": ((ABSENT, "date", "uuid", "phone"), WORD),
    "contentEncoding": ((ABSENT, "base64", "base32"), WORD),
    "contentMediaType": ((ABSENT, "a/b", "a/c"), WORD),
    "contentSchema": ((ABSENT, INT, TEXT), (*WORD, ("contentMediaType", "application/json"))),
    "minItems": ((ABSENT, 1, 2), LIST),
    "maxItems": ((ABSENT, 1, 2), LIST),
    "uniqueItems": (ON, LIST),
    "items": ((ABSENT, INT, TEXT), LIST),
    "prefixItems": ((ABSENT, [INT], [TEXT]), LIST),
    "unevaluatedItems": ((ABSENT, False), (*LIST, ("prefixItems", [TEXT]))),
    "contains": ((ABSENT, {"const": 1}, {"const": 2}), LIST),
    "minContains": ((ABSENT, 2, 3), (*LIST, ("contains", {"const": 1}))),
    "maxContains": ((ABSENT, 2, 3), (*LIST, ("contains", {"const": 1}))),
    "properties": ((ABSENT, {"a": INT}, {"a": TEXT}, {"b": TEXT}), TREE),
    "required": ((ABSENT, ["a"], ["b"]), NAMED),
    "additionalProperties": ((ABSENT, INT, TEXT), TREE),
    "patternProperties": ((ABSENT, {"^x": INT}, {"^x": TEXT}), TREE),
    "unevaluatedProperties": ((ABSENT, INT, TEXT), TREE),
    "propertyNames": ((ABSENT, {"maxLength": 1}, {"maxLength": 2}), TREE),
    "minProperties": ((ABSENT, 1, 2), NAMED),
    "maxProperties": ((ABSENT, 0, 1), NAMED),
    "dependentRequired": ((ABSENT, {"a": ["b"]}, {"b": ["a"]}), NAMED),
    "dependentSchemas": ((ABSENT, {"a": {"required": ["b"]}}, {"b": {"required": ["a"]}}), NAMED),
    "allOf": ((ABSENT, [{"maximum": 1}], [{"maximum": 2}]), NUMBER),
    "anyOf": ((ABSENT, [LONG, INT], [SHORT, INT], [LONG]), ()),
    "oneOf": ((ABSENT, list(TAGGED[:2]), list(TAGGED)), ()),
    "not": ((ABSENT, {"enum": ["a"]}, {"enum": ["b"]}), WORD),
    "if": (({"required": ["a"]}, {"required": ["b"]}), (*NAMED, ("then", False))),
    "then": ((ABSENT, False), (*NAMED, ("if", {"required": ["a"]}))),
    "else": ((ABSENT, False), (*NAMED, ("if", {"required": ["a"]}))),
    "discriminator": ((ABSENT, {"propertyName": "a"}, {"propertyName": "b"}), ()),
    "x-extensible-enum": ((ABSENT, ["a"], ["b"]), ()),
    "x-sunset": ((ABSENT, "2031-01-31", "2032-01-31"), ()),
    "x-stability-level": (("alpha", "beta"), ()),
}


def schema_spot(place: Place, version: str) -> Spot:
    """Where and with what to edit a keyword of a schema."""
    two = version == "2.0"
    both = BOTH_TWO if two else BOTH
    match place.object, place.keyword:
        case "Discriminator Object", "propertyName":
            return Spot(tuple(f"{at}/discriminator" for at in both), ("a", "b"))
        case "Discriminator Object", "mapping":
            at = tuple(f"{at}/discriminator" for at in both)
            return Spot(at, (ABSENT, {"a": "A"}, {"a": "B"}), (("propertyName", "a"),))
        case "Discriminator Object", _:
            at = tuple(f"{at}/discriminator" for at in both)
            return Spot(at, (ABSENT, "A", "B"), (("propertyName", "a"),))
        case "XML Object", keyword:
            values: tuple[object, ...] = (ABSENT, True) if keyword in ("attribute", "wrapped") else WORDS
            return Spot(tuple(f"{at}/xml" for at in _xml(version)), values)
        case _, "xml":
            return Spot(_xml(version), (ABSENT, {"name": "a"}, {"name": "b"}))
        case _, "default":
            return Spot((f"{both[0]}/properties/part",), (ABSENT, "a", "b"), WORD)
        case _, "readOnly":
            return Spot((f"{both[0]}/properties/part",), (ABSENT, True))
        case _, "writeOnly":
            return Spot((f"{both[1]}/properties/part",), (ABSENT, True))
        case _, ("exclusiveMinimum" | "exclusiveMaximum") as keyword:
            bound = "minimum" if keyword == "exclusiveMinimum" else "maximum"
            if version in ("2.0", "3.0"):
                return Spot(both, (ABSENT, True), (*NUMBER, (bound, 1)))
            return Spot(both, (ABSENT, 1, 2), NUMBER)
        case _, "discriminator" if two:
            return Spot(both, (ABSENT, "a", "b"), NAMED)
        case _, "$ref" if two:
            return Spot(both, ("#/definitions/A", "#/definitions/B"))
        case _, keyword:
            values, beside = ROWS[keyword]
            places = (
                both
                if keyword in NOT_INSIDE or version in ("3.0", "3.2")
                else (*both, *(f"{at}/properties/part" for at in both))
            )
            return Spot(places, values, beside)


NOT_INSIDE = ("$id", "$anchor", "$dynamicAnchor", "$schema", "$vocabulary")


def _xml(version: str) -> tuple[str, ...]:
    return () if version == "2.0" else XML
