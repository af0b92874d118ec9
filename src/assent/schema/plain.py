"""Schema → plain JSON Schema 2020-12 in one piece, for other libraries, and the way back to the places."""

from __future__ import annotations

from typing import Any, Final

from assent.json import Json, Pointer
from assent.records import dataclass, field
from assent.schema.asked import OF_ITEMS, OF_MEMBERS, Values, items_asked, members_asked
from assent.schema.model import Place, Reference, Schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_VALUES: Final = ("const", "enum")
"""Keywords that hold JSON of any kind."""

_INSIDE: Final = OF_MEMBERS | OF_ITEMS
_REMARKABLE: Final = frozenset({"pattern", "patternProperties"})
"""Keywords that validators read in different ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A self-contained schema, and the way back from pointers into `tree` to the `Schema` that is written there.

    `targets` lie in `$defs` by their numbers; `placed` are those that are written where a schema says nothing but that
    it refers to them, by the id of that schema. `remarkable` are the schemas with patterns or troubles, each with what
    is written for it in `tree`. What could not be understood is left out of `tree`.
    """

    tree: Json
    root: Schema = field(repr=False)
    targets: tuple[Schema, ...] = field(repr=False)
    placed: dict[int, Schema] = field(repr=False)
    remarkable: tuple[tuple[Schema, dict[str, Json]], ...] = field(repr=False)

    def innermost(self, pointer: Pointer) -> tuple[Schema, int]:
        """The schema that a pointer into `tree` names or lies in, and how many of its tokens lead there."""
        step: tuple[Schema, int] | None = self.root, 0
        if pointer[:1] == ("$defs",) and len(pointer) > 1:
            step = self.targets[int(pointer[1])], 2
        used = 0
        while step is not None:
            here, used = self.placed.get(id(step[0]), step[0]), used + step[1]
            step = _inside(here, pointer[used : used + 2])
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
    return _Writing().whole(schema, None)


def plain_about(schema: Schema, value: Json) -> Plain:
    """The same as far as it is asked about the value: what it says of members and items that are not there is left out.

    A value has a handful of members where a schema may name hundreds. What is left out is not even read. It does not say
    which draft it is, which a validator of one draft would look up. The target of
    a reference is written in its place where it is first met, since validators take long to follow one.
    """
    return _Writing().whole(schema, (value,))


class _Writing:
    """One schema being written, about some values or (None) about any."""

    def __init__(self) -> None:
        self.names: dict[tuple[int, str], str] = {}
        self.waiting: list[tuple[Schema, Values | None]] = []
        self.met: set[int] = set()
        self.placed: dict[int, Schema] = {}
        self.remarkable: list[tuple[Schema, dict[str, Json]]] = []

    def whole(self, schema: Schema, values: Values | None) -> Plain:
        tree = self.write(schema, {"$schema": DRAFT} if values is None else {}, values)
        definitions: dict[str, Json] = {}
        for number, (target, asked) in enumerate(self.waiting):  # grows while references are met
            definitions[str(number)] = self.write(target, {}, asked)
        if isinstance(tree, dict) and definitions:
            tree["$defs"] = definitions
        targets = tuple([target for target, _ in self.waiting])
        return Plain(
            tree=tree,
            root=schema,
            targets=targets,
            placed=self.placed,
            remarkable=tuple(self.remarkable),
        )

    def in_place(self, here: Schema) -> Schema | None:
        """What a schema refers to that says nothing else, if it is met for the first time, and is no mere `false`."""
        target = here
        while len(target.keywords) == 1 and not target.troubles:
            reference = target.keywords.get("$ref")
            if reference is None or id(reference.target) in self.met or reference.target.never:
                break
            target = reference.target
            self.met.add(id(target))
        if target is here:
            return None
        self.placed[id(here)] = target
        return target

    def name(self, target: Schema, values: Values | None) -> str:
        """What the target is called; there is one for equal values, since parts of a witness are often alike."""
        key = id(target), "" if values is None else repr(values)
        if key not in self.names:
            self.names[key] = f"#/$defs/{len(self.names)}"
            self.waiting.append((target, values))
        return self.names[key]

    def write(self, here: Schema, tree: dict[str, Json], values: Values | None) -> Json:
        """Fills the tree. By the types themselves: most of what is compiled goes through here."""
        if here.troubles or not _REMARKABLE.isdisjoint(here.keywords):
            self.remarkable.append((here, tree))
        if here.never:
            return False
        for keyword, held in here.keywords.items():
            kind = type(held)
            if kind is Reference:
                target = None if values is None else self.in_place(here)
                if target is not None:
                    return self.write(target, tree, values)
                tree[keyword] = self.name(held.target, values)
            elif values is not None and keyword in _INSIDE:
                self.write_inside(here, tree, values, keyword, held)
            elif kind is tuple:
                tree[keyword] = self.listed(held, keyword, values)
            elif kind is dict and keyword not in _VALUES:
                tree[keyword] = {
                    key: self.write(part, {}, values) if isinstance(part, Schema) else list(part)
                    for key, part in held.items()
                }
            elif isinstance(held, Schema):
                tree[keyword] = self.write(held, {}, values)
            else:
                tree[keyword] = held
        return tree

    def listed(self, held: tuple[Any, ...], keyword: str, values: Values | None) -> Json:
        if held and isinstance(held[0], Schema):
            return [self.write(part, {}, values) for part in held]
        return held[0] if keyword == "type" and len(held) == 1 else list(held)

    def write_inside(
        self, here: Schema, tree: dict[str, Json], values: Values, keyword: str, held: Any
    ) -> None:
        """Writes what is said of members and items, as far as there are some."""
        if keyword == "properties" and len(values) == 1:  # as nearly always
            members = values[0] if type(values[0]) is dict else {}
            tree[keyword] = {
                name: self.write(held[name], {}, (members[name],)) for name in held if name in members
            }
            return
        asked = members_asked if keyword in OF_MEMBERS else items_asked
        match held:
            case Schema():
                inside = asked(values, here, keyword)
                if inside or (keyword == "contains" and any(type(value) is list for value in values)):
                    tree[keyword] = self.write(held, {}, inside)
            case dict():
                parts = [(name, members_asked(values, here, keyword, name)) for name in held]
                tree[keyword] = {name: self.write(held[name], {}, inside) for name, inside in parts if inside}
            case _:  # what stands first is asked wherever what follows is
                items = [(part, items_asked(values, here, keyword, index)) for index, part in enumerate(held)]
                if prefix := [self.write(part, {}, inside) for part, inside in items if inside]:
                    tree[keyword] = prefix
