"""Where a refutation lies, and what the wider schema is without that reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from assent.json import Json, Pointer
from assent.records import dataclass, replace
from assent.schema.includes.evaluate import FormatTest, annotated, found_in, holds
from assent.schema.model import Place, Reference, Schema, inner_schemas, references
from assent.schema.violations import Violation


def schemas_at(
    schema: Schema, value: Json, pointer: Pointer, follows: FormatTest = annotated
) -> list[Schema]:
    """The schemas that speak of the part of the value at the pointer, outer ones first; empty if none does."""
    layer = list(_speaking(schema, value, follows))
    for token in pointer:
        below: list[Schema] = []
        if isinstance(value, dict):
            if token not in value:
                return []
            value = value[token]
            for here in layer:
                below.extend(_member(here, token))
        elif isinstance(value, list):
            if not token.isdigit() or int(token) >= len(value):
                return []
            value = value[int(token)]
            for here in layer:
                below.extend(_item(here, int(token)))
        else:
            return []
        layer = [inner for outer in below for inner in _speaking(outer, value, follows)]
    return layer


def _speaking(schema: Schema, value: Json, follows: FormatTest) -> Iterator[Schema]:
    """The schema and those in place that take the value, references followed."""
    todo, seen = [schema], set[int]()
    while todo:
        here = todo.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        yield here
        held = here.keywords
        following: list[Schema] = []
        reference = held.get("$ref")
        if isinstance(reference, Reference):
            following.append(reference.target)
        following.extend(held.get("allOf", ()))
        for branch in (*held.get("anyOf", ()), *held.get("oneOf", ())):
            if holds(branch.node, value, follows):
                following.append(branch)
        if "if" in held:
            word = "then" if holds(held["if"].node, value, follows) else "else"
            following.extend([held[word]] if word in held else [])
        if isinstance(value, dict):
            following.extend(part for key, part in held.get("dependentSchemas", {}).items() if key in value)
        todo.extend(reversed(following))


def _member(schema: Schema, name: str) -> list[Schema]:
    held = schema.keywords
    found = [held["properties"][name]] if name in held.get("properties", {}) else []
    found += [part for text, part in held.get("patternProperties", {}).items() if found_in(text, name)]
    if not found and "additionalProperties" in held:
        found.append(held["additionalProperties"])
    return found


def _item(schema: Schema, index: int) -> list[Schema]:
    prefix = schema.keywords.get("prefixItems", ())
    if index < len(prefix):
        return [prefix[index]]
    return [schema.keywords["items"]] if "items" in schema.keywords else []


def partner(
    schema: Schema, value: Json, pointer: Pointer, keyword: str, follows: FormatTest = annotated
) -> Schema:
    """The sub-schema of the narrower side that answers to a keyword of the wider side at a part of the value."""
    for length in range(len(pointer), -1, -1):
        layer = schemas_at(schema, value, pointer[:length], follows)
        if layer:
            return next((here for here in layer if keyword in here.keywords), layer[0])
    return schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One keyword of the wider schema that refuses, at a place; `name` where it is about one member."""

    at: Place
    keyword: str
    name: str | None = None


ABOUT_UNNAMED = frozenset({"additionalProperties", "unevaluatedProperties"})
"""Keywords about members that the wider side does not name, but the narrower side may."""


def reason_of(violation: Violation, named: bool) -> Reason:  # noqa: FBT001  # whether the narrower side names the member
    """What must be taken out of the wider schema so that the violation goes away."""
    match violation.keyword:
        case "required":
            return Reason(at=violation.at, keyword="required", name=_missing(violation))
        case "properties" | "patternProperties":
            return Reason(at=violation.at, keyword=violation.keyword, name=violation.value_pointer[-1])
        case word if word in ABOUT_UNNAMED and named and violation.value_pointer:
            return Reason(at=violation.at, keyword=word, name=violation.value_pointer[-1])
        case keyword:
            return Reason(at=violation.at, keyword=keyword)


def _missing(violation: Violation) -> str | None:
    """The name that a message about a required property quotes."""
    found = violation.message.split("'")
    return found[1] if len(found) > 2 else None


def without_reason(schema: Schema, reason: Reason) -> Schema:
    """The schema with the reason taken out wherever it is used; the same object if it is not used."""
    taking = _Taking(reason=reason, seen={}, touched=_touched(schema, reason.at))
    return taking.schema(schema)


def _touched(root: Schema, at: Place) -> set[int]:
    """The targets of references (and the root) from which the place can be reached."""
    users: dict[int, list[int]] = {}
    holding: list[int] = []
    seen, todo = {id(root)}, [root]
    while todo:
        unit = todo.pop()
        if _contains_place(unit, at):
            holding.append(id(unit))
        for reference in references(unit):
            target = reference.target
            users.setdefault(id(target), []).append(id(unit))
            if id(target) not in seen:
                seen.add(id(target))
                todo.append(target)
    touched: set[int] = set()
    while holding:
        unit_id = holding.pop()
        if unit_id not in touched:
            touched.add(unit_id)
            holding.extend(users.get(unit_id, ()))
    return touched


def _contains_place(unit: Schema, at: Place) -> bool:
    """Whether a keyword at the place is written in the unit; a view keeps the places of what it shows."""
    todo = [unit]
    while todo:
        here = todo.pop()
        if not _is_around(here.at, at):
            continue
        if here.at.pointer == at.pointer[:-1] and any(here.place_of(word) == at for word in here.keywords):
            return True
        todo.extend(inner_schemas(here))
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taking:
    reason: Reason
    seen: dict[int, tuple[Schema, Schema]]
    touched: set[int]

    def schema(self, schema: Schema) -> Schema:
        known = self.seen.get(id(schema))
        if known is not None:
            return known[1]
        if not _is_around(schema.at, self.reason.at) and not self.leads_there(schema):
            return schema
        keywords: dict[str, Any] = {key: self._held(held) for key, held in schema.keywords.items()}
        changed = any(keywords[key] is not held for key, held in schema.keywords.items())
        if self.reason.keyword in keywords and schema.place_of(self.reason.keyword) == self.reason.at:
            _take_out(keywords, self.reason)
            changed = True
        result = replace(schema, keywords=keywords, meaning=None) if changed else schema
        if changed and "oneOf" in keywords and keywords["oneOf"] is not schema.keywords["oneOf"]:
            _loosen_one_of(result)
        self.seen[id(schema)] = schema, result
        return result

    def leads_there(self, schema: Schema) -> bool:
        """Whether a reference in the schema leads to the place."""
        return any(id(reference.target) in self.touched for reference in references(schema))

    def _held(self, held: Any) -> Any:
        match held:
            case Schema():
                return self.schema(held)
            case Reference():
                target = held.target
                if id(target) not in self.touched:
                    return held
                return Reference(held.text, _later(self.schema, target))
            case tuple() if any(isinstance(part, Schema) for part in held):
                changed = tuple([self.schema(part) for part in held])
                return held if all(a is b for a, b in zip(changed, held, strict=True)) else changed
            case dict() if any(isinstance(part, Schema) for part in held.values()):
                new = {
                    key: self.schema(part) if isinstance(part, Schema) else part for key, part in held.items()
                }
                return held if all(new[key] is part for key, part in held.items()) else new
            case _:
                return held


def _is_around(at: Place, inner: Place) -> bool:
    return at.uri == inner.uri and at.pointer == inner.pointer[: len(at.pointer)]


def _loosen_one_of(schema: Schema) -> None:
    """Branches that have grown may overlap: taken as `anyOf`, the schema grows with them."""
    branches = schema.keywords.pop("oneOf")
    schema.origins = {**schema.origins, "anyOf": "oneOf"}
    if "anyOf" in schema.keywords:
        inner = replace(schema, keywords={"anyOf": branches}, troubles=(), meaning=None)
        schema.keywords["allOf"] = (*schema.keywords.get("allOf", ()), inner)
    else:
        schema.keywords["anyOf"] = branches


def _later(make: Callable[[Schema], Schema], target: Schema) -> Callable[[], Schema]:
    return lambda: make(target)


def _take_out(keywords: dict[str, Any], reason: Reason) -> None:
    held = keywords[reason.keyword]
    match reason.keyword:
        case "required" if reason.name in held:
            keywords["required"] = tuple([name for name in held if name != reason.name])
        case "properties" | "patternProperties" if reason.name in held:
            keywords[reason.keyword] = {
                name: _anything(part) if name == reason.name else part for name, part in held.items()
            }
        case "additionalProperties" | "unevaluatedProperties" if reason.name is not None:
            keywords["properties"] = {**keywords.get("properties", {}), reason.name: _anything(held)}
        case "oneOf" if "anyOf" not in keywords:
            keywords["anyOf"] = keywords.pop("oneOf")
        case word:
            del keywords[word]
            if word == "contains":
                keywords.pop("minContains", None)
                keywords.pop("maxContains", None)


def _anything(part: Schema) -> Schema:
    return replace(part, keywords={}, never=False, troubles=(), meaning=None)
