"""What authors gave as examples, by where it stands and what it stands for."""

from __future__ import annotations

from collections.abc import Iterator

from assent.json import Json
from assent.records import dataclass, field
from assent.schema.includes.evaluate import FormatTest, every, holds
from assent.schema.includes.forms import Literal
from assent.schema.meaning import members_of
from assent.schema.model import Reference, Schema, parts
from assent.schema.nodes import And, Bottom, Cycle, ExactlyOne, Formatted, Members, Node, Or, Top

MOST_EXAMPLES = 5
MOST_IN_PLACE = 200
"""Schemas in the same place that are searched for names."""

Site = str
"""The name of the member that a value is for; empty for the whole value, items and targets of references."""


@dataclass(slots=True, eq=False)
class Hints:
    """Examples by site and node, names of members that nodes leave out, and the order in which authors write names.

    A node says nothing of a member that follows what all others follow as well, though its author gave it a name.
    `unsaid` has such names by the atom for the members; `alone` by site and node where there is no such atom.
    """

    found: dict[tuple[Site, Node], list[Json]] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)
    unsaid: dict[Members, dict[str, None]] = field(default_factory=dict)
    alone: dict[tuple[Site, Node], dict[str, None]] = field(default_factory=dict)

    def place(self, name: str) -> tuple[int, str]:
        """Sorts names as authors wrote them, others behind."""
        return self.order.get(name, len(self.order)), name

    def names(self, site: Site, goal: frozenset[Literal]) -> tuple[str, ...]:
        """Names that authors gave to members of such objects, of which no atom of the goal speaks."""
        if not self.alone:
            return ()
        wanted = [node for node, wanted in goal if wanted]
        return tuple({name: None for node in wanted for name in self.alone.get((site, node), ())})

    def fitting(self, site: Site, goal: frozenset[Literal], follows: FormatTest) -> list[Json]:
        """Examples at the site, or for the whole of a structure, that follow the goal."""
        fit: list[Json] = []
        for node, wanted in sorted(goal, key=lambda literal: literal[0].number):
            if not wanted or isinstance(node, Top):
                continue
            own = self.found.get((site, node), [])
            general = self.found.get(("", node), []) if isinstance(node, And | Cycle) else []
            for value in (*own, *general):
                if len(fit) >= MOST_EXAMPLES or any(value is known for known in fit):
                    continue
                if _follows_all(goal, value, follows):
                    fit.append(value)
        return fit


def _follows_all(goal: frozenset[Literal], value: Json, follows: FormatTest) -> bool:
    try:
        return every(
            truth if wanted or truth is None else not truth
            for truth, wanted in ((holds(node, value, follows), wanted) for node, wanted in goal)
        ) is not False and all(wanted or holds(node, value, follows) is False for node, wanted in goal)
    except RecursionError:
        return False


def hints_of(root: Schema) -> Hints:
    """The examples and defaults of the schema and of everything it reaches."""
    hints = Hints()
    seen: set[int] = set()
    opened: dict[int, tuple[str, ...]] = {}
    todo: list[tuple[Site, Schema]] = [("", root)]
    while todo:
        site, schema = todo.pop()
        for value in given_values(schema):
            values = hints.found.setdefault((site, schema.node), [])
            if len(values) < MOST_EXAMPLES:
                values.append(value)
        if id(schema) not in opened:
            opened[id(schema)] = tuple(_open_names(schema))
        if names := opened[id(schema)]:
            hints.alone.setdefault((site, schema.node), {}).update(dict.fromkeys(names))
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        atom, unsaid = _unsaid(schema)
        if atom is not None:
            hints.unsaid.setdefault(atom, {}).update(dict.fromkeys(unsaid))
        below: list[tuple[Site, Schema]] = []
        reference = schema.keywords.get("$ref")
        if isinstance(reference, Reference):
            below.append(("", reference.target))
        for path, part in parts(schema):
            if path[0] == "properties":
                hints.order.setdefault(path[1], len(hints.order))
            below.append((path[1] if path[0] == "properties" else "", part))
        todo.extend(reversed(below))
    return hints


def _unsaid(schema: Schema) -> tuple[Members | None, tuple[str, ...]]:
    """The atom for the members of objects, if there is one, and the names of `properties` that it leaves out."""
    named: dict[str, Schema] = schema.keywords.get("properties", {})
    if not named or "patternProperties" in schema.keywords:
        return None, ()
    others = schema.keywords.get("additionalProperties")
    rest = schema.pool.top if others is None else others.node
    if isinstance(rest, Bottom):
        return None, ()
    names = tuple(name for name, part in named.items() if part.node is rest)
    if not names:
        return None, ()
    return members_of(schema.pool, {name: part.node for name, part in named.items()}, {}, rest), names


def _open_names(schema: Schema) -> Iterator[str]:
    """Names of members that may be anything, of objects whose other members may be anything as well."""
    seen: set[int] = set()
    todo = [schema]
    while todo and len(seen) < MOST_IN_PLACE:
        here = todo.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        atom, names = _unsaid(here)
        if atom is None:
            yield from names
        reference = here.keywords.get("$ref")
        if isinstance(reference, Reference):
            todo.append(reference.target)
        todo.extend(reversed(here.keywords.get("allOf", ())))


def given_values(schema: Schema) -> Iterator[Json]:
    """The examples and the default that the author of the schema gave."""
    if not isinstance(schema.source, dict):
        return
    for keyword in ("example", "x-example"):
        if keyword in schema.source:
            yield schema.source[keyword]
    examples = schema.source.get("examples")
    if isinstance(examples, list):
        yield from examples
    if "default" in schema.source:
        yield schema.source["default"]


def formats_in(goal: frozenset[Literal]) -> tuple[str, ...]:
    """The formats that the goal mentions where nothing is negated: wishes, where formats are annotations."""
    found: dict[str, None] = {}
    seen: set[int] = set()
    todo = [node for node, wanted in sorted(goal, key=lambda literal: literal[0].number) if wanted]
    while todo:
        node = todo.pop()
        if node.number in seen:
            continue
        seen.add(node.number)
        match node:
            case Formatted(format=name):
                found[name] = None
            case And(parts=nodes) | Or(parts=nodes) | ExactlyOne(parts=nodes):
                todo.extend(nodes)
            case Cycle(body=body) if body is not None:
                todo.append(body)
            case _:
                pass
    return tuple(sorted(found))
