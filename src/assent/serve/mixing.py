"""Dynamic answers mixed of the members of proven ones.

Where an object's schema looks at its members one by one, and two valid objects have the same members, each member may
come from either: what is valid of one is valid in the other. So a few answers are made and proven for an operation,
written in pieces, and each request gets two of them mixed, by its own chance. The judge looks at the whole of the
first answer of each set of members.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

from assent.api.model import MediaType
from assent.json import Json
from assent.records import dataclass, field
from assent.schema.model import Schema
from assent.serve.compose import Made, written
from assent.serve.echo import leaf_of
from assent.serve.ready import Frame, changes_of, frame_of
from assent.wire import Response
from assent.wire.styles import Unwritable

PARENTS = 256
"""Answers that are made and proven of each kind; two of them make about 32,000 pairs, and each pair a mix for each choice
of members."""

MOST_MEMBERS = 200
"""Members of an object beyond which a request's digest has no bit for each."""

MOST_BYTES = 8 * 1024
"""Bytes of an answer beyond which so many of them are too much to keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A proven answer in pieces, by the members of its value."""

    answer: Response
    values: dict[str, Json]
    pieces: dict[str, bytes]
    names: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Mix:
    """How answers of one kind are mixed. `make` gives the answer of a number with its body, or None.

    `between` stands between the pieces, and `first` and `last` around them.
    """

    media: MediaType
    content_type: str
    schemas: tuple[Schema, ...]
    make: Callable[[int], tuple[Response, Made] | None]
    first: bytes
    between: bytes
    last: bytes
    parents: dict[int, Parent | None] = field(default_factory=dict)
    writers: dict[str, Frame | None] = field(default_factory=dict)
    sound: dict[object, bool] = field(default_factory=dict)
    """Whether the judge has nothing against the first mix of a set of members."""

    def answer(
        self, salt: bytes, said: Mapping[str, Json], prove: Callable[[Response], bool]
    ) -> Response | None:
        """The answer for that salt, with what the request says; None if it takes more care."""
        digest = hashlib.sha256(salt).digest()
        one, other = self._parent(digest[0]), self._parent(digest[1])
        if one is None:
            return None
        values, pieces = one.values, one.pieces
        if other is not None and other.names == one.names:
            choice = int.from_bytes(digest[2:], "big")
            values, pieces = {}, {}
            for name in one.names:
                chosen = other if choice & 1 else one
                values[name], pieces[name] = chosen.values[name], chosen.pieces[name]
                choice >>= 1
        changes = changes_of(values, said, self.schemas)
        if changes is None:
            return None
        if changes:
            pieces = dict(pieces)
            try:
                for name, value in changes.items():
                    pieces[name] = self._piece(name, value)
            except Unwritable:
                return None
        body = b"".join((self.first, self.between.join(pieces.values()), self.last))
        mixed = Response(one.answer.status, one.answer.headers, body)
        return mixed if self._is_sound(mixed, {**values, **changes}, tuple(changes), prove) else None

    def _is_sound(
        self, mixed: Response, value: Json, changed: tuple[str, ...], prove: Callable[[Response], bool]
    ) -> bool:
        assert isinstance(value, dict)
        key = mixed.headers, tuple(value), changed
        known = self.sound.get(key)
        if known is None:
            again = written(self.media, value, self.content_type, again=False)
            known = isinstance(again, Made) and again.body == mixed.body and prove(mixed)
            self.sound[key] = known
        return known

    def _parent(self, number: int) -> Parent | None:
        if number not in self.parents:
            made = self.make(number)
            self.parents[number] = None if made is None else self._in_pieces(*made)
        return self.parents[number]

    def _in_pieces(self, answer: Response, made: Made) -> Parent | None:
        value = made.value
        if not isinstance(value, dict) or not 1 < len(value) <= MOST_MEMBERS or len(made.body) > MOST_BYTES:
            return None
        if any(leaf_of(schema, name) is None for schema in self.schemas for name in value):
            return None
        pieces: dict[str, bytes] = {}
        for name, member in value.items():
            alone = written(self.media, {name: member}, self.content_type, again=False)
            if not isinstance(alone, Made) or not self._is_framed(alone.body):
                return None
            pieces[name] = self._unframed(alone.body)
        if b"".join((self.first, self.between.join(pieces.values()), self.last)) != made.body:
            return None
        return Parent(answer=answer, values=value, pieces=pieces, names=tuple(value))

    def _piece(self, name: str, value: Json) -> bytes:
        """The member with what the request says. Raises: Unwritable."""
        if name not in self.writers:
            alone = Made(body=b"", content_type=self.content_type, value={name: value})
            self.writers[name] = frame_of(self.media, alone, (name,))
        frame = self.writers[name]
        if frame is None:
            raise Unwritable("its type is none of which a part can be written alone")
        return self._unframed(frame.filled({name: value}))

    def _is_framed(self, body: bytes) -> bool:
        return body.startswith(self.first) and body.endswith(self.last)

    def _unframed(self, body: bytes) -> bytes:
        return body[len(self.first) : len(body) - len(self.last)]


def mix_of(
    media: MediaType,
    like: Made,
    schemas: Sequence[Schema],
    make: Callable[[int], tuple[Response, Made] | None],
) -> Mix | None:
    """How bodies like that one are mixed; None where they have no pieces."""
    if not isinstance(like.value, dict):
        return None
    empty = written(media, {}, like.content_type, again=False)
    if not isinstance(empty, Made):
        return None
    if empty.body == b"{}":
        first, between, last = b"{", b",", b"}"
    elif (at := empty.body.find(b"></")) > 0:
        first, between, last = empty.body[: at + 1], b"", empty.body[at + 1 :]
    else:
        return None
    return Mix(
        media=media,
        content_type=like.content_type,
        schemas=tuple(schemas),
        make=make,
        first=first,
        between=between,
        last=last,
    )
