"""A description against the official schemas: each document's parts by their kind, and schemas by their dialect."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.complaints import Complaint, complaints
from assent.check.found import below
from assent.check.standards import DIALECTS, dialect_validator, schema_of, validator_of
from assent.check.survey import Key, Kind, Place, Survey, key_of
from assent.document import Node


def structure_complaints(survey: Survey) -> list[tuple[Place, Complaint]]:
    """Everything that the official schema of the description's version refuses, with the object it is in.

    Parts that no other part holds (what references name in other files, or below extensions) are held against the
    definition of their kind.
    """
    version = survey.description.version
    found = []
    for place in outermost(survey):
        validator, schema = validator_of(version, place.kind), schema_of(version, place.kind)
        if validator is not None:
            value = place.node.value
            found += [(place, each) for each in complaints(validator.iter_errors(value), value, schema)]
    return found


def dialect_complaints(survey: Survey) -> Iterator[tuple[Place, Complaint]]:
    """Everything that the meta-schema of their dialect refuses in schemas, from OpenAPI 3.1 on.

    Older versions have their schemas in the official schema.
    """
    default = _default_dialect(survey)
    if default is None:
        return
    for place in outermost(survey, Kind.SCHEMA):
        value = place.node.value
        named = value.get("$schema") if isinstance(value, dict) else None
        known = dialect_validator(named if isinstance(named, str) else default)
        if known is not None:
            validator, meta = known
            for complaint in complaints(validator.iter_errors(value), value, meta):
                yield place, complaint


def _default_dialect(survey: Survey) -> str | None:
    named = survey.description.root.get("jsonSchemaDialect")
    if named is not None and isinstance(named.value, str) and survey.description.version in DIALECTS:
        return named.value
    return DIALECTS.get(survey.description.version)


def outermost(survey: Survey, only: Kind | None = None) -> Iterator[Place]:
    """The objects (of one kind) that are written inside no other that was met (of that kind)."""
    chosen = [place for kind, places in survey.places.items() if only in (None, kind) for place in places]
    met: set[Key] = {key_of(place.node) for place in chosen}
    for place in chosen:
        uri, pointer = key_of(place.node)
        extension = max((i + 1 for i, token in enumerate(pointer) if token.startswith("x-")), default=0)
        if not any((uri, pointer[:length]) in met for length in range(extension, len(pointer))):
            yield place


def is_misplaced(place: Place, complaint: Complaint) -> Node | None:
    """The `$ref` of a reference that the official schema does not know there, if that is what it complains of."""
    where = below(place.node, *complaint.pointer)
    if where.pointer[-1:] == ("$ref",) and (
        complaint.keyword in ("additionalProperties", "unevaluatedProperties")
        or (isinstance(where.value, str) and complaint.keyword not in ("format", "pattern"))
    ):
        return where
    reference = where.get("$ref")
    if reference is None or not isinstance(reference.value, str):
        return None
    return reference if complaint.keyword in ("required", "type") else None
