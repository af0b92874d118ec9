"""A schema at one part of a value, as rules about annotations see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from assent.document.document import Location
from assent.json import Json
from assent.records import dataclass
from assent.schema import Schema
from assent.schema.model import Reference, conjuncts

LASTING: Final = ("deprecated", "x-sunset", "x-stability-level")
"""What a schema says of how long it stays, which holds as well for what refers to it or is composed of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The schema, where it is written, and where in the value it stands.

    `at` is the place of what a mere reference refers to, so that a change there is one change wherever it is met;
    `used_at` is the place of the reference.

    `words` is that place as people write it (`owner.tags[]`), empty for the whole value, which is called `whole`;
    `among` says in which alternative of a union, if in one. `optional` says whether a
    sender may leave the part out, `media` which media type the value travels as (empty for parameters).
    """

    schema: Schema
    at: Location
    used_at: Location
    words: str = ""
    among: str = ""
    whole: str = "the value"
    optional: bool = False
    media: str = ""

    def annotation(self, keyword: str) -> Json:
        """What is written under the keyword, in the schema, what it refers to, or what it is composed of."""
        for member in conjuncts(self.schema):
            if (found := member.annotation(keyword)) is not None:
                return found
        return None

    @property
    def words_said(self) -> frozenset[str]:
        """The names of all members that are written in the schema, in what it refers to, or in what it is composed of."""
        sources = [it.source for it in conjuncts(self.schema) if isinstance(it.source, dict)]
        return frozenset().union(*sources)

    @property
    def name(self) -> str:
        """The name by which the schema is referred to; empty where it is written out."""
        reference = self.schema.keywords.get("$ref")
        return reference.text.rpartition("/")[2] if isinstance(reference, Reference) else ""

    @property
    def deprecated(self) -> bool:
        """Whether the schema, what it refers to, or something it is composed of is deprecated.

        Source: JSON Schema 2020-12 validation §9.3, deprecated, where any of several annotations is true.
        """
        return any(member.annotation("deprecated") is True for member in conjuncts(self.schema))

    @property
    def extensions(self) -> Mapping[str, Json]:
        """Extensions of the schema, what it refers to, and what it is composed of; the outermost of a name."""
        key = "extensions", id(self.schema)
        known: dict[object, tuple[Schema, Mapping[str, Json]]] = self.schema.pool.findings
        if key not in known:  # the schema is kept, so that its id stays its own
            known[key] = self.schema, _extensions(self.schema)
        return known[key][1]

    @property
    def where(self) -> str:
        """The place for a sentence."""
        whole = f"`{self.words}`" if self.words else self.whole[:1].upper() + self.whole[1:]
        return f"{whole} ({self.among})" if self.among else whole


def _extensions(schema: Schema) -> Mapping[str, Json]:
    found: dict[str, Json] = {}
    for member in reversed(conjuncts(schema)):
        held = member.source if isinstance(member.source, dict) else {}
        found |= {name: value for name, value in held.items() if name.startswith("x-")}
    return found


def lasting(old: Schema, new: Schema) -> tuple[Schema, Schema]:
    """Where the two say differently how long they stay: themselves, or the same part of what they are composed of."""
    before, after = conjuncts(old), conjuncts(new)
    if len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            if any(one.annotation(word) != other.annotation(word) for word in LASTING):
                return one, other
    return old, new
