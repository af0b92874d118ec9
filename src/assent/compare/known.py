"""What is known of two descriptions before their parts are read; nothing, where only their Apis are at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from assent.api import PathItem
from assent.compare.rewriting import UNKNOWN_MARKS, Marks
from assent.document import Document, Node
from assent.records import dataclass, field
from assent.schema import Schema

Documents: TypeAlias = Mapping[str, Document]

Operations: TypeAlias = Callable[[PathItem, PathItem, str], bool]
"""Whether an operation of a method is the same in both path items, so that nobody need read it."""

Nodes: TypeAlias = Callable[[Node, Node], bool]
"""Whether two nodes are written the same, with all they refer to."""

Parts: TypeAlias = Callable[[Node, Node, frozenset[str]], bool]
"""The same of what stands or is named there, whatever these members of it say."""

Schemas: TypeAlias = Callable[[Schema, Schema], bool]

Differing: TypeAlias = Callable[[str, Any, Any], frozenset[str] | None]
"""What differs between two things in words that rules of a kind read; None where all of them have to be asked."""


def _never(*_: object) -> bool:
    return False


def _unknown(*_: object) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What lies beside the Apis, where their descriptions are at hand: documents by URI, and what is the same.

    `same_item` says it of a path item with what its operations inherit. `differing` tells which rules may have something to say.
    `marks` tells where `readOnly` and `writeOnly` may stand.
    """

    old: Documents = field(default_factory=dict)
    new: Documents = field(default_factory=dict)
    same: Nodes = _never
    same_item: Nodes = _never
    same_operation: Operations = _never
    same_part: Parts = _never
    same_schema: Schemas = _never
    differing: Differing = _unknown
    marks: Marks = UNKNOWN_MARKS
