"""Whether an operation takes the same in both revisions, as its parameters and body tell before anybody reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from assent.api import Operation, ParameterKey
from assent.compare.differing import unread
from assent.compare.known import Known
from assent.document import Node
from assent.json import Json
from assent.records import replace

WORDS: Final = frozenset({"description"})
"""Members of a request body and, with those below, of other parts that no rule reads."""
ILLUSTRATED_WORDS: Final = WORDS | {"example", "examples"}


def words_of_parameters(versions: tuple[str, str]) -> frozenset[str]:
    """The members of a parameter that no rule reads, given the versions of OpenAPI that both speak."""
    return WORDS if "2.0" in versions else ILLUSTRATED_WORDS


def takes_same(
    known: Known, old: Mapping[str, Node], new: Mapping[str, Node], versions: tuple[str, str]
) -> bool:
    """Whether inputs that would be read from these nodes, by what they are, say the same to all rules."""
    words = words_of_parameters(versions)
    return old.keys() == new.keys() and all(
        known.same(node, new[key])
        or _same_parts(known, node, new[key], WORDS if key == "requestBody" else words)
        for key, node in old.items()
    )


def hides_parameter(old: Operation, new: Operation, key: ParameterKey) -> bool:
    """Whether a parameter of that name, or one of no name, cannot be read in one of the revisions."""
    return any(
        gap.part.partition("/")[0] == "parameters" and _may_be_named(gap.value, key.name)
        for gap in unread(old, new)
    )


def _may_be_named(parameter: Json, name: str) -> bool:
    match parameter:
        case {"name": str(named)}:
            return named.lower() == name.lower()
        case _:
            return True


def _same_parts(known: Known, old: Node, new: Node, words: frozenset[str]) -> bool:
    """Whether two parts, or all parts of two lists in whatever order, are the same but for these members."""
    if not isinstance(old.value, list) or not isinstance(new.value, list):
        return known.same_part(old, new, words)
    before, after = _told_apart(old.value, words), _told_apart(new.value, words)
    if before is not None and after is not None and before.keys() == after.keys():
        parts, others = list(before.values()), [after[key] for key in before]
        return known.same(replace(old, value=parts), replace(new, value=others))
    return (
        before is None
        and after is None
        and len(old.value) == len(new.value)
        and all(
            known.same_part(one, other, words)
            for one, other in zip(old.elements(), new.elements(), strict=True)
        )
    )


def _told_apart(parameters: list[Json], words: frozenset[str]) -> dict[tuple[str, str], Json] | None:
    """What parameters say but for these members, by place and name; None if any may be told twice."""
    unsaid: dict[str, Json] = dict.fromkeys(words)
    named: dict[tuple[str, str], Json] = {}
    for parameter in parameters:
        if not isinstance(parameter, dict) or (known_by := _key(parameter)) is None or known_by in named:
            return None
        named[known_by] = parameter | unsaid
    return named


def _key(parameter: dict[str, Json]) -> tuple[str, str] | None:
    """What tells a parameter from others; None where a look does not show it. An operation has one body."""
    place, name = parameter.get("in"), parameter.get("name")
    if "$ref" in parameter:
        return None
    if place == "body":
        return "body", ""
    return (place, name.lower()) if isinstance(place, str) and isinstance(name, str) else None
