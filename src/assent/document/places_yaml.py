"""Where the values of a YAML text stand: one more pass over its events, when a place is asked for the first time."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from assent.document.document import Position
from assent.document.excerpt import line_starts, position_in
from assent.document.read_yaml import begin, events
from assent.document.yaml_scalars import shown_tag, tagged
from assent.document.yaml_sharing import MERGE
from assent.json import Pointer
from assent.records import dataclass, field

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


@dataclass(slots=True, eq=False)
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
        return walk.run(), walk.oddities
    finally:
        parser.dispose()
        if enabled:
            gc.enable()


@dataclass(slots=True, kw_only=True)
class _Frame:
    """A container that is being read: `token` is its own key or index, `key` the one whose value comes next."""

    token: str
    place: Place
    anchor: str | None = None
    key: str | None = None
    key_at: int = 0
    merging: bool = False
    sources: list[tuple[int, Place]] = field(default_factory=list)


@dataclass(slots=True)
class _Walk:
    parser: Any
    frames: list[_Frame] = field(default_factory=list)
    anchors: dict[str, Place] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    oddities: list[Oddity] = field(default_factory=list)

    def run(self) -> Place:
        from yaml.events import DocumentEndEvent, MappingEndEvent, SequenceEndEvent

        top: list[Place] = []
        self.frames.append(_Frame(token="", place=(0, top)))
        while True:
            event = self.parser.get_event()
            match event:
                case DocumentEndEvent():
                    return top[0]
                case MappingEndEvent() | SequenceEndEvent():
                    self._close(self.frames.pop())
                case _ if isinstance(self.frames[-1].place[1], dict) and self.frames[-1].key is None:
                    self._key(event, self.frames[-1])
                case _:
                    self._value(event, self.frames[-1])

    def _key(self, event: Any, frame: _Frame) -> None:
        from yaml.events import AliasEvent

        frame.key_at = event.start_mark.index
        if isinstance(event, AliasEvent):
            frame.key = self.texts[str(event.anchor)]
            return
        frame.key = event.value
        if event.anchor is not None:
            self.texts[event.anchor] = event.value
            self.anchors[event.anchor] = (frame.key_at, None)
        frame.merging = event.value == MERGE and event.implicit[0]
        inner = frame.place[1]
        if not frame.merging and isinstance(inner, dict) and event.value in inner:
            message = (
                f"the key {event.value!r} stands here a second time, and the first is ignored. Remove one."
            )
            self._odd("duplicate-key", frame.key_at, message, event.value, first=inner[event.value][0])

    def _value(self, event: Any, frame: _Frame) -> None:
        from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent

        outer = frame.place[1]
        is_member = isinstance(outer, dict)
        token = frame.key if is_member and frame.key is not None else str(len(outer or ()))
        at = frame.key_at if is_member else event.start_mark.index
        place: Place
        if isinstance(event, AliasEvent):
            place = (at, self.anchors[str(event.anchor)][1])
        elif isinstance(event, ScalarEvent):
            place = (at, None)
            if event.anchor is not None:
                self.texts[event.anchor] = event.value
                self.anchors[event.anchor] = place
        else:
            place = (at, {} if isinstance(event, MappingStartEvent) else [])
        if isinstance(outer, list):
            outer.append(place)
        elif frame.merging:
            frame.sources.append((at, place))
        elif outer is not None:
            outer[token] = place
        frame.key, frame.merging = None, False
        self._check_tag(event, token)
        if place[1] is not None and not isinstance(event, AliasEvent):
            self.frames.append(_Frame(token=token, place=place, anchor=event.anchor))

    def _close(self, frame: _Frame) -> None:
        if frame.anchor is not None:
            self.anchors[frame.anchor] = frame.place
        own = frame.place[1]
        for at, (_, source) in frame.sources:
            for inner in [place[1] for place in source] if isinstance(source, list) else [source]:
                if isinstance(inner, dict) and isinstance(own, dict):
                    for key, place in inner.items():
                        own.setdefault(key, place)
                else:
                    message = (
                        "a merge key '<<' needs a mapping, or a sequence of mappings. Write an alias to one."
                    )
                    self.oddities.append(
                        Oddity(
                            kind="malformed-merge",
                            pointer=self._pointer(frame.token),
                            offset=at,
                            message=message,
                        )
                    )

    def _check_tag(self, event: Any, token: str) -> None:
        from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent

        if isinstance(event, AliasEvent) or event.tag is None:
            return
        if isinstance(event, ScalarEvent):
            _, wrong = tagged(event.value, event.tag)
        else:
            kind = "map" if isinstance(event, MappingStartEvent) else "seq"
            is_known = event.tag in {"!", f"tag:yaml.org,2002:{kind}"}
            tag = shown_tag(event.tag)
            wrong = (
                None if is_known else f"the tag {tag} has no meaning in JSON, so it is ignored. Remove it."
            )
        if wrong is not None:
            self._odd("unknown-tag", event.start_mark.index, wrong, token)

    def _pointer(self, token: str) -> Pointer:
        return (*(frame.token for frame in self.frames[2:]), token) if len(self.frames) > 1 else ()

    def _odd(self, kind: str, at: int, message: str, token: str, first: int | None = None) -> None:
        self.oddities.append(
            Oddity(kind=kind, pointer=self._pointer(token), offset=at, message=message, first=first)
        )
