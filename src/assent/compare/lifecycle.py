"""What a description announces about a thing: that it goes, until when it stays, how stable it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from assent.api import Unreadable
from assent.compare.change import Change, Described, announced
from assent.document.document import Location
from assent.findings import Lifecycle
from assent.json import Json

LEVELS: Final = ("draft", "alpha", "beta", "stable")
"""Stability levels, the weakest promise first; what has no level is stable."""


class Deprecable(Protocol):
    """What can be deprecated: operations, parameters, headers."""

    @property
    def at(self) -> Location: ...
    @property
    def deprecated(self) -> bool: ...
    @property
    def extensions(self) -> Mapping[str, Json]: ...


class Readable(Protocol):
    """A record of the model that names the parts of it that could not be read."""

    @property
    def at(self) -> Location: ...
    @property
    def unreadable(self) -> tuple[Unreadable, ...]: ...


def called(thing: Described | None) -> str:
    """How a message names the thing: a part of a value by its place, anything else as `It`, since its place is told."""
    where = getattr(thing, "where", "")
    return where if isinstance(where, str) and where else "It"


def told_of(thing: Described | None, words: str) -> str:
    """A sentence about the thing, which names it where it is a part of a value."""
    name = called(thing)
    return words[:1].upper() + words[1:] if name == "It" else f"{name}: {words}"


def stability(extensions: Mapping[str, Json]) -> str:
    """The stability level; `stable` where none is named, or none that is known."""
    level = extensions.get("x-stability-level")
    return level if isinstance(level, str) and level in LEVELS else "stable"


def lifecycle(change: Change[Described]) -> Lifecycle | None:
    """What the new description announces about the thing that changed; None if nothing."""
    thing = change.new
    extensions = getattr(thing, "extensions", {})
    deprecated = getattr(thing, "deprecated", False)
    told = announced(extensions, deprecated=deprecated, gone=False)
    return told if told.deprecated or told.sunset or told.stability else None
