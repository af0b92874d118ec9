"""Answers that know what was asked: path parameters and posted fields come back where names and types agree."""

from __future__ import annotations

from collections.abc import Mapping

from assent.json import Json
from assent.schema.model import Schema
from assent.schema.violations import accepts


def echoed(value: Json, *, sent: Mapping[str, Json], schema: Schema) -> Json:
    """The value with what the client sent in place of members of the same name, where it stays valid.

    Each member is tried by itself, so that one that does not fit keeps no other out.
    """
    if not isinstance(value, dict):
        return value
    answer = value
    for name, known in sent.items():
        for member in _members(name, answer):
            if type(answer[member]) is type(known) and answer[member] != known:
                candidate = {**answer, member: known}
                if may_replace(schema, answer, candidate):
                    answer = candidate
    return answer


def may_replace(schema: Schema, value: Json, candidate: Json) -> bool:
    """Whether the candidate is as valid as the value, and follows the formats if the value does."""
    if not accepts(schema, candidate):
        return False
    return accepts(schema, candidate, formats="assert") or not accepts(schema, value, formats="assert")


def _members(name: str, value: Mapping[str, Json]) -> list[str]:
    """The members that a parameter's name may mean: itself, and `id` for `petId` or `pet_id`."""
    if name in value:
        return [name]
    lowered = name.lower()
    return ["id"] if "id" in value and (lowered == "id" or lowered.endswith(("id", "_id", "-id"))) else []
