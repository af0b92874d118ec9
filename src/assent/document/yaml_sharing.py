"""Anchors, aliases, merge keys and tags of YAML: the rare part of reading it, with the limits on it."""

from __future__ import annotations

from typing import Any

from assent.document.yaml_scalars import tagged
from assent.errors import LimitExceeded
from assent.json import Json
from assent.records import dataclass, field

MERGE = "<<"


class Misplaced(Exception):
    """What is wrong at one place of a text; the reader turns it into a ParseError with line and column."""

    def __init__(self, event: Any, why: str) -> None:
        super().__init__(why)
        self.offset: int = event.start_mark.index


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """What an anchor names: its value, how many values that is, how deep, and its text if it is a scalar."""

    value: Any
    size: int = 1
    height: int = 0
    text: str | None = None


@dataclass(slots=True, kw_only=True)
class _Open:
    name: str
    value: object
    began: int
    level: int
    deepest: int


@dataclass(slots=True, kw_only=True)
class Sharing:
    """What one reading knows about sharing. Counts are values read so far, levels count from 1 at the root.

    `shared`: some value stands in several places of the tree, or not where it was written.
    """

    name: str
    depth: int
    aliases: int
    anchors: dict[str, Anchored | None] = field(default_factory=dict)
    opened: list[_Open] = field(default_factory=list)
    merges: list[tuple[dict[str, Json], list[Json]]] = field(default_factory=list)
    added: int = 0
    suspicious: bool = False
    shared: bool = False

    def scalar(self, anchor: str, value: Json, text: str) -> None:
        self.anchors[anchor] = Anchored(value=value, text=text)

    def tagged(self, text: str, tag: str) -> Json:
        value, wrong = tagged(text, tag)
        self.suspicious |= wrong is not None
        return value

    def open(self, anchor: str, value: object, *, count: int, level: int) -> None:
        self.anchors[anchor] = None
        began = count + self.added
        self.opened.append(_Open(name=anchor, value=value, began=began, level=level, deepest=level))

    def close(self, value: object, *, count: int) -> None:
        """Ends the container: applies its merge keys, and gives its anchor its value."""
        if self.merges and self.merges[-1][0] is value:
            mapping, sources = self.merges.pop()
            self.suspicious |= not merged(mapping, sources)
        if self.opened and self.opened[-1].value is value:
            done = self.opened.pop()
            size = count + self.added - done.began
            self.anchors[done.name] = Anchored(value=value, size=size, height=done.deepest - done.level + 1)
            if self.opened:
                self.opened[-1].deepest = max(self.opened[-1].deepest, done.deepest)

    def resolve(self, event: Any, *, level: int) -> Anchored:
        """What an alias stands for.

        Raises: Misplaced if that is nothing or itself, LimitExceeded if too much is repeated.
        """
        self.shared = True
        name = event.anchor
        if name not in self.anchors:
            raise Misplaced(event, f"the alias *{name} names no anchor before it. Define &{name} first.")
        target = self.anchors[name]
        if target is None:
            raise Misplaced(
                event, f"the alias *{name} stands inside the value it names. Write a $ref instead."
            )
        self.added += target.size
        if self.added > self.aliases:
            raise LimitExceeded(self.name, "values added by YAML aliases", self.aliases, "--max-aliases")
        self.deepen(level + target.height)
        return target

    def deepen(self, level: int) -> None:
        if level > self.depth:
            raise LimitExceeded(self.name, "levels of nesting", self.depth, "--max-depth")
        if self.opened:
            self.opened[-1].deepest = max(self.opened[-1].deepest, level)

    def merge(self, mapping: dict[str, Json], source: Json) -> None:
        if self.merges and self.merges[-1][0] is mapping:
            self.merges[-1][1].append(source)
        else:
            self.merges.append((mapping, [source]))


def merged(own: dict[str, Json], sources: list[Json]) -> bool:
    """Adds the members of the sources that the mapping does not have; false if a source is no mapping."""
    right = True
    for source in sources:
        for one in source if isinstance(source, list) else [source]:
            if not isinstance(one, dict):
                right = False
                continue
            for key, value in one.items():
                own.setdefault(key, value)
    return right
