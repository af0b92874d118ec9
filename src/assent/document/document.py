"""What a loaded text is: a tree whose every value knows the file, line and column it was written at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from assent.json import Json, Pointer, format_pointer
from assent.records import dataclass, field

Position: TypeAlias = tuple[int, int]
"""Line and column, both counted from 1; the column counts code points."""

Defects: TypeAlias = "Callable[[], Iterator[Problem]]"
"""Finds what reading the text put right silently, as equal keys; slower than reading it."""

Locate: TypeAlias = Callable[[Sequence[Pointer]], Mapping[Pointer, Position]]
"""Finds where values stand in a text; a pointer that names nothing gets the nearest ancestor's position."""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One text as a tree. `uri` is its identity and the base of its references, `name` what people are shown.

    `is_json`: the text was read as JSON. What was read as YAML may be JSON as well.
    """

    uri: str
    name: str
    tree: Json = field(repr=False)
    locate: Locate = field(repr=False)
    defects: Defects = field(default=lambda: iter(()), repr=False)
    is_json: bool = False

    @property
    def root(self) -> Node:
        return Node(self.tree, self, ())


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a document. Line and column are found when asked for, since most are never printed."""

    file: str
    pointer: Pointer
    locate: Locate = field(repr=False, compare=False)

    @property
    def position(self) -> Position:
        return self.locate([self.pointer])[self.pointer]

    @property
    def line(self) -> int:
        return self.position[0]

    @property
    def column(self) -> int:
        return self.position[1]

    def __str__(self) -> str:
        line, column = self.position
        return f"{self.file}:{line}:{column}"


def fixed(file: str, pointer: Pointer, position: Position) -> Location:
    """A location whose position is known, for places that no pointer names, as the first of two equal keys."""
    return Location(file, pointer, lambda pointers: dict.fromkeys(pointers, position))


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a document together with where it stands: what every reader of descriptions walks."""

    value: Json
    document: Document = field(repr=False)
    pointer: Pointer

    @property
    def at(self) -> Location:
        return Location(self.document.name, self.pointer, self.document.locate)

    def get(self, key: str) -> Node | None:
        """The member of that name, or None if this is no object or has no such member."""
        if isinstance(self.value, dict) and key in self.value:
            return Node(self.value[key], self.document, (*self.pointer, key))
        return None

    def members(self) -> Iterator[tuple[str, Node]]:
        """The members of an object in document order; nothing if this is no object."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield key, Node(value, self.document, (*self.pointer, key))

    def elements(self) -> Iterator[Node]:
        """The elements of an array; nothing if this is no array."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Node(value, self.document, (*self.pointer, str(index)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A defect of a document that does not keep the rest from being used.

    `kind` is the id of the rule that reports it, as `dangling-reference` or `duplicate-key`; `also` are further
    places that belong to it, as the first of two equal keys. The message's last sentence says what to do.
    """

    kind: str
    at: Location
    message: str
    also: tuple[Location, ...] = ()

    def __str__(self) -> str:
        return f"{self.at}: {self.message} ({format_pointer(self.at.pointer) or '/'})"
