"""What authors gave as examples, by where it stands and what it stands for."""

from __future__ import annotations

from collections.abc import Iterator

from assent.json import Json
from assent.records import dataclass, field
from assent.schema.includes.evaluate import FormatTest, every, holds
from assent.schema.includes.forms import Literal
from assent.schema.model import Reference, Schema, parts
from assent.schema.nodes import And, Cycle, ExactlyOne, Formatted, Node, Or, Top

MOST_EXAMPLES = 5
Site = str
"""The name of the member that a value is for; empty for the whole value, items and targets of references."""


@dataclass(slots=True, eq=False)
class Hints:
    """Examples by site and node, and the order in which authors write the names of members."""

    found: dict[tuple[Site, Node], list[Json]] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)

    def place(self, name: str) -> tuple[int, str]:
        """Sorts names as authors wrote them, others behind."""
        return self.order.get(name, len(self.order)), name

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
    todo: list[tuple[Site, Schema]] = [("", root)]
    while todo:
        site, schema = todo.pop()
        for value in _given(schema):
            values = hints.found.setdefault((site, schema.node), [])
            if len(values) < MOST_EXAMPLES:
                values.append(value)
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        reference = schema.keywords.get("$ref")
        if isinstance(reference, Reference):
            todo.append(("", reference.target))
        for path, part in parts(schema):
            if path[0] == "properties":
                hints.order.setdefault(path[1], len(hints.order))
            todo.append((path[1] if path[0] == "properties" else "", part))
    return hints


def _given(schema: Schema) -> Iterator[Json]:
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
