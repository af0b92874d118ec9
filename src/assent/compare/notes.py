"""What there is to tell of one part, wherever it is met, and what makes it the same as what is told of another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from assent.compare.families import missing_name, rule_of
from assent.compare.found import Cause, Doubt, Found, Loosened
from assent.compare.rewriting import in_place
from assent.compare.told import Renamed
from assent.findings import Age
from assent.records import dataclass
from assent.schema import Place, Schema

Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing to tell; notes of equal keys have one cause.

    `at`: where the difference lies, which belongs to the key, unless one schema became several there or several one:
    then it is a difference of that one.
    """

    about: Cause | Doubt | Loosened | Renamed
    key: Key
    detail: str = ""
    at: Place | None = None

    @property
    def is_about_a_name(self) -> bool:
        """Whether it tells of a property that only one revision names."""
        return isinstance(self.about, tuple)


def notes(found: Found, receiver: Age, narrower: Schema, wider: Schema) -> Iterator[Note]:
    """All that is to be told of the part at which the two schemas stand."""
    nulls = 0
    for cause in found.causes:
        detail = missing_name(cause) if cause.violation.keyword == "required" else ""
        rule = rule_of(cause, receiver)
        if rule in ("null-refused", "null-allowed"):
            nulls += 1
            if nulls > 1:
                continue  # the type of each part of an `allOf` refuses it, for one reason
        yield Note(
            about=cause, key=("cause", rule, cause.violation.at, detail, cause.alternative), detail=detail
        )
    for doubt in found.doubts:
        yield Note(about=doubt, key=("doubt", doubt.narrower.at, doubt.wider.at, doubt.construct))
    for less in found.loosened:
        yield Note(about=less, key=("loosened", less.keyword), at=less.at)
    if not any(cause.violation.keyword == "type" for cause in found.causes):
        yield from _renamed(found, receiver, narrower, wider)


def _renamed(found: Found, receiver: Age, narrower: Schema, wider: Schema) -> Iterator[Note]:
    """The properties that only one of the two names, but for those that a cause tells of."""
    named = {missing_name(cause) for cause in found.causes if cause.violation.keyword == "required"}
    refused = {cause.violation.value_pointer[-1] for cause in found.causes if cause.violation.value_pointer}
    old, new = (narrower, wider) if receiver == "new" else (wider, narrower)
    removed, added = (found.lost, found.gained) if receiver == "new" else (found.gained, found.lost)
    for rule, names, holder in (("property-removed", removed, old), ("property-added", added, new)):
        left = [name for name in names if name not in named and name not in refused]
        parts = _properties(holder) if left else {}
        for name in left:
            part = parts.get(name, holder)
            yield Note(about=(rule, name, old, new, part), key=(rule, name), at=part.at)


def _properties(holder: Schema) -> dict[str, Schema]:
    """What the schema says of each property, in whatever branch it does so first."""
    parts = [part.keywords.get("properties", {}) for part in in_place(holder)]
    return {name: held[name] for held in reversed(parts) for name in held}
