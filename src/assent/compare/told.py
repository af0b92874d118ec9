"""Where a difference was met: the operation, its place, and the way from the root schemas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from assent.compare.alternatives import alternative_words
from assent.compare.change import Within
from assent.compare.decide import Decider
from assent.compare.found import Cause, Doubt, Loosened
from assent.compare.lift import subject_of, words_of
from assent.compare.positions import UNION_STEPS, Edge, reference_name
from assent.compare.ways import Ways, pair_of
from assent.document.document import Location
from assent.findings import Age
from assent.records import dataclass, replace
from assent.schema import Place, Schema
from assent.schema.model import conjuncts

Renamed: TypeAlias = tuple[str, str, Schema, Schema, Schema]
"""A property that one revision names: rule, name, the old schema, the new one, and the property's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Where something was met: the operation and place, the root schemas, and the way from them."""

    within: Within
    decider: Decider
    root: Schema
    reader: Schema
    path: tuple[Edge, ...]
    locate: Callable[[Place, Age], Location]
    ways: Ways
    about: Cause | Doubt | Loosened | Renamed | None = None
    detail: str = ""

    def of(self, about: Cause | Doubt | Loosened | Renamed, detail: str = "") -> Told:
        """The same way, leading to something."""
        return replace(self, about=about, detail=detail)

    def elsewhere(self) -> Iterator[Told]:
        """The same two schemas, by the other ways from the same root."""
        start = pair_of(self.root, self.reader)
        return (replace(self, path=path) for path in self.ways.others(start, self.path))

    @property
    def unions(self) -> list[int]:
        """Where on the way a step leads into one of several alternatives."""
        return [number for number, edge in enumerate(self.path) if edge.step[0] in UNION_STEPS]

    def sender_at(self, length: int) -> Schema:
        """What the sender says of the part to which that many steps lead."""
        return self.path[length - 1].narrower if length else self.root

    def reader_at(self, length: int) -> Schema:
        """What the reader says of the part to which that many steps lead."""
        return self.path[length - 1].wider if length else self.reader

    @property
    def words(self) -> str:
        return words_of([edge.step for edge in self.path])

    @property
    def subject(self) -> str:
        """The same words, with the names of the alternatives that the way leads through."""
        return subject_of(tuple([edge.step for edge in self.path]))

    @property
    def among(self) -> str:
        """In which alternative, for a sentence; others may say something else. Empty where the type alone tells which."""
        edge = next((edge for edge in reversed(self.path) if edge.step[0] in UNION_STEPS), None)
        if edge is None or edge.step[1].startswith("is "):
            return ""
        if which := alternative_words(edge.step[1]):
            return f"in the alternative {which}"
        referred = reference_name(edge.narrower)
        return f"in the alternative `{referred}`" if referred else ""

    @property
    def where(self) -> str:
        return f"`{self.words}`" if self.words else whole_of(self.within.place)

    @property
    def optional(self) -> bool:
        """Whether a sender may leave the last part of the way out."""
        if not self.path:
            place = self.within.place.split()
            if place and place[0] in ("query", "header", "cookie", "path"):
                return not _required_parameter(self.within)
            return False
        kind, name = self.path[-1].step
        holder = self.reader_at(len(self.path) - 1)
        required = {it for member in conjuncts(holder) for it in member.keywords.get("required", ())}
        return kind == "property" and name not in required

    @property
    def media(self) -> str:
        return self.within.place.rpartition("body ")[2] if "body " in self.within.place else ""


def whole_of(place: str) -> str:
    """What stands at a place, for a sentence: the body, a parameter, a header."""
    match place.split():
        case ["query" | "path" | "cookie" | "header" as where, name]:
            return f"the {where} parameter `{name}`" if where != "header" else f"the header `{name}`"
        case ["status", _, "header", name]:
            return f"the header `{name}`"
        case ["body", *_] | ["status", _, "body", *_]:
            return "the body"
        case _:
            return "the value"


def _required_parameter(within: Within) -> bool:
    location, _, name = within.place.partition(" ")
    operation = within.old or within.operation
    return any(
        it.required for it in operation.parameters.values() if (it.location, it.name) == (location, name)
    )
