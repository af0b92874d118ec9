"""What there is to find between a schema and its successor at one part of a value."""

from __future__ import annotations

from typing import TypeAlias

from assent.compare.positions import Edge
from assent.json import Json
from assent.records import dataclass, field
from assent.schema import Place, Schema
from assent.schema.violations import Violation


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why a value that the sender may send is refused: the keyword, where both revisions speak of it, the value.

    `parts` are those about which nothing was said when the value was found; there it may hold anything. `alternative`
    names the one that has no counterpart, if it is about one.
    """

    violation: Violation
    value: Json
    narrower: Schema
    wider: Schema
    peer: Place
    parts: tuple[Edge, ...] = ()
    alternative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Where it could not be decided, and why."""

    narrower: Schema
    wider: Schema
    construct: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loosened:
    """A difference that refuses nobody: the keyword that now says something else, and where."""

    keyword: str
    at: Place
    narrower: Schema
    wider: Schema


Below: TypeAlias = tuple[Edge, bool, Schema, Schema]
"""An edge, whether what is found at its end counts, and what its two schemas mean."""


@dataclass(slots=True, kw_only=True)
class Found:
    """All about one part of a value; `edges` lead on to its parts. What is refused beyond `silent` ones lets nobody down,
    since the whole takes it.
    """

    causes: list[Cause] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    loosened: list[Loosened] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    silent: list[Edge] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    gained: list[str] = field(default_factory=list)
    below: tuple[Below, ...] | None = None
    """The edges at whose ends something may differ, in order, once that has been looked at."""
