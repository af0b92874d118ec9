"""Answers that know what was asked: path parameters and posted fields come back where names and types agree."""

from __future__ import annotations

from collections.abc import Mapping

from assent.json import Json
from assent.records import dataclass
from assent.schema.checking import Checker, checker
from assent.schema.model import Schema, conjuncts
from assent.schema.violations import accepts

_ONLY_THROUGH_MEMBERS = frozenset(
    {
        "type",
        "required",
        "properties",
        "additionalProperties",
        "minProperties",
        "maxProperties",
        "dependentRequired",
        "propertyNames",
        "allOf",
        "$ref",
    }
)
"""Keywords of an object's schema whose verdict depends on a member's value through the member's own schemas alone."""


def echoed(value: Json, *, sent: Mapping[str, Json], schema: Schema) -> Json:
    """The value with what the client sent in place of members of the same name, where it stays valid.

    Each member is tried by itself, so that one that does not fit keeps no other out.
    """
    if not isinstance(value, dict):
        return value
    answer = value
    for name, known in sent.items():
        for member in members(name, answer):
            if type(answer[member]) is type(known) and answer[member] != known:
                candidate = {**answer, member: known}
                leaf = leaf_of(schema, member)
                fits = leaf.takes(known) if leaf is not None else None
                if may_replace(schema, answer, candidate) if fits is None else fits:
                    answer = candidate
    return answer


def may_replace(schema: Schema, value: Json, candidate: Json) -> bool:
    """Whether the candidate is as valid as the value, and follows the formats if the value does."""
    if not accepts(schema, candidate):
        return False
    return accepts(schema, candidate, formats="assert") or not accepts(schema, value, formats="assert")


def members(name: str, value: Mapping[str, Json]) -> list[str]:
    """The members that a parameter's name may mean: itself, and `id` for `petId` or `pet_id`."""
    if name in value:
        return [name]
    lowered = name.lower()
    return ["id"] if "id" in value and (lowered == "id" or lowered.endswith(("id", "_id", "-id"))) else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A member whose schemas alone decide whether another value may stand in its place in a valid object.

    `validators` are all that are asked: leaves with the same ones say the same.
    """

    plain: tuple[Checker, ...]
    with_formats: tuple[Checker, ...]
    validators: tuple[object, ...]

    def takes(self, value: Json) -> bool | None:
        """Whether the value may stand there; None if only a format has something against it."""
        if all(one.accepts(value) for one in self.with_formats):
            return True
        return None if all(one.accepts(value) for one in self.plain) else False


def leaf_of(schema: Schema, name: str) -> Leaf | None:
    """The member of an object of the schema; None if more than its own schemas may look at its value."""
    key = "leaf", id(schema), name
    found: dict[object, tuple[Schema, Leaf | None]] = schema.pool.findings
    if key not in found:
        schemas = _schemas_at(schema, name)
        leaf = None
        if schemas is not None:
            plain = tuple(checker(one) for one in schemas)
            with_formats = tuple(checker(one, formats="assert") for one in schemas)
            validators = tuple(one.validator for one in (*plain, *with_formats))
            leaf = Leaf(plain=plain, with_formats=with_formats, validators=validators)
        found[key] = schema, leaf  # the schema is kept, so that its id stays its own
    return found[key][1]


def _schemas_at(schema: Schema, name: str) -> list[Schema] | None:
    found: list[Schema] = []
    for part in conjuncts(schema):
        keywords = part.keywords
        if part.never or part.troubles or not _ONLY_THROUGH_MEMBERS.issuperset(keywords):
            return None
        if name in keywords.get("properties", ()):
            found.append(keywords["properties"][name])
        elif isinstance(others := keywords.get("additionalProperties"), Schema):
            found.append(others)
    return found
