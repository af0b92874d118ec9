"""The values a consumer accepts, as a JSON Schema: an example and its matching rules compiled to a set.

What the schema cannot say is listed in `Accepted.unsaid`, so that nobody takes silence for agreement.
Source: Pact specification versions 2 to 4, "Matchers".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from assent.json import Json, format_pointer
from assent.pact.dates import ISO_PATTERNS, UnknownPattern, date_pattern
from assent.pact.model import Combine, Matcher, RuleList
from assent.pact.paths import speaks_of_unnamed_members, strongest
from assent.pact.rule_lists import matchers_of, rule_lists
from assent.records import dataclass, field

JsonSchema: TypeAlias = "dict[str, Json] | bool"


SEMVER = (
    r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
    r"(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How literally an example without a matcher is taken.

    `literal`: exactly this value (what the consumer's library compares). Otherwise only its type counts,
    since the provider state picks the value, and of an array how many elements it has; null asks for nothing.
    `matched`: matchers are followed; else the example alone is meant, which a longer list may begin with where
    there is a matcher. `closed`: members that the example lacks are refused
    (requests), as against ignored (responses).
    """

    literal: bool = True
    matched: bool = True
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The consumer's set. `unsaid` names what the schema leaves out, with the place in the example."""

    schema: JsonSchema
    unsaid: tuple[str, ...] = ()


@dataclass(slots=True)
class _Compiler:
    rules: tuple[RuleList, ...]
    reading: Reading
    unsaid: list[str] = field(default_factory=list)

    def compile(self, example: Json, place: tuple[str, ...]) -> JsonSchema:
        rule = strongest(self.rules, place)
        if rule is None or not rule.matchers:
            return self.unruled(example, place)
        if not self.reading.matched:
            return self.begun(example, place)
        own = len(rule.path) == len(place)
        return _combined(
            [self.matched(matcher, example, place, own=own) for matcher in rule.matchers], rule.combine
        )

    def unruled(self, example: Json, place: tuple[str, ...]) -> JsonSchema:
        """What an example accepts where no rule speaks."""
        match example:
            case dict():
                return self.members(example, place)
            case list():
                return self.elements(example, place, grows=False)
            case None if not self.reading.literal:
                return {}
            case _:
                return {"const": example} if self.reading.literal else _type_of(example)

    def begun(self, example: Json, place: tuple[str, ...]) -> JsonSchema:
        """The example itself, at a place with matchers."""
        if not isinstance(example, list):
            return self.unruled(example, place)
        items: list[Json] = [self.compile(item, (*place, str(i))) for i, item in enumerate(example)]
        shown: dict[str, Json] = {"prefixItems": items, "minItems": len(items)} if items else {}
        return {"type": "array", **shown}

    def members(self, example: dict[str, Json], place: tuple[str, ...]) -> JsonSchema:
        schema: dict[str, Json] = {
            "type": "object",
            "properties": {name: self.compile(value, (*place, name)) for name, value in example.items()},
            "required": list(example),
        }
        if example and speaks_of_unnamed_members(self.rules, place):
            # The wildcard allows members of other names; only their presence is settled by the specification.
            schema["additionalProperties"] = True
        elif self.reading.closed:
            schema["additionalProperties"] = False
        return schema

    def elements(self, example: list[Json], place: tuple[str, ...], *, grows: bool) -> JsonSchema:
        schema: dict[str, Json] = {"type": "array"}
        if grows and len(example) == 1:
            return schema | {"items": self.compile(example[0], (*place, "0"))}
        if example:
            schema["prefixItems"] = [self.compile(item, (*place, str(i))) for i, item in enumerate(example)]
        if grows:
            return schema | ({"items": self.compile(example[0], (*place, "0"))} if example else {})
        if self.reading.literal:
            return schema | {"minItems": len(example), "maxItems": len(example)}
        return schema

    def matched(self, matcher: Matcher, example: Json, place: tuple[str, ...], *, own: bool) -> JsonSchema:
        """What one matcher accepts; `own` unless it stands further up and merely cascades to here."""
        get = matcher.attributes.get
        match matcher.match:
            case "equality":
                return {"const": example}
            case "type":
                return self.typed(example, place, get("min") if own else None, get("max") if own else None)
            case "regex":
                return self.patterned(get("regex"), example, place)
            case "include":
                return {"type": "string", "pattern": escape(str(get("value", "")))}
            case "number" | "integer" | "boolean" | "null":
                return {"type": matcher.match}
            case "decimal":
                # 1 and 1.0 are one JSON number, so a schema cannot ask for the decimal point.
                return {"type": "number"}
            case "date" | "time" | "timestamp" | "datetime":
                return self.dated(matcher, place)
            case "semver":
                return {"type": "string", "pattern": SEMVER}
            case "notEmpty":
                return self.not_empty(example, place)
            case "values" | "eachValue" | "eachKey" | "arrayContains":
                return self.each(matcher, example, place)
            case "contentType":
                self.say(place, f"content of type {get('value')}")
                return {}
            case unknown:
                self.say(place, f"the matcher {unknown!r}")
                return {}

    def typed(self, example: Json, place: tuple[str, ...], least: Json, most: Json) -> JsonSchema:
        match example:
            case dict():
                return self.members(example, place)
            case list():
                schema = self.elements(example, place, grows=True)
                assert isinstance(schema, dict)
                bounds = {"minItems": least, "maxItems": most}
                return schema | {key: bound for key, bound in bounds.items() if isinstance(bound, int)}
            case _:
                return _type_of(example)

    def patterned(self, regex: Json, example: Json, place: tuple[str, ...]) -> JsonSchema:
        if not isinstance(regex, str):
            self.say(place, "a regex matcher without its regular expression")
            return {}
        if isinstance(example, dict | list):
            return self.unruled(example, place)
        said: JsonSchema = {"type": "string", "pattern": regex}
        if isinstance(example, str):
            return said
        self.say(place, "a regular expression over a value that is no string")
        return {"anyOf": [said, _type_of(example)]}

    def dated(self, matcher: Matcher, place: tuple[str, ...]) -> JsonSchema:
        pattern = matcher.attributes.get("format") or ISO_PATTERNS[matcher.match]
        try:
            return {"type": "string", "pattern": date_pattern(str(pattern))}
        except UnknownPattern as unknown:
            self.say(place, str(unknown))
            return {"type": "string"}

    def not_empty(self, example: Json, place: tuple[str, ...]) -> JsonSchema:
        schema = self.typed(example, place, None, None)
        assert isinstance(schema, dict)
        match example:
            case str():
                return schema | {"minLength": 1}
            case list():
                return schema | {"minItems": 1}
            case dict():
                return schema | {"minProperties": 1}
            case _:
                return schema

    def each(self, matcher: Matcher, example: Json, place: tuple[str, ...]) -> JsonSchema:
        """Matchers over all members or elements, whatever their names."""
        match matcher.match, example:
            case "values", dict() if example:
                name, value = next(iter(example.items()))
                return {"type": "object", "additionalProperties": self.compile(value, (*place, name))}
            case "eachValue", dict() if example:
                name, value = next(iter(example.items()))
                return {"type": "object", "additionalProperties": self.nested(matcher, value, (*place, name))}
            case "eachValue", list() if example:
                return {"type": "array", "items": self.nested(matcher, example[0], (*place, "0"))}
            case "eachKey", dict() if example:
                names = self.nested(matcher, next(iter(example)), place)
                return {"type": "object", "propertyNames": names}
            case "arrayContains", list():
                return {"type": "array", "allOf": list(self.variants(matcher, example, place))}
            case _:
                return self.typed(example, place, None, None)

    def nested(self, matcher: Matcher, example: Json, place: tuple[str, ...]) -> JsonSchema:
        """The rules that a matcher carries inside itself, applied to one member, element or name."""
        inner = matchers_of(matcher.attributes.get("rules"))
        if not inner:
            return self.compile(example, place)
        return _combined([self.matched(one, example, place, own=True) for one in inner], Combine.AND)

    def variants(self, matcher: Matcher, example: list[Json], place: tuple[str, ...]) -> Iterable[Json]:
        variants = matcher.attributes.get("variants")
        for variant in variants if isinstance(variants, list) else []:
            if isinstance(variant, dict) and isinstance(variant.get("index"), int):
                index = variant["index"]
                assert isinstance(index, int)
                if index < len(example):
                    rules = rule_lists(variant.get("rules"), self.unsaid)
                    compiler = _Compiler(rules, self.reading, self.unsaid)
                    yield {"contains": compiler.compile(example[index], ())}
                    continue
            self.say(place, "a variant of arrayContains that names no element")

    def say(self, place: Sequence[str], what: str) -> None:
        self.unsaid.append(f"{what} at {format_pointer(place) or 'the root'}")


def accepted(example: Json, rules: Iterable[RuleList], *, reading: Reading | None = None) -> Accepted:
    """The set of JSON values that a consumer with this example and these rules accepts."""
    compiler = _Compiler(tuple(rules), reading or Reading())
    schema = compiler.compile(example, ())
    return Accepted(schema=schema, unsaid=tuple(dict.fromkeys(compiler.unsaid)))


def escape(text: str) -> str:
    """A regular expression (ECMA-262) for exactly this text, anywhere in a string."""
    return "".join("\\" + letter if letter in r"\^$.|?*+()[]{}/" else letter for letter in text)


def _combined(schemas: Sequence[JsonSchema], combine: Combine) -> JsonSchema:
    if len(schemas) == 1:
        return schemas[0]
    return {"allOf" if combine is Combine.AND else "anyOf": list(schemas)}


def _type_of(example: Json) -> dict[str, Json]:
    match example:
        case None:
            return {"type": "null"}
        case bool():
            return {"type": "boolean"}
        case int() | float():
            return {"type": "number"}
        case str():
            return {"type": "string"}
        case list():
            return {"type": "array"}
        case dict():
            return {"type": "object"}
