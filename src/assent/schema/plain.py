"""Schema → plain JSON Schema 2020-12 in one piece, for other libraries, and the way back to the places."""

from __future__ import annotations

from typing import Any, Final

from assent.json import Json, Pointer
from assent.records import dataclass, field
from assent.schema.model import Place, Reference, Schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_VALUES: Final = ("const", "enum")
"""Keywords that hold JSON of any kind."""

_REMARKABLE: Final = frozenset({"pattern", "patternProperties"})
"""Keywords that validators read in different ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A self-contained schema, and the way back from pointers into `tree` to the `Schema` that is written there.

    `targets` lie in `$defs` by their numbers. `remarkable` are the schemas with patterns or troubles, each with what
    is written for it in `tree`. What could not be understood is left out of `tree`.
    """

    tree: Json
    root: Schema = field(repr=False)
    targets: tuple[Schema, ...] = field(repr=False)
    remarkable: tuple[tuple[Schema, dict[str, Json]], ...] = field(repr=False)

    def innermost(self, pointer: Pointer) -> tuple[Schema, int]:
        """The schema that a pointer into `tree` names or lies in, and how many of its tokens lead there."""
        here, used = self.root, 0
        if pointer[:1] == ("$defs",) and len(pointer) > 1:
            here, used = self.targets[int(pointer[1])], 2
        while (step := _inside(here, pointer[used : used + 2])) is not None:
            here, used = step[0], used + step[1]
        return here, used

    def written(self, pointer: Pointer) -> tuple[Schema, str | None]:
        """The schema and its keyword (None: the schema itself) that a pointer into `tree` names or lies in."""
        schema, used = self.innermost(pointer)
        return schema, pointer[used] if used < len(pointer) else None

    def place(self, pointer: Pointer) -> Place:
        """Where the author wrote what a pointer into `tree` names, dialect's spelling and documents included."""
        schema, keyword = self.written(pointer)
        return schema.at if keyword is None else schema.place_of(keyword)


def _inside(schema: Schema, tokens: Pointer) -> tuple[Schema, int] | None:
    """The schema that the first one or two tokens lead to from this one, and how many do; None if they lead to none."""
    match schema.keywords.get(tokens[0]) if tokens else None, tokens:
        case Schema() as part, _:
            return part, 1
        case (Schema(), *_) as parts, (_, index):
            return parts[int(index)], 2
        case dict() as named, (keyword, name) if keyword not in _VALUES:
            held = named.get(name)
            return (held, 2) if isinstance(held, Schema) else None
        case _:
            return None


def plain(schema: Schema) -> Plain:
    """The schema with everything it refers to, as one JSON Schema 2020-12 with local references only.

    Targets of references lie in `$defs` under numbers, in the order in which they are first met.
    """
    names: dict[int, str] = {}
    waiting: list[Schema] = []
    remarkable: list[tuple[Schema, dict[str, Json]]] = []

    def name(target: Schema) -> str:
        if id(target) not in names:
            names[id(target)] = f"#/$defs/{len(names)}"
            waiting.append(target)
        return names[id(target)]

    def write(here: Schema, tree: dict[str, Json]) -> Json:
        """Fills the tree. By the types themselves: most of what is compiled goes through here."""
        if here.troubles or not _REMARKABLE.isdisjoint(here.keywords):
            remarkable.append((here, tree))
        if here.never:
            return False
        for keyword, held in here.keywords.items():
            kind = type(held)
            if isinstance(held, Schema):
                tree[keyword] = write(held, {})
            elif kind is dict and keyword not in _VALUES:
                tree[keyword] = {
                    key: write(part, {}) if isinstance(part, Schema) else list(part)
                    for key, part in held.items()
                }
            elif kind is Reference:
                tree[keyword] = name(held.target)
            elif kind is tuple:
                tree[keyword] = _listed(held, keyword)
            else:
                tree[keyword] = held
        return tree

    def _listed(held: tuple[Any, ...], keyword: str) -> Json:
        if held and isinstance(held[0], Schema):
            return [write(part, {}) for part in held]
        return held[0] if keyword == "type" and len(held) == 1 else list(held)

    tree = write(schema, {"$schema": DRAFT})
    definitions: dict[str, Json] = {}
    for number, target in enumerate(waiting):  # grows while references are met
        definitions[str(number)] = write(target, {})
    if isinstance(tree, dict) and definitions:
        tree["$defs"] = definitions
    return Plain(tree=tree, root=schema, targets=tuple(waiting), remarkable=tuple(remarkable))
