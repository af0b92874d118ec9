"""Schemas as one side of an exchange sees them: the tolerant reader, the closed sender, properties that do not exist.

All are functions from Schema to Schema. References are followed when somebody asks, recursions stay recursions,
places stay where the author wrote them. Only positive positions are opened or closed: what stands under `not` or
`if`, or is counted by `maxContains`, keeps its meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assent.records import dataclass, replace
from assent.schema.cycles import in_place
from assent.schema.model import Reference, Schema, is_anything, reachable


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a schema is looked at; the default changes nothing.

    `typed`: a schema that names properties and no type is an object.
    `tolerant`: members that are not named may be there (a reader ignores them).
    `closed`: members that are neither named nor required are not there (a sender sends only those), also where
    `additionalProperties: true` stands beside `properties`; a schema that names none stays a free map.
    `without`: properties marked so (`readOnly`, `writeOnly`) do not exist, required or not: they are `never`
    there if `closed`, else anything may stand in their place.
    `strict_null`: `nullable` adds null to the types beside it, and lets null past nothing else.
    """

    typed: bool = False
    tolerant: bool = False
    closed: bool = False
    without: str | None = None
    strict_null: bool = False


def tolerant(schema: Schema) -> Schema:
    """The schema as a reader takes it who ignores members that it does not name; never fewer values."""
    return viewed(schema, View(tolerant=True))


def closed(schema: Schema) -> Schema:
    """The schema as a sender keeps it who sends only members that it names; never more values."""
    return viewed(schema, View(closed=True))


def without(schema: Schema, mark: str) -> Schema:
    """The schema without the properties marked `readOnly` or `writeOnly`: any value may stand in their place."""
    return viewed(schema, View(without=mark))


def typed(schema: Schema) -> Schema:
    """The schema with `type: object` wherever it names properties but no type."""
    return viewed(schema, View(typed=True))


def viewed(schema: Schema, view: View) -> Schema:
    """The schema as the view shows it; the same one for the same question."""
    if view == View():
        return schema
    looking: _Looking | None = schema.pool.findings.get(("view", view))
    if looking is None:
        looking = schema.pool.findings[("view", view)] = _Looking(view=view, seen={})
    return looking.at_value(schema)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What the schemas of one value must know: `gone` properties do not exist there; `free` branches stay free."""

    gone: frozenset[str] = frozenset()
    free: bool = True


_ALONE = _Around()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looking:
    """One view of the schemas of one pool. `seen` keeps originals alive, so that their ids stay theirs."""

    view: View
    seen: dict[tuple[int, bool, _Around], tuple[Schema, Schema]]

    def at_value(self, schema: Schema) -> Schema:
        """The schema where it says all there is to say about a value."""
        known = self.seen.get((id(schema), True, _ALONE))
        if known is not None:
            return known[1]
        reference = schema.keywords.get("$ref")
        if isinstance(reference, Reference) and len(schema.keywords) == 1:
            target = Reference(reference.text, lambda: self.at_value(reference.target))
            seen = replace(schema, keywords={"$ref": target}, meaning=None)
            self.seen[id(schema), True, _ALONE] = schema, seen
            return seen
        gone = frozenset(_marked(schema, self.view.without)) if self.view.without else frozenset[str]()
        # Where the author says what unnamed members follow, a free branch is not meant to let them in.
        free = not any("unevaluatedProperties" in part.keywords for part in whole_value(schema))
        seen = self.in_place(schema, _Around(gone=gone, free=free))
        if self.view.closed and not seen.never and names_properties(schema):
            keywords = dict(seen.keywords)
            unnamed = keywords.get("unevaluatedProperties")
            if unnamed is None or is_anything(unnamed):
                keywords["unevaluatedProperties"] = _never(schema)
                if demanded := sorted(_undescribed(schema) - gone):
                    keywords["allOf"] = (*keywords.get("allOf", ()), _naming(schema, demanded))
                seen = replace(seen, keywords=keywords, meaning=None)
        self.seen[id(schema), True, _ALONE] = schema, seen
        return seen

    def in_place(self, schema: Schema, around: _Around) -> Schema:
        """The schema where others speak of the same value."""
        known = self.seen.get((id(schema), False, around))
        if known is not None:
            return known[1]
        keywords: dict[str, Any] = {}
        for keyword, held in schema.keywords.items():
            keywords[keyword] = self._held(keyword, held, schema, around)
        seen = replace(schema, keywords=keywords, origins=dict(schema.origins), meaning=None)
        self._adjust(seen, schema, around.gone)
        self.seen[id(schema), False, around] = schema, seen
        return seen

    def _held(self, keyword: str, held: Any, schema: Schema, around: _Around) -> Any:
        match held:
            case Reference():
                return Reference(held.text, lambda: self.in_place(held.target, around))
            case _ if keyword in ("not", "if"):
                return self._kept(held)
            case Schema() if keyword == "contains" and "maxContains" in schema.keywords:
                return self._kept(held)
            case Schema() if keyword in ("then", "else"):
                return self.in_place(held, around)
            case Schema() if keyword != "propertyNames":
                return self.at_value(held)
            case tuple() if keyword == "allOf":
                return tuple([self.in_place(part, around) for part in held])
            case tuple() if keyword in ("anyOf", "oneOf"):
                return tuple([self._branch(part, around) for part in held])
            case tuple() if keyword == "prefixItems":
                return tuple([self.at_value(part) for part in held])
            case dict() if keyword == "dependentSchemas":
                return {name: self.in_place(part, around) for name, part in held.items()}
            case dict() if keyword in ("properties", "patternProperties"):
                return {name: self.at_value(part) for name, part in held.items()}
            case _:
                return held

    def _branch(self, part: Schema, around: _Around) -> Schema:
        """One branch of a union; any object, if that is all it says, stays any object when the union is closed."""
        seen = self.in_place(part, around)
        reference = part.keywords.get("$ref")
        said = reference.target if isinstance(reference, Reference) and len(part.keywords) == 1 else part
        if self.view.closed and around.free and is_free_object(said):
            anything = replace(_never(part), never=False)
            seen = replace(seen, keywords={**seen.keywords, "additionalProperties": anything}, meaning=None)
        return seen

    def _kept(self, schema: Schema) -> Schema:
        """Where opening or closing would turn into its opposite, only the type is read."""
        return viewed(schema, View(typed=True)) if self.view.typed else schema

    def _adjust(self, seen: Schema, schema: Schema, gone: frozenset[str]) -> None:
        held = seen.keywords
        if self.view.typed and is_untyped_object(schema):
            held["type"] = ("object", "null") if _is_nullable(schema) else ("object",)
            seen.origins["type"] = "properties" if "properties" in held else "additionalProperties"
        if gone:
            self._remove(seen, gone)
        if self.view.strict_null and seen.origins.get("anyOf") in ("nullable", "x-nullable"):
            _refuse_null(seen)
        if self.view.tolerant:
            for keyword in ("additionalProperties", "unevaluatedProperties"):
                if keyword in held and is_nothing(schema.keywords[keyword]):
                    del held[keyword]
            self._open_one_of(seen, schema)
        if self.view.closed:
            extra = schema.keywords.get("additionalProperties")
            if extra is not None and is_anything(extra) and schema.keywords.get("properties"):
                del held["additionalProperties"]
            self._close_one_of(seen, schema)

    def _remove(self, seen: Schema, gone: frozenset[str]) -> None:
        held = seen.keywords
        if "required" in held:
            held["required"] = tuple([name for name in held["required"] if name not in gone])
        if "properties" in held:
            held["properties"] = {
                name: replace(part, keywords={}, never=self.view.closed, meaning=None, troubles=())
                if name in gone
                else part
                for name, part in held["properties"].items()
            }

    def _open_one_of(self, seen: Schema, schema: Schema) -> None:
        """Opened branches may overlap where the author's do not; the reader takes any of them."""
        branches = schema.keywords.get("oneOf")
        if branches is None or not any(_holds_somewhere(part, is_closed) for part in branches):
            return
        opened = seen.keywords.pop("oneOf")
        if "anyOf" in seen.keywords:
            inner = replace(seen, keywords={"anyOf": opened}, origins={"anyOf": "oneOf"}, meaning=None)
            seen.keywords["allOf"] = (*seen.keywords.get("allOf", ()), inner)
        else:
            seen.keywords["anyOf"] = opened
            seen.origins["anyOf"] = "oneOf"

    def _close_one_of(self, seen: Schema, schema: Schema) -> None:
        """A value that two of the author's branches take stays refused, also where only one closed branch takes it."""
        branches = schema.keywords.get("oneOf")
        if branches is None or not any(_holds_somewhere(part, names_own_properties) for part in branches):
            return
        shut = seen.keywords.pop("oneOf")
        closed_branches = replace(seen, keywords={"anyOf": shut}, origins={"anyOf": "oneOf"}, meaning=None)
        one = replace(schema, keywords={"oneOf": branches}, meaning=None, troubles=())
        for _ in range(2):  # two negations: it decides, but evaluates nothing
            one = replace(schema, keywords={"not": one}, origins={"not": "oneOf"}, meaning=None, troubles=())
        seen.keywords["allOf"] = (
            *seen.keywords.get("allOf", ()),
            replace(closed_branches, troubles=()),
            one,
        )


def _refuse_null(seen: Schema) -> None:
    """Undo the lenient reading of `nullable` beside a composition."""
    rest = seen.keywords.pop("anyOf")[1]
    del seen.origins["anyOf"]
    if "type" in rest.keywords:
        keywords = {**rest.keywords, "type": (*rest.keywords["type"], "null")}
        rest = replace(rest, keywords=keywords, meaning=None)
    seen.keywords["allOf"] = (rest,)


def _never(schema: Schema) -> Schema:
    """No value; said at the place of the schema that a view closes."""
    return replace(schema, keywords={}, origins={}, troubles=(), never=True, meaning=None)


def _undescribed(schema: Schema) -> set[str]:
    """The members that have to be there although no `properties` describes them."""
    parts = list(whole_value(schema))
    named = {name for part in parts for name in part.keywords.get("properties", ())}
    return {name for part in parts for name in part.keywords.get("required", ()) if name not in named}


def _naming(schema: Schema, names: list[str]) -> Schema:
    """Members that may be anything; said at the place of the schema."""
    anything = replace(schema, keywords={}, origins={}, source=None, troubles=(), meaning=None)
    return replace(anything, keywords={"properties": dict.fromkeys(names, anything)})


def is_nothing(schema: Schema) -> bool:
    """Whether the schema is written as `false` or `{"not": {}}`."""
    inner = schema.keywords.get("not")
    return schema.never or (len(schema.keywords) == 1 and isinstance(inner, Schema) and is_anything(inner))


def is_closed(schema: Schema) -> bool:
    """Whether the schema itself refuses members that it does not name."""
    held = schema.keywords
    return any(
        keyword in held and is_nothing(held[keyword])
        for keyword in ("additionalProperties", "unevaluatedProperties")
    )


def is_untyped_object(schema: Schema) -> bool:
    """Whether the schema speaks of members and of nothing else that would say what type it is."""
    held = schema.keywords
    if any(keyword in held for keyword in ("type", "enum", "const")):
        return False
    return "properties" in held or isinstance(held.get("additionalProperties"), Schema)


def _is_nullable(schema: Schema) -> bool:
    return schema.annotation("nullable") is True or schema.annotation("x-nullable") is True


def names_own_properties(schema: Schema) -> bool:
    """Whether the schema itself names properties."""
    return bool(schema.keywords.get("properties"))


def names_properties(schema: Schema) -> bool:
    """Whether the schema, or one that speaks of the same value in it, names properties."""
    return any(names_own_properties(part) for part in whole_value(schema))


def is_free_object(schema: Schema) -> bool:
    """Whether the schema is a bare `type: object`, by which authors mean any object."""
    held = schema.keywords
    return "object" in held.get("type", ()) and not (held.keys() - {"type", "minProperties", "maxProperties"})


def whole_value(schema: Schema) -> Iterator[Schema]:
    """The schema and all that speak of the same value but by `not`, references followed, each once."""
    seen: set[int] = set()
    todo = [schema]
    while todo:
        here = todo.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        yield here
        reference = here.keywords.get("$ref")
        if isinstance(reference, Reference):
            todo.append(reference.target)
        denied = here.keywords.get("not")
        todo.extend(part for part in in_place(here) if part is not denied)


def _marked(schema: Schema, mark: str) -> Iterator[str]:
    for here in whole_value(schema):
        for name, part in here.keywords.get("properties", {}).items():
            if any(inner.annotation(mark) is True for inner in _same_value(part)):
                yield name


def _same_value(schema: Schema) -> Iterator[Schema]:
    """The schema, and what it must follow as a whole: references and `allOf`."""
    seen: set[int] = set()
    todo = [schema]
    while todo:
        here = todo.pop()
        if id(here) not in seen:
            seen.add(id(here))
            yield here
            reference = here.keywords.get("$ref")
            if isinstance(reference, Reference):
                todo.append(reference.target)
            todo.extend(here.keywords.get("allOf", ()))


def _holds_somewhere(schema: Schema, test: Any) -> bool:
    """Whether the test holds for the schema or anything it reaches."""
    return any(test(here) for here in reachable(schema))
