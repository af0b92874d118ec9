"""Where the values of a YAML text stand: one more pass over its events, when a place is asked for the first time."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from assent.document.document import Position
from assent.document.excerpt import line_starts, position_in
from assent.document.read_yaml import begin, events
from assent.document.yaml_scalars import shown_tag, tagged
from assent.document.yaml_sharing import MERGE
from assent.json import Pointer

Place: TypeAlias = "tuple[int, dict[str, Place] | list[Place] | None]"
"""The offset at which a value is pointed at, and the places of what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """Something that the fast reading of a YAML text put right silently."""

    kind: str
    pointer: Pointer
    offset: int
    message: str
    first: int | None = None


@dataclass(slots=True)
class YamlPlaces:
    """The places of one text. A member stands where its key begins, an element where its value begins; what comes
    through an alias or a merge key stands where it was written, at the anchor, since that is where to change it.
    """

    raw: bytes
    starts: list[int] = field(default_factory=list)
    root: Place = (0, None)

    def __call__(self, pointers: Sequence[Pointer]) -> Mapping[Pointer, Position]:
        if not self.starts:
            self.starts = line_starts(self.raw.decode())
            self.root = read_places(self.raw)[0]
        return {pointer: position_in(self.starts, self._offset(pointer)) for pointer in pointers}

    def _offset(self, pointer: Pointer) -> int:
        offset, inner = self.root
        for token in pointer:
            match inner:
                case dict() if token in inner:
                    offset, inner = inner[token]
                case list() if token.isdecimal() and int(token) < len(inner):
                    offset, inner = inner[int(token)]
                case _:
                    break
        return offset


def read_places(raw: bytes) -> tuple[Place, list[Oddity]]:
    """The places of a text that has been read without error, and what was odd in it."""
    enabled = gc.isenabled()
    gc.disable()
    parser = events(raw)
    try:
        begin(parser)
        walk = _Walk(parser)
        return walk.value(parser.get_event(), None, ()), walk.oddities
    finally:
        parser.dispose()
        if enabled:
            gc.enable()


@dataclass(slots=True)
class _Walk:
    parser: Any
    anchors: dict[str, Place] = field(default_factory=dict)
    oddities: list[Oddity] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def value(self, event: Any, key_at: int | None, pointer: Pointer) -> Place:
        """The place of the value that begins with the event; depth is bounded since reading bounded it."""
        from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent

        own = event.start_mark.index
        at = own if key_at is None else key_at
        if isinstance(event, AliasEvent):
            return at, self.anchors[event.anchor][1]
        self._check_tag(event, own, pointer)
        inner: dict[str, Place] | list[Place] | None = None
        if isinstance(event, ScalarEvent):
            if event.anchor is not None:
                self.texts[event.anchor] = event.value
        elif isinstance(event, MappingStartEvent):
            inner = self._mapping(pointer)
        else:
            inner = self._sequence(pointer)
        if event.anchor is not None:
            self.anchors[event.anchor] = (at, inner)
        return at, inner

    def _sequence(self, pointer: Pointer) -> list[Place]:
        from yaml.events import SequenceEndEvent

        out: list[Place] = []
        while not isinstance(event := self.parser.get_event(), SequenceEndEvent):
            out.append(self.value(event, None, (*pointer, str(len(out)))))
        return out

    def _mapping(self, pointer: Pointer) -> dict[str, Place]:
        from yaml.events import AliasEvent, MappingEndEvent

        out: dict[str, Place] = {}
        sources: list[tuple[Place, int]] = []
        while not isinstance(event := self.parser.get_event(), MappingEndEvent):
            at = event.start_mark.index
            is_alias = isinstance(event, AliasEvent)
            key: str = self.texts[str(event.anchor)] if is_alias else event.value
            if not is_alias and event.anchor is not None:
                self.texts[event.anchor] = key
                self.anchors[event.anchor] = (at, None)
            if key == MERGE and not is_alias and event.implicit[0]:
                sources.append((self.value(self.parser.get_event(), None, (*pointer, key)), at))
                continue
            if key in out:
                message = f"the key {key!r} stands here a second time, and the first is ignored. Remove one."
                self._odd("duplicate-key", (*pointer, key), at, message, first=out[key][0])
            out[key] = self.value(self.parser.get_event(), at, (*pointer, key))
        for source, at in sources:
            self._merge(out, source, at, pointer)
        return out

    def _merge(self, out: dict[str, Place], source: Place, at: int, pointer: Pointer) -> None:
        for _, inner in source[1] if isinstance(source[1], list) else [source]:
            if isinstance(inner, dict):
                for key, place in inner.items():
                    out.setdefault(key, place)
            else:
                message = (
                    "a merge key '<<' needs a mapping, or a sequence of mappings. Write an alias to one."
                )
                self._odd("malformed-merge", pointer, at, message)

    def _check_tag(self, event: Any, at: int, pointer: Pointer) -> None:
        from yaml.events import MappingStartEvent, ScalarEvent

        if event.tag is None:
            return
        if isinstance(event, ScalarEvent):
            _, wrong = tagged(event.value, event.tag)
            if wrong is not None:
                self._odd("unknown-tag", pointer, at, wrong)
            return
        kind = "map" if isinstance(event, MappingStartEvent) else "seq"
        if event.tag not in {"!", f"tag:yaml.org,2002:{kind}"}:
            message = f"the tag {shown_tag(event.tag)} has no meaning in JSON, so it is ignored. Remove it."
            self._odd("unknown-tag", pointer, at, message)

    def _odd(self, kind: str, pointer: Pointer, at: int, message: str, first: int | None = None) -> None:
        self.oddities.append(Oddity(kind=kind, pointer=pointer, offset=at, message=message, first=first))
