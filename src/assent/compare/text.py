"""Schemas of values that travel as text: on a query string `1` and `"1"` are the same.

Used where the two revisions allow different types; where the types are the same, so are the texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

from assent.api import Encoding, Header, MediaType, Parameter
from assent.api.content import Style
from assent.json import Json
from assent.records import replace
from assent.schema import Schema, wording
from assent.schema.asked import OF_ITEMS, OF_MEMBERS
from assent.schema.model import Reference, Trouble, conjuncts
from assent.schema.patterns.numerals import integers
from assent.schema.violations import Violation
from assent.wire.media import parse_media_type
from assent.wire.parameters import view_of
from assent.wire.trees import text_of
from assent.wire.views import SCALARS, View

NUMBER: Final = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$"
POSITIVE: Final = NUMBER.replace("-?", "", 1)
BOOLEAN: Final = ("true", "false")
NULL: Final = ("", "null")
"""What stands for null: nothing, or the word."""


Way: TypeAlias = Literal["texts", "fields", "field", "element"]
"""How a value travels whose scalars are text, and so what its parts are.

All of a parameter are texts; of a form, what is in its fields: a scalar, or the elements of an array. Objects in a form
are JSON, where `1` and `"1"` differ.

Source: OAS 3.1.1 §4.8.15.1, the default of `contentType`.
"""

ITEMS: Final[Mapping[Way, Way]] = {"texts": "texts", "fields": "element", "field": "element"}
MEMBERS: Final[Mapping[Way, Way]] = {"texts": "texts", "fields": "field"}

Named: TypeAlias = Mapping[str, Way | None]
"""The fields of a form that its description encodes otherwise; None for JSON."""

MOST_PLACES: Final = 1 << 12
"""Places of a value whose types are compared; alternatives that lead to one another in a circle may have more."""


def as_travelling(narrower: Parameter | Header, wider: Parameter | Header) -> tuple[Schema, Schema] | None:
    """The two schemas as sets of texts, where their types differ; None where they can be compared as they are."""
    if narrower.schema is None or wider.schema is None or narrower.content or wider.content:
        return None
    before, after = view_of(narrower), view_of(wider)
    sent, read = narrower.schema.schema, wider.schema.schema
    match _shape(before), _shape(after):
        case "array", "scalar" if not narrower.explode:
            sent = replace(sent, keywords={"type": ("string",)}, meaning=None)
        case "array", "scalar":
            return None
        case "scalar", "array":
            read = _item(read)
    if not _differ(before, after, "texts", {}):
        return None
    texts = Texts({})
    return texts(sent, "texts"), texts(read, "texts")


def as_fields(narrower: Schema, wider: Schema, form: MediaType) -> tuple[Schema, Schema] | None:
    """The two schemas with texts where a form has some, if scalars of different types may stand there; else None.

    `form` is the sender's.
    """
    way: Way = "element" if form.schema is None else "fields"  # what is described is one part of many
    if any(map(_is_json, (*form.prefix_encoding, form.item_encoding))):
        return None
    named = {name: _way_of(encoding) for name, encoding in form.encoding.items()}
    if not _differ(View((narrower,)), View((wider,)), way, named):
        return None
    texts = Texts(named)
    return texts(narrower, way), texts(wider, way)


def _way_of(encoding: Encoding) -> Way | None:
    if _is_json(encoding):
        return None
    return "texts" if encoding.style is Style.DEEP_OBJECT else "field"


def _is_json(encoding: Encoding | None) -> bool:
    return encoding is not None and any(
        (name := parse_media_type(text)) is not None and name.is_json for text in encoding.content_types[:1]
    )


def _member(name: str, way: Way, named: Named) -> Way | None:
    """How the property of an object travels."""
    usual = MEMBERS.get(way)
    return named.get(name, usual) if way == "fields" else usual


def _differ(before: View, after: View, way: Way, named: Named) -> bool:
    """Whether scalars of different types may stand in the same place; where there are too many places, they may."""
    seen: dict[object, tuple[View, View]] = {}  # the views are kept, so that ids stay their own
    todo = [(before, after, way)]
    while todo:
        one, other, way = todo.pop()
        place = way, tuple(map(id, one.roots)), tuple(map(id, other.roots))
        if place in seen:
            continue
        seen[place] = one, other
        if one.types & SCALARS != other.types & SCALARS or _shape(one) != _shape(other):
            return True
        if way in ITEMS and "array" in one.shapes and "array" in other.shapes:
            number = max(len(one.items), len(other.items))
            todo += [(one.item(index), other.item(index), ITEMS[way]) for index in range(number)]
        if "object" in one.shapes:
            ways = {name: _member(name, way, named) for name in one.names if name in other.names}
            todo += [(one.member(name), other.member(name), held) for name, held in ways.items() if held]
        if len(seen) > MOST_PLACES:
            return True
    return False


def _shape(view: View) -> str:
    return view.shapes[0] if view.shapes else "scalar"


def _item(schema: Schema) -> Schema:
    """What a single text has to be, to be read as an array of one."""
    members = conjuncts(schema)
    least = [member.keywords["minItems"] for member in members if "minItems" in member.keywords]
    items: list[Schema] = [member.keywords["items"] for member in members if "items" in member.keywords]
    return items[0] if items and max(least, default=0) <= 1 else schema


def as_typed(violation: Violation, schema: Schema) -> Violation:
    """The refusal of a text as the author means it: by the type, with its bounds, and not by a pattern nobody wrote."""
    if violation.keyword == "type" or violation.at.pointer[-1:] != ("type",):
        return violation
    for member in conjuncts(schema):
        if member.place_of("type") == violation.at and isinstance(member.source, dict):
            named = member.source.get("type")
            types = [str(it) for it in (named if isinstance(named, list) else [named])]
            bounds = [f"{word} {member.source[word]}" for word in _NUMBERS if word in member.source]
            within = f" ({', '.join(bounds)})" if bounds else ""
            _, but, value = violation.message.rpartition(", but is ")
            message = f"must be {wording.types(types)}{within}{but}{value}"
            return replace(violation, keyword="type", message=message)
    return violation


class Texts:
    """Rewrites schemas of values into schemas of their texts, each once for each way that its values travel."""

    def __init__(self, named: Named) -> None:
        self._named = named
        self._known: dict[tuple[int, Way], Schema] = {}
        self._kept: list[Schema] = []

    def __call__(self, schema: Schema, way: Way) -> Schema:
        known = self._known.get((id(schema), way))
        if known is None:
            known = self._known[id(schema), way] = schema.holding({})
            self._kept.append(schema)
            known.keywords = {word: self._held(word, held, way) for word, held in schema.keywords.items()}
            self._as_text(schema, known)
        return known

    def _held(self, keyword: str, held: Any, way: Way) -> Any:
        if keyword == "properties":
            return {name: self._part(part, _member(name, way, self._named)) for name, part in held.items()}
        inner: Way | None = way
        if keyword in OF_ITEMS:
            inner = ITEMS.get(way)
        elif keyword == "propertyNames":
            inner = None
        elif keyword in OF_MEMBERS and keyword != "dependentSchemas":
            inner = MEMBERS.get(way)
        match held:
            case Schema():
                return self._part(held, inner)
            case Reference() if inner is not None:
                return Reference(held.text, lambda: self(held.target, inner))
            case tuple() if held and isinstance(held[0], Schema):
                return tuple([self._part(part, inner) for part in held])
            case dict() if keyword in ("patternProperties", "dependentSchemas"):
                return {name: self._part(part, inner) for name, part in held.items()}
            case _:
                return held

    def _part(self, schema: Schema, way: Way | None) -> Schema:
        return schema if way is None else self(schema, way)

    def _as_text(self, schema: Schema, made: Schema) -> None:
        held = made.keywords
        if "enum" in held:
            held["enum"] = [_text(value) for value in held["enum"]]
        if "const" in held:
            held["const"] = _text(held["const"])
        types = held.get("type")
        if types is None:
            if not schema.never and _SPEAKING.isdisjoint(held):
                shapes = View((schema,)).shapes  # where the type is left open, as it is read
                held["type"] = tuple(["string" if shape == "scalar" else shape for shape in shapes])
            return
        compound = tuple(name for name in types if name not in SCALARS)
        if not compound and set(types) <= {"string"}:
            return
        if any(name in types for name in SCALARS):
            self._scalars(schema, made, types, compound)

    def _scalars(
        self, schema: Schema, made: Schema, types: tuple[str, ...], compound: tuple[str, ...]
    ) -> None:
        """The texts of the scalar types: those of one type as its own, those of several as alternatives."""
        held = made.keywords
        numbers: dict[str, Any] = {keyword: held.pop(keyword) for keyword in _NUMBERS if keyword in held}
        beyond = [
            keyword
            for keyword in numbers
            if keyword == "multipleOf" or ("number" in types and not _from_zero(numbers))
        ]
        made.troubles += tuple(_beyond(schema, keyword, numbers[keyword]) for keyword in beyond)
        spelled = [_spelled(name, numbers) for name in types if name in SCALARS]
        if "string" not in types:
            for keyword in _STRINGS:
                held.pop(keyword, None)
        if not compound and len(spelled) == 1:
            if (
                "enum" in held and "enum" in spelled[0]
            ):  # of the values that the author lists, those of the type
                del held["type"]
                own = replace(
                    schema, keywords=spelled[0], origins=dict.fromkeys(spelled[0], "type"), meaning=None
                )
                held["allOf"] = (*held.get("allOf", ()), own)
                return
            held |= spelled[0]
            made.origins = {**made.origins, **dict.fromkeys(("pattern", "enum", "type"), "type")}
            if "enum" in schema.keywords:
                made.origins.pop("enum", None)
            return
        del held["type"]
        strings: dict[str, Any] = {keyword: held.pop(keyword) for keyword in _STRINGS if keyword in held}
        parts = []
        for name, said in zip([it for it in types if it in SCALARS], spelled, strict=True):
            more = strings if name == "string" else {}
            parts.append(
                replace(schema, keywords={**said, **more}, origins=dict.fromkeys(said, "type"), meaning=None)
            )
        if compound:
            parts.append(replace(schema, keywords={"type": compound}, meaning=None))
        whole = replace(schema, keywords={"anyOf": tuple(parts)}, origins={"anyOf": "type"}, meaning=None)
        held["allOf"] = (*held.get("allOf", ()), whole)


_SPEAKING: Final = frozenset({"$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "enum", "const"})
"""Keywords of which texts are made themselves, or those of their schemas."""
_NUMBERS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_STRINGS: Final = ("minLength", "maxLength", "pattern", "format")


def _beyond(schema: Schema, keyword: str, value: Any) -> Trouble:
    """Bounds of fractions are no regular language, so nothing is decided about the texts within them."""
    why = "it cannot be compared with texts that are no numbers"
    return Trouble(construct=keyword, why=why, at=schema.place_of(keyword), text=f"{keyword} {value} as text")


def _spelled(name: str, numbers: dict[str, Any]) -> dict[str, Any]:
    """The keywords of the texts of one scalar type."""
    match name:
        case "boolean":
            return {"type": ("string",), "enum": list(BOOLEAN)}
        case "null":
            return {"type": ("string",), "enum": list(NULL)}
        case "integer":
            return {"type": ("string",), "pattern": _integers(numbers)}
        case "number":
            return {"type": ("string",), "pattern": POSITIVE if _from_zero(numbers) else NUMBER}
        case _:
            return {"type": ("string",)}


def _integers(numbers: dict[str, Any]) -> str:
    low = _bound(numbers.get("minimum"), numbers.get("exclusiveMinimum"), 1)
    high = _bound(numbers.get("maximum"), numbers.get("exclusiveMaximum"), -1)
    if low is not None and high is not None and low > high:
        return r"^\b\B$"
    return integers(low, high).key[1:]


def _from_zero(numbers: dict[str, Any]) -> bool:
    """Whether the only bound is zero, which a sign tells."""
    return numbers.keys() == {"minimum"} and numbers["minimum"] == 0


def _bound(inclusive: Any, exclusive: Any, towards: int) -> int | None:
    """The least (1) or greatest (-1) integer that the bounds allow; None if there is no bound."""
    found = []
    if inclusive is not None:
        bound = Fraction(inclusive)
        found.append(-(-bound // 1) if towards > 0 else bound // 1)
    if exclusive is not None:
        bound = Fraction(exclusive)
        found.append(bound // 1 + 1 if towards > 0 else -(-bound // 1) - 1)
    if not found:
        return None
    return int(max(found) if towards > 0 else min(found))


def _text(value: Json) -> Json:
    return value if isinstance(value, list | dict) else text_of(value)
