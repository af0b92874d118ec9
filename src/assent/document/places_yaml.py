"""Where the values of a YAML text stand: as its reading noted, else by one more pass over its events."""

from __future__ import annotations

import gc
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from assent.document.document import Position
from assent.document.excerpt import line_starts, position_in
from assent.document.read_yaml import begin, events
from assent.document.yaml_scalars import shown_tag, tagged
from assent.document.yaml_sharing import MERGE
from assent.json import Json, Pointer
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

    `offsets` are those of all values of `tree` in its own order, where the reading could tell.
    """

    raw: bytes
    tree: Json = None
    offsets: array[int] | None = None
    starts: list[int] = field(default_factory=list)
    root: Place = (0, None)
    counted: Counted | None = None

    def __call__(self, pointers: Sequence[Pointer]) -> Mapping[Pointer, Position]:
        if not self.starts:
            self.starts = line_starts(self.raw.decode())
            if self.offsets is not None:
                self.counted = Counted(sizes=sizes_in(self.tree))
            else:
                self.root = read_places(self.raw)[0]
        return {pointer: position_in(self.starts, self._offset(pointer)) for pointer in pointers}

    def _offset(self, pointer: Pointer) -> int:
        if self.counted is not None and self.offsets is not None:
            return self.offsets[self.counted.number(self.tree, pointer)]
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


@dataclass(slots=True, eq=False)
class Counted:
    """Numbers the values of a tree in order of writing. `sizes` are the values in each container, by its id."""

    sizes: dict[int, int]
    numbers: dict[int, dict[str, tuple[int, Json]]] = field(default_factory=dict)

    def number(self, tree: Json, pointer: Pointer) -> int:
        """The number of the value that the pointer names, or of the last on its way that there is."""
        number, here = 0, tree
        for token in pointer:
            if not isinstance(here, dict | list):
                break
            if id(here) not in self.numbers:
                self.numbers[id(here)] = dict(self._members(here, number))
            if token not in self.numbers[id(here)]:
                break
            number, here = self.numbers[id(here)][token]
        return number

    def _members(
        self, holder: dict[str, Json] | list[Json], number: int
    ) -> Iterator[tuple[str, tuple[int, Json]]]:
        following = number + 1
        named = holder.items() if isinstance(holder, dict) else ((str(i), it) for i, it in enumerate(holder))
        for token, value in named:
            yield token, (following, value)
            following += self.sizes.get(id(value), 1)


def sizes_in(tree: Json) -> dict[int, int]:
    """The number of values in each object and array of the tree, itself among them, by its id."""
    containers = [tree] if isinstance(tree, dict | list) else []
    for here in containers:  # grows while containers are met
        held = here.values() if isinstance(here, dict) else here
        containers += [it for it in held if type(it) is dict or type(it) is list]
    sizes: dict[int, int] = {}
    for here in reversed(containers):
        held = here.values() if isinstance(here, dict) else here
        sizes[id(here)] = 1 + len(here) + sum([sizes[id(it)] - 1 for it in held if id(it) in sizes])
    return sizes


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
