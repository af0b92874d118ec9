"""openapi-spec-validator's own checks, run over our documents: what it refuses beyond the official schemas.

It walks the description through objects that look like its own paths but stand on our loader, so that references
follow our rules and each complaint has a place. Schemas are held against their meta-schema by jsonschema-rs, and
default values are left to the rule that checks them with the schema compiled once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from assent.check.borrowed import keyword_checks, refusal
from assent.check.found import below
from assent.check.standards import DIALECTS, DRAFT_4, dialect_validator
from assent.check.survey import Survey
from assent.document import Node
from assent.json import Json
from assent.records import dataclass, field

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What openapi-spec-validator says: the name of its error, its words, and the object it was looking at."""

    error: str
    message: str
    node: Node


@dataclass(slots=True)
class Trail:
    """Where the validator is: the last object that it opened."""

    node: Node


class Cursor:
    """A place in a description with the interface of a `SchemaPath` that openapi-spec-validator uses.

    References are followed by the survey; one that dangles raises KeyError, as a missing member does.
    """

    __slots__ = ("node", "survey", "trail")

    def __init__(self, node: Node, survey: Survey, trail: Trail) -> None:
        target = survey.follow(node)
        if target is None:
            raise KeyError("$ref")
        self.node = target
        self.survey = survey
        self.trail = trail
        if isinstance(target.value, dict):
            trail.node = target

    def __contains__(self, key: str | int) -> bool:
        match self.node.value:
            case dict() as members:
                return key in members
            case list() as items:
                return isinstance(key, int) and 0 <= key < len(items)
            case _:
                return False

    def __truediv__(self, key: str | int) -> Cursor:
        if key not in self:
            raise KeyError(key)
        value: Json = self.node.value[key]  # type: ignore[index]  # the key was found above
        inner = Node(value, self.node.document, (*self.node.pointer, str(key)))
        return Cursor(inner, self.survey, self.trail)

    def __getitem__(self, key: str | int) -> Any:
        inner = self / key
        return inner if isinstance(inner.node.value, dict | list) else inner.node.value

    def __iter__(self) -> Iterator[Any]:
        match self.node.value:
            case list() as items:
                yield from (self / index for index in range(len(items)))
            case dict() as members:
                yield from members
            case _:
                raise TypeError(f"{self.node.value!r} holds nothing")

    def keys(self) -> Iterable[str]:
        return list(self.node.value) if isinstance(self.node.value, dict) else []

    def items(self) -> Iterator[tuple[str, Cursor]]:
        for key in self.keys():
            if not key.startswith("x-"):
                yield key, self / key

    def read_value(self) -> Any:
        return self.node.value

    def read_str(self, default: Any = KeyError) -> Any:
        value = self.node.value
        if isinstance(value, str):
            return value
        if default is KeyError:
            raise TypeError(f"{value!r} is no string")
        return default

    def _clone_with_parts(self, _parts: tuple[()]) -> Root:
        """The root, of which the validator wants to know the dialect of schemas."""
        return Root(self.survey)


@dataclass(frozen=True, slots=True)
class Root:
    """The description's root, as far as the validator asks for it from within."""

    survey: Survey

    def __truediv__(self, key: str) -> Dialect:
        named = self.survey.description.root.get(key)
        return Dialect(named.value if named else None)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The dialect that the root names, if it does."""

    named: Json

    def read_str(self, default: Any = None) -> Any:
        return self.named if isinstance(self.named, str) else default


@dataclass(slots=True)
class Seen:
    """A list with the two methods that the validator uses, each in constant time."""

    ids: set[object] = field(default_factory=set)

    def __contains__(self, each: object) -> bool:
        return each in self.ids

    def append(self, each: object) -> None:
        self.ids.add(each)


def second_opinion(survey: Survey, tell: Tell | None = None) -> Iterator[Opinion]:
    """Everything that openapi-spec-validator's keyword checks refuse, one part of the description after another.

    A part in which it stops, for a dangling reference or because the structure is not what it expects, says
    nothing more: other rules have told why.
    """
    registry = _registry(survey)
    trail = Trail(survey.description.root)
    root = survey.description.root
    tags, paths, components = root.get("tags"), root.get("paths"), root.get("components")
    work: list[tuple[str, tuple[Any, ...], Node]] = []
    if tags is not None:
        work.append(("tags", (), tags))
    for url, item in paths.members() if paths else ():
        if not url.startswith("x-"):
            work.append(("path", (url,), item))
    schemas = components.get("schemas") if components else None
    work += [("schema", (), schema) for _, schema in (schemas.members() if schemas else ())]
    for number, (kind, before, node) in enumerate(work):
        if tell:
            tell("asking openapi-spec-validator", number, len(work))
        trail.node = node
        try:
            cursor = Cursor(node, survey, trail)
            for error in registry[kind](*before, cursor):
                where = below(trail.node, *map(str, error.absolute_path))
                yield Opinion(type(error).__name__, str(error.message), where)
        except (KeyError, TypeError, ValueError, AttributeError, AssertionError, RecursionError):
            continue


def _registry(survey: Survey) -> dict[str, Any]:
    """The validator's keyword checks, fed with what is quicker: sets for lists, jsonschema-rs for meta-schemas."""
    version = survey.description.version
    registry = keyword_checks(version)
    registry["default"] = _no_errors
    schema = registry["schema"]
    schema.visited_schema_ids = Seen()
    schema.meta_checked_schema_ids = Seen()
    schema._validate_schema_meta = _meta_check(version)
    registry["operation"].operation_ids_registry = Seen()
    return registry


def _no_errors(*_: Any) -> Iterator[Any]:
    return iter(())


def _meta_check(version: str) -> Callable[[Cursor, Any], Any]:
    """Holds a schema against the meta-schema that the validator would; it takes draft 4 for what came before 3.1."""
    own = DIALECTS.get(version, DRAFT_4)

    def check(_cursor: Cursor, value: Any) -> Any:
        named = value.get("$schema") if isinstance(value, dict) else None
        known = dialect_validator(named if version in DIALECTS and isinstance(named, str) else own)
        compiled = known[0] if known else None
        if compiled is None or compiled.is_valid(value):
            return None
        first = next(compiled.iter_errors(value))
        return refusal(first.message, first.instance_path)

    return check
