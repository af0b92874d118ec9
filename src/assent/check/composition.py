"""Which schemas look at the same value, and which properties they define together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from assent.check.survey import Key, Kind, Survey, is_reference, key_of
from assent.document import Node

LISTS = ("allOf", "anyOf", "oneOf")
ALONE = ("if", "then", "else", "not")


class Composition:
    """The schemas of a description by what is composed of what, through references and in both directions."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.nodes: dict[Key, Node] = {}
        self.parts: dict[Key, list[Key]] = {}
        self.wholes: dict[Key, list[Key]] = {}
        self.broken: set[Key] = set()
        self.negated: set[Key] = set()
        self._known: dict[Key, Mapping[str, tuple[Node, ...]]] = {}
        for place in survey.of(Kind.SCHEMA):
            self._add(place.node)

    def _add(self, node: Node) -> None:
        key = key_of(node)
        self.nodes[key] = node
        if is_reference(node):
            self._link(key, node)
        for keyword, part in parts_in_place(node):
            inner = self._link(key, part)
            if inner is not None and keyword in ("not", "if"):
                self.negated.add(inner)

    def _link(self, whole: Key, part: Node) -> Key | None:
        target = self.survey.follow(part)
        if target is None:
            self.broken.add(whole)
            return None
        inner = key_of(target)
        self.nodes.setdefault(inner, target)
        self.parts.setdefault(whole, []).append(inner)
        self.wholes.setdefault(inner, []).append(whole)
        return inner

    def together(self, schema: Key) -> list[Key]:
        """The schemas that may look at a value together with this one, itself the first."""
        up = _reach([schema], self.wholes)
        return _reach(up, self.parts)

    def properties(self, schema: Key) -> Mapping[str, tuple[Node, ...]]:
        """The properties that are defined for a value of that schema, by it or together with it."""
        if schema not in self._known:
            found: dict[str, tuple[Node, ...]] = {}
            for key in self.together(schema):
                held = self.nodes[key].get("properties") if key in self.nodes else None
                for name, written in held.members() if held else ():
                    target = self.survey.follow(written)
                    nodes = (written,) if target is None or target is written else (written, target)
                    found[name] = (*found.get(name, ()), *nodes)
            self._known[schema] = found
        return self._known[schema]


def _reach(start: Iterable[Key], edges: Mapping[Key, list[Key]]) -> list[Key]:
    found = dict.fromkeys(start)
    stack = list(found)
    while stack:
        for following in edges.get(stack.pop(), ()):
            if following not in found:
                found[following] = None
                stack.append(following)
    return list(found)


def parts_in_place(node: Node) -> Iterator[tuple[str, Node]]:
    """The schemas within a schema that look at the same value, each with its keyword."""
    for keyword, held in node.members():
        if keyword in LISTS:
            yield from ((keyword, each) for each in held.elements())
        elif keyword in ALONE:
            yield keyword, held
        elif keyword == "dependentSchemas":
            yield from ((keyword, each) for _, each in held.members())
