"""Whether an operation takes the same in both revisions, as its parameters and body tell before anybody reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from assent.compare.known import Known
from assent.document import Node
from assent.json import Json

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


def _same_parts(known: Known, old: Node, new: Node, words: frozenset[str]) -> bool:
    """Whether two parts, or all parts of two lists in whatever order, are the same but for these members."""
    if not isinstance(old.value, list) or not isinstance(new.value, list):
        return known.same_part(old, new, words)
    before, after = _told_apart(old), _told_apart(new)
    return before.keys() == after.keys() and all(
        known.same_part(node, after[key], words) for key, node in before.items()
    )


def _told_apart(parameters: Node) -> dict[object, Node]:
    """The parameters by place and name; by where they stand in the list, if any may be told twice."""
    listed = list(parameters.elements())
    named: dict[object, Node] = {_key(node.value): node for node in listed}
    return dict(enumerate(listed)) if None in named or len(named) < len(listed) else named


def _key(value: Json) -> tuple[str, str] | None:
    """What tells a parameter from others; None where a look does not show it. An operation has one body."""
    match value:
        case {"$ref": _}:
            return None
        case {"in": "body"}:
            return "body", ""
        case {"in": str(place), "name": str(name)}:
            return place, name.lower()
        case _:
            return None
