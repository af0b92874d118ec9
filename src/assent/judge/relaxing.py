"""Schemas as one side of an exchange means them: properties that do not exist on that side need not be there.

They may be: whether one was sent is a question of its own, with an answer of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from assent.records import replace
from assent.schema.model import IN_PLACE, Reference, Schema
from assent.wire.views import View

_NOBODY: Final = frozenset[str]()
_SAME_VALUE: Final = (*(word for word in IN_PLACE if word != "not"), "dependentSchemas")


class Relaxing:
    """Rewrites schemas so that `required` leaves out properties with the mark; lazily, each schema once for each way."""

    def __init__(self, mark: str) -> None:
        self._mark = mark
        self._known: dict[tuple[int, frozenset[str]], Schema] = {}
        self._kept: list[Schema] = []

    def __call__(self, schema: Schema) -> Schema:
        """The schema of a value, with the places of the original."""
        return self._relaxed(schema, _NOBODY)

    def _relaxed(self, schema: Schema, hidden: frozenset[str]) -> Schema:
        hidden |= frozenset(self._marked(schema))
        way = id(schema), hidden
        made = self._known.get(way)
        if made is None:
            made = self._known[way] = replace(schema, keywords={}, meaning=None)
            self._kept.append(schema)  # so that its id stays its own
            made.keywords = {word: self._held(word, held, hidden) for word, held in schema.keywords.items()}
        return made

    def _held(self, keyword: str, held: Any, hidden: frozenset[str]) -> Any:
        below = hidden if keyword in _SAME_VALUE else _NOBODY
        match held:
            case Schema():
                return self._relaxed(held, below)
            case Reference():
                return Reference(held.text, lambda: self._relaxed(held.target, hidden))
            case tuple() if keyword == "required":
                return tuple(name for name in held if name not in hidden)
            case tuple() if held and isinstance(held[0], Schema):
                return tuple(self._relaxed(part, below) for part in held)
            case dict() if keyword not in ("const", "enum"):
                return {
                    name: self._relaxed(part, below) if isinstance(part, Schema) else part
                    for name, part in held.items()
                }
            case _:
                return held

    def _marked(self, schema: Schema) -> Iterator[str]:
        """Properties that the schema, or what looks at the same value with it, marks."""
        for part in View((schema,)).schemas:
            for name, held in part.keywords.get("properties", {}).items():
                if View((held,), branches=False).marked(self._mark) is not None:
                    yield name
