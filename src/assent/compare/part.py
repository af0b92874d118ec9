"""A schema at one part of a value, as rules about annotations see it."""

from __future__ import annotations

from collections.abc import Mapping

from assent.document.document import Location
from assent.json import Json
from assent.records import dataclass
from assent.schema import Schema
from assent.schema.model import conjuncts


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The schema, where it is written, and where in the value it stands.

    `words` is that place as people write it (`owner.tags[]`), empty for the whole value, which is called `whole`. `optional` says whether a
    sender may leave the part out, `media` which media type the value travels as (empty for parameters).
    """

    schema: Schema
    at: Location
    words: str = ""
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
    def deprecated(self) -> bool:
        return self.schema.annotation("deprecated") is True

    @property
    def extensions(self) -> Mapping[str, Json]:
        source = self.schema.source
        held = source if isinstance(source, dict) else {}
        return {name: value for name, value in held.items() if name.startswith("x-")}

    @property
    def where(self) -> str:
        """The place for a sentence."""
        return f"`{self.words}`" if self.words else self.whole[:1].upper() + self.whole[1:]
