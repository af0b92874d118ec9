"""Schema → plain JSON Schema 2020-12 in one piece, for other libraries, and the way back to the places."""

from __future__ import annotations

from typing import Any

from assent.json import Json, Pointer
from assent.records import dataclass, field
from assent.schema.model import Place, Reference, Schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A self-contained schema and, for the pointer of each of its parts, the `Schema` written there.

    `schemas` is keyed by pointers into `tree`. What could not be understood is left out of `tree`.
    """

    tree: Json
    schemas: dict[Pointer, Schema] = field(repr=False)

    def written(self, pointer: Pointer) -> tuple[Schema, str | None]:
        """The schema and its keyword (None: the schema itself) that a pointer into `tree` names or lies in."""
        for length in range(len(pointer), -1, -1):
            schema = self.schemas.get(pointer[:length])
            if schema is not None:
                return schema, pointer[length] if length < len(pointer) else None
        return self.schemas[()], None

    def place(self, pointer: Pointer) -> Place:
        """Where the author wrote what a pointer into `tree` names, dialect's spelling and documents included."""
        schema, keyword = self.written(pointer)
        return schema.at if keyword is None else schema.place_of(keyword)


def plain(schema: Schema) -> Plain:
    """The schema with everything it refers to, as one JSON Schema 2020-12 with local references only.

    Targets of references lie in `$defs` under numbers, in the order in which they are first met.
    """
    names: dict[int, str] = {}
    found: dict[Pointer, Schema] = {}
    waiting: list[Schema] = []

    def name(target: Schema) -> str:
        if id(target) not in names:
            names[id(target)] = str(len(names))
            waiting.append(target)
        return "#/$defs/" + names[id(target)]

    def write(here: Schema, at: Pointer) -> Json:
        found[at] = here
        if here.never:
            return False
        return {keyword: _written(held, (*at, keyword), keyword) for keyword, held in here.keywords.items()}

    def _written(held: Any, at: Pointer, keyword: str) -> Json:
        match held:
            case Schema():
                return write(held, at)
            case Reference():
                return name(held.target)
            case tuple() if held and isinstance(held[0], Schema):
                return [write(part, (*at, str(i))) for i, part in enumerate(held)]
            case (str() as only,) if keyword == "type":
                return only
            case tuple():
                return list(held)
            case dict() if keyword not in ("const", "enum"):
                return {
                    key: write(part, (*at, key)) if isinstance(part, Schema) else list(part)
                    for key, part in held.items()
                }
            case _:
                return held  # type: ignore[no-any-return]  # a keyword's own value is JSON

    tree = write(schema, ())
    definitions: dict[str, Json] = {}
    for target in waiting:  # grows while references are met
        definitions[names[id(target)]] = write(target, ("$defs", names[id(target)]))
    if isinstance(tree, dict):
        tree = {"$schema": DRAFT, **tree}
        if definitions:
            tree["$defs"] = definitions
    return Plain(tree=tree, schemas=found)
