"""Which schemas may apply to a value and to its parts: what decides how texts on the wire become values.

A view is every schema that may look at one value: the schema itself, what it refers to, and its branches. It says
what readings are worth trying; whether one of them is valid is for `violations` to say.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Final

from assent.json import Json
from assent.records import dataclass
from assent.schema.model import Reference, Schema
from assent.spared import json, regex
from assent.wire.styles import Shape, Texts

MOST_READINGS: Final = 64
"""Readings of one value that are tried at most; more would take several ambiguous parts in one value."""

SCALARS: Final = frozenset({"string", "number", "integer", "boolean", "null"})
EVERY_TYPE: Final = SCALARS | {"array", "object"}

_NUMBER: Final = regex(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_COMPOUND: Final[dict[Shape, tuple[str, ...]]] = {
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
    "object": ("properties", "patternProperties", "additionalProperties", "required", "maxProperties"),
}
"""Keywords that make an author mean that shape where no type is given."""


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Why texts or bytes have no value, in a sentence; `undecided` if only assent cannot tell."""

    why: str
    undecided: bool = False


class Undefined(ValueError):
    """The standard does not say what a text means here, so no verdict is possible."""


class View:
    """The schemas that may apply to one value, the schema itself first; what they say is worked out once.

    Without `branches` it has those that do apply, whichever branch of an `anyOf` the value takes.
    """

    def __init__(self, schemas: Iterable[Schema], *, branches: bool = True) -> None:
        self.roots = tuple(schemas)
        self.branches = branches
        self._members: dict[str, View] = {}
        self._items: dict[int, View] = {}
        self._said: dict[str, Schema | None] = {}
        self.noted: dict[str, object] = {}
        """What others have worked out of this view, by a word of theirs."""

    @cached_property
    def schemas(self) -> tuple[Schema, ...]:
        """The roots, what they refer to, and their branches."""
        found: dict[int, Schema] = {}
        todo = list(self.roots)[::-1]
        while todo:
            here = todo.pop()
            if id(here) not in found:
                found[id(here)] = here
                todo.extend(reversed(list(_in_place(here, branches=self.branches))))
        return tuple(found.values())

    @cached_property
    def types(self) -> frozenset[str]:
        """JSON types that may be valid, all of them if nothing narrows them: too wide sometimes, never too narrow."""
        if not self.roots:
            return EVERY_TYPE
        return frozenset[str]().union(*(_types(root, frozenset()) for root in self.roots))

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes worth reading a text in, the likeliest first."""
        found: list[Shape] = []
        for shape in _COMPOUND:
            if shape in self.types and (self.types != EVERY_TYPE or self._speaks_of(shape)):
                found.append(shape)
        meant = self.types == EVERY_TYPE and found and not self._names_scalars
        if not found or (self.types & SCALARS and not meant):
            found.append("scalar")
        return tuple(found)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The properties that the schemas name, in order of writing."""
        names: dict[str, None] = {}
        for schema in self.schemas:
            names |= dict.fromkeys(schema.keywords.get("properties", ()))
            names |= dict.fromkeys(schema.keywords.get("required", ()))
        return tuple(names)

    @cached_property
    def open(self) -> bool:
        """Whether an object may have properties that the schemas do not name."""
        return not any(
            isinstance(held := schema.keywords.get(keyword), Schema) and held.never
            for schema in self.schemas
            for keyword in ("additionalProperties", "unevaluatedProperties")
        )

    @cached_property
    def alternatives(self) -> tuple[View, ...]:
        """The branches of the first union, each as a view without branches; of use where this one has none."""
        for schema in self.schemas:
            for keyword in ("oneOf", "anyOf"):
                if branches := schema.keywords.get(keyword):
                    return tuple(View((branch,), branches=False) for branch in branches)
        return ()

    def item(self, index: int) -> View:
        """The view of an array's element."""
        index = min(index, self._prefix)
        if index not in self._items:
            self._items[index] = View(_items(self.schemas, index), branches=self.branches)
        return self._items[index]

    @property
    def items(self) -> tuple[View, ...]:
        """The views of an array's elements: of those with schemas of their own, and of all later ones."""
        return tuple(self.item(index) for index in range(self._prefix + 1))

    def member(self, name: str) -> View:
        """The view of an object's property."""
        if name not in self._members:
            found = View(_members(self.schemas, name), branches=self.branches)
            if name not in self.names:
                return found  # names that others make up must not fill the memory
            self._members[name] = found
        return self._members[name]

    def marked(self, mark: str) -> Schema | None:
        """The first schema that carries the mark, as `readOnly: true`."""
        if mark not in self._said:
            self._said[mark] = next((it for it in self.schemas if it.annotation(mark) is True), None)
        return self._said[mark]

    def annotation(self, keyword: str) -> Json:
        """The first annotation of that name."""
        return next((found for it in self.schemas if (found := it.annotation(keyword)) is not None), None)

    @cached_property
    def _prefix(self) -> int:
        """How many items have schemas of their own; all later ones look alike."""
        return max((len(it.keywords.get("prefixItems", ())) for it in self.schemas), default=0)

    @property
    def _names_scalars(self) -> bool:
        return any(word in schema.keywords for schema in self.schemas for word in ("type", "enum", "const"))

    def _speaks_of(self, shape: Shape) -> bool:
        return any(word in schema.keywords for schema in self.schemas for word in _COMPOUND[shape])


ANYTHING = View(())
"""The view where nothing is described."""


def scalars(text: str, within: View) -> list[Json]:
    """The readings of a text as a scalar, the one that the schema asks for first.

    A text that is no number can still be a string that the schema refuses: the refusal then names the keyword.
    """
    allowed = within.types
    found: list[Json] = []
    if not allowed & SCALARS and allowed:
        return [_nested(text)]
    if allowed != EVERY_TYPE and allowed & {"array", "object"} and text[:1] in ("{", "["):
        with suppress(Undefined):
            found.append(_nested(text))
    if allowed & {"number", "integer"} and _NUMBER.fullmatch(text):
        found.append(number(text))
    if "boolean" in allowed and text in ("true", "false"):
        found.append(text == "true")
    if "null" in allowed and text in ("", "null"):
        found.append(None)
    if "string" in allowed or not found:
        found.append(text)
    return found


def number(text: str) -> int | float:
    """The number that JSON's grammar gives the text; whole numbers keep their digits."""
    return float(text) if set(text) & set(".eE") else _integer(text)


def of_texts(texts: Texts, within: View) -> Iterator[Json]:
    """The readings of a value whose scalars are texts, each part by its own schema."""
    match texts:
        case str():
            yield from scalars(texts, within)
        case list():
            yield from product([scalars(text, within.item(i)) for i, text in enumerate(texts)], list)
        case dict():
            readings = [scalars(text, within.member(name)) for name, text in texts.items()]
            yield from product(readings, lambda values: dict(zip(texts, values, strict=True)))


def product(parts: Sequence[Sequence[Json]], make: Callable[[Iterable[Json]], Json]) -> Iterator[Json]:
    """Values made of one reading of each part, at most `MOST_READINGS` of them."""
    if all(len(part) == 1 for part in parts):
        yield make([part[0] for part in parts])
        return
    yield from (make(chosen) for chosen in itertools.islice(itertools.product(*parts), MOST_READINGS))


def _items(schemas: Sequence[Schema], index: int) -> Iterator[Schema]:
    for schema in schemas:
        prefix = schema.keywords.get("prefixItems", ())
        if index < len(prefix):
            yield prefix[index]
            continue
        for keyword in ("items", "unevaluatedItems"):
            if isinstance(held := schema.keywords.get(keyword), Schema):
                yield held


def _members(schemas: Sequence[Schema], name: str) -> Iterator[Schema]:
    for schema in schemas:
        if name in schema.keywords.get("properties", ()):
            yield schema.keywords["properties"][name]
            continue
        patterns = schema.keywords.get("patternProperties", {})
        if matching := [held for pattern, held in patterns.items() if _matches(pattern, name)]:
            yield from matching
            continue
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            if isinstance(held := schema.keywords.get(keyword), Schema):
                yield held


def _nested(text: str) -> Json:
    """An array or object where only a text can stand: OpenAPI leaves it open, and JSON is what people write."""
    try:
        tree: Json = json.loads(text)
    except ValueError as error:
        raise Undefined("an array or object inside a serialised value has no defined text") from error
    return tree


def _in_place(schema: Schema, *, branches: bool) -> Iterator[Schema]:
    keywords = schema.keywords
    if isinstance(reference := keywords.get("$ref"), Reference):
        yield reference.target
    yield from keywords.get("allOf", ())
    if not branches:
        return
    for keyword in ("anyOf", "oneOf"):
        yield from keywords.get(keyword, ())
    for keyword in ("if", "then", "else"):
        if isinstance(held := keywords.get(keyword), Schema):
            yield held
    dependent = keywords.get("dependentSchemas")
    if isinstance(dependent, dict):
        yield from dependent.values()


def _types(schema: Schema, above: frozenset[int]) -> frozenset[str]:
    if id(schema) in above:
        return EVERY_TYPE
    above |= {id(schema)}
    keywords = schema.keywords
    allowed = _own_types(schema)
    if isinstance(reference := keywords.get("$ref"), Reference):
        allowed &= _types(reference.target, above)
    for part in keywords.get("allOf", ()):
        allowed &= _types(part, above)
    for keyword in ("anyOf", "oneOf"):
        if branches := keywords.get(keyword):
            allowed &= frozenset[str]().union(*(_types(part, above) for part in branches))
    return allowed


def _own_types(schema: Schema) -> frozenset[str]:
    keywords = schema.keywords
    if schema.never:
        return frozenset()
    allowed = EVERY_TYPE
    if isinstance(named := keywords.get("type"), tuple):
        allowed = frozenset(named)
        if "number" in allowed:
            allowed |= {"integer"}
    values = [keywords["const"]] if "const" in keywords else keywords.get("enum")
    if values is not None:
        found = {_type_of(value) for value in values}
        allowed &= found | ({"integer"} if "number" in found else {"number"} if "integer" in found else set())
    return allowed


def _type_of(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"


def _integer(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:  # Python reads at most 4,300 digits
        return float(text)


def _matches(pattern: str, name: str) -> bool:
    """Whether a property's name may fall under a pattern; a pattern that Python cannot read may."""
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return True
