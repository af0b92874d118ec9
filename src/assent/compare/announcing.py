"""What the old description had announced about a part that a break takes away, and how stable it said that part was."""

from __future__ import annotations

from assent.compare.change import announced
from assent.compare.families import missing_name
from assent.compare.found import Cause
from assent.compare.lifecycle import LEVELS
from assent.compare.positions import UNION_STEPS
from assent.compare.told import Told
from assent.findings import Lifecycle
from assent.json import Json
from assent.schema import Schema
from assent.schema.model import conjuncts


def announcement(told: Told, cause: Cause) -> Lifecycle | None:
    """What policies have to know: that a property or an alternative was to go, or that the place promises little."""
    gone = _gone(told, cause)
    if gone is not None:
        deprecated = any(member.annotation("deprecated") is True for member in conjuncts(gone))
        found = announced(_extensions(gone), deprecated=deprecated, gone=True)
        if found.deprecated or found.sunset is not None or found.stability:
            return found
    receives = told.within.receiver == "new"
    levels = [
        _extensions(edge.narrower if receives else edge.wider).get("x-stability-level") for edge in told.path
    ]
    asked = _property(cause.narrower if receives else cause.wider, missing_name(cause))
    if cause.violation.keyword == "required" and asked is not None:
        levels.append(_extensions(asked).get("x-stability-level"))
    known = [level for level in levels if isinstance(level, str) and level in LEVELS[:-1]]
    return Lifecycle(gone=False, stability=min(known, key=LEVELS.index)) if known else None


def _gone(told: Told, cause: Cause) -> Schema | None:
    """The old schema of what clients can no longer read or send."""
    violation = cause.violation
    if told.within.receiver == "old":
        return _property(cause.wider, missing_name(cause)) if violation.keyword == "required" else None
    if violation.keyword in ("additionalProperties", "unevaluatedProperties", "properties"):
        return _property(cause.narrower, violation.value_pointer[-1] if violation.value_pointer else "")
    alternative = cause.alternative or (told.path and told.path[-1].step[0] in UNION_STEPS)
    return (
        cause.narrower if alternative and violation.keyword in ("anyOf", "oneOf", "enum", "const") else None
    )


def _property(schema: Schema, name: str) -> Schema | None:
    for member in conjuncts(schema):
        if name in member.keywords.get("properties", {}):
            held: Schema = member.keywords["properties"][name]
            return held
    return None


def _extensions(schema: Schema) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for member in reversed(conjuncts(schema)):
        if isinstance(member.source, dict):
            found |= {name: held for name, held in member.source.items() if name.startswith("x-")}
    return found
