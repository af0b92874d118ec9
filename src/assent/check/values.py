"""Values that a description gives as examples and defaults, and what their schemas have against them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from assent.check.composition import Composition
from assent.check.found import below
from assent.check.survey import Key, Kind, Place, Survey, key_of
from assent.document import DanglingReference, Description, Node
from assent.json import Json, Pointer, format_pointer
from assent.records import dataclass, replace
from assent.schema import Pool, Schema, read
from assent.schema.dialect import META_SCHEMAS
from assent.schema.violations import Violation, violations

Read = Callable[[Node], Schema]
"""Reads a Schema Object; equal places give the same schema, so that it is compiled once."""

_NO_KEYWORDS_20: Final = frozenset({"name", "in", "required", "allowEmptyValue", "collectionFormat"})
"""What stands in a parameter of Swagger 2.0 beside the keywords of its schema."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value in a description with the schema that it should fit, and the object that they belong to."""

    place: Place
    value: Node
    schema: Node


def schema_reader(survey: Survey) -> Read:
    """How the description's schemas are read: in its version's dialect, or the one that it names."""
    description = survey.description
    dialect = _dialect(description)
    pool = Pool()
    known: dict[Key, Schema] = {}

    def resolve(uri: str) -> Json:
        try:
            return description.resolve(uri).value
        except DanglingReference as dangling:
            raise LookupError(str(dangling)) from dangling

    def reader(node: Node) -> Schema:
        key = key_of(node)
        if key not in known:
            known[key] = read(
                node.value,
                dialect=dialect,
                resolve=resolve,
                uri=node.document.uri,
                pointer=node.pointer,
                pool=pool,
            )
        return known[key]

    return reader


def _dialect(description: Description) -> str:
    own = f"openapi-{description.version}"
    named = description.root.get("jsonSchemaDialect")
    if named is None or not isinstance(named.value, str) or description.version in ("2.0", "3.0"):
        return own
    return META_SCHEMAS.get(named.value.rstrip("#"), own)


def defaults(survey: Survey) -> Iterator[Given]:
    """Every `default` with its schema. In Swagger 2.0, parameters and headers are schemas themselves."""
    for place in _schema_like(survey):
        value = place.node.get("default")
        if value is not None:
            yield Given(place, value, place.node)


def examples(survey: Survey) -> Iterator[Given]:
    """Every example that is given as a value, with its schema."""
    for place in _schema_like(survey):
        value = place.node.get("example")
        if value is not None and (place.kind is Kind.SCHEMA or survey.description.version == "2.0"):
            yield Given(place, value, place.node)
        several = place.node.get("examples")
        if several is not None and place.kind is Kind.SCHEMA:
            yield from (Given(place, each, place.node) for each in several.elements())
    for kind in (Kind.PARAMETER, Kind.HEADER, Kind.MEDIA_TYPE):
        for place in survey.of(kind):
            schema = place.node.get("schema")
            if schema is not None and not (kind is Kind.PARAMETER and survey.description.version == "2.0"):
                yield from _of_object(survey, place, schema)
    if survey.description.version == "2.0":
        yield from _of_responses(survey)


def _schema_like(survey: Survey) -> Iterator[Place]:
    yield from survey.of(Kind.SCHEMA)
    yield from survey.of(Kind.ITEMS)
    if survey.description.version == "2.0":
        for place in (*survey.of(Kind.PARAMETER), *survey.of(Kind.HEADER)):
            if place.node.get("schema") is None:
                yield replace(place, node=_without(place.node, _NO_KEYWORDS_20))


def _without(node: Node, names: frozenset[str]) -> Node:
    members = node.value if isinstance(node.value, dict) else {}
    return replace(node, value={name: value for name, value in members.items() if name not in names})


def _of_object(survey: Survey, place: Place, schema: Node) -> Iterator[Given]:
    one, several = place.node.get("example"), place.node.get("examples")
    found = [one] if one is not None else []
    for _, written in several.members() if several else ():
        example = survey.follow(written)
        if example is not None:
            value = example.get("dataValue") or example.get("value")
            found += [value] if value is not None else []
    for value in found:
        if not (isinstance(value.value, str) and _is_serialised(place)):
            yield Given(place, value, schema)


def _is_serialised(place: Place) -> bool:
    """Whether a string may be the body as it is sent rather than the value: in media types other than JSON."""
    return place.kind is Kind.MEDIA_TYPE and not is_json(place.node.pointer[-1])


def is_json(media_type: str) -> bool:
    """Whether bodies of that media type are JSON. Source: RFC 6839 §3.1."""
    name = media_type.partition(";")[0].strip().lower()
    return name.endswith(("/json", "+json"))


def _of_responses(survey: Survey) -> Iterator[Given]:
    for place in survey.of(Kind.RESPONSE):
        schema, several = place.node.get("schema"), place.node.get("examples")
        for media_type, value in several.members() if several and schema else ():
            if schema is not None and is_json(media_type):
                yield Given(place, value, schema)


def refusals(survey: Survey, given: Given) -> list[tuple[Violation, int]]:
    """What the schema has against the value: the first refusal of each part by each keyword, and how many more.

    An example may be a request or a response, so `readOnly` and `writeOnly` properties may be missing from it.
    """
    schema = survey.once(schema_reader)(given.schema)
    found: dict[tuple[Pointer, str], list[Violation]] = {}
    for violation in violations(schema, given.value.value):
        if not _is_excused(survey, violation):
            found.setdefault((violation.value_pointer, violation.keyword), []).append(violation)
    return [(first, len(more)) for first, *more in found.values()]


def _is_excused(survey: Survey, violation: Violation) -> bool:
    if violation.causes:
        return all(_is_excused(survey, cause) for cause in violation.causes)
    if violation.keyword != "required":
        return False
    holder = violation.at.uri, violation.at.pointer[:-1]
    defined = survey.once(Composition).properties(holder)
    return any(
        violation.message.endswith(f"required property {name!r}") and any(map(_is_one_sided, written))
        for name, written in defined.items()
    )


def _is_one_sided(schema: Node) -> bool:
    members = schema.value if isinstance(schema.value, dict) else {}
    return members.get("readOnly") is True or members.get("writeOnly") is True


def told(given: Given, violation: Violation, more: int, what: str) -> tuple[Node, str]:
    """The part of the value that is refused, and the message that says why."""
    at = below(given.value, *violation.value_pointer)
    inside = format_pointer(violation.value_pointer)
    return (
        at,
        f"The {what}{f' at {inside}' if inside else ''} {violation.message}{f' (and {more} more like it)' if more else ''}.",
    )
