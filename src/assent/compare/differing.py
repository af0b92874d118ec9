"""What differs of a thing in two revisions, in the words in which the folders of rules say what each rule reads.

A rule that reads nothing of it has nothing to report, and is not even loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from operator import attrgetter
from typing import Any, Final, TypeAlias

from assent.api import (
    MediaType,
    Operation,
    Origin,
    RequestBody,
    Response,
    SecurityRequirement,
    Unreadable,
)
from assent.compare.lifecycle import Readable
from assent.compare.part import Part

Look: TypeAlias = Callable[[Any, Any], Collection[str]]
"""What differs of a thing that both revisions have."""

NOTHING: Final = frozenset[str]()


def differing(kind: str, old: Any, new: Any) -> frozenset[str] | None:
    """The words for what differs between the two; None where nobody has said what rules of the kind read."""
    look = _LOOKS.get(kind)
    if look is None:
        return None
    if old is None or new is None:
        thing = old if new is None else new
        if kind == "part" and not thing.unreadable:
            return NOTHING
        return frozenset({_alone(thing, "added" if old is None else "removed")})
    found = look(old, new)
    return frozenset(found) if found else NOTHING


def _alone(thing: Any, word: str) -> str:
    """The word for what only one revision has: of an operation, with who calls it."""
    return f"{thing.origin} {word}" if type(thing) is Operation else word


def _of(*names: str) -> Look:
    """Those of the attributes that differ."""
    read = attrgetter(*names)

    def look(old: Any, new: Any) -> Collection[str]:
        before, after = read(old), read(new)
        if before == after:
            return ()
        if len(names) == 1:
            return names
        return [name for name, one, other in zip(names, before, after, strict=True) if one != other]

    return look


_said: Final = _of("operation_id", "tags")
_served: Final = attrgetter("url", "variables")


def _operations(old: Operation, new: Operation) -> Collection[str]:
    if old.path == new.path and list(map(_served, old.servers)) == list(map(_served, new.servers)):
        return _said(old, new)
    return [*_said(old, new), "servers"]


def _statuses(old: Operation, new: Operation) -> Collection[str]:
    return () if old.responses.keys() == new.responses.keys() else ("statuses",)


def _security(old: Operation, new: Operation) -> Collection[str]:
    if old.security == new.security and not any(map(_is_undeclared, old.security)):
        return ()
    from assent.compare.credentials import let_in, shut_out  # not needed where none differ

    looks = {"shut out": shut_out, "let in": let_in}
    found = [word for word, look in looks.items() if any(look(old, new))]
    return found if new.origin is Origin.PATH or not found else ("called",)


def _is_undeclared(requirement: SecurityRequirement) -> bool:
    """Whether a scheme is told from others by nothing but its name."""
    return any(need.scheme is None for need in requirement.needs)


def _demanded(old: Any, new: Any) -> Collection[str]:
    """What it has become."""
    return () if old.required == new.required else ("required",) if new.required else ("optional",)


def _serialised(*names: str) -> Look:
    """Those of the attributes that differ, and the content, if either has any: only a rule knows how that is written."""
    attributes = _of(*names)

    def look(old: Any, new: Any) -> Collection[str]:
        found = [*attributes(old, new), *_demanded(old, new)]
        return [*found, "content"] if old.content or new.content else found

    return look


def _media_types(old: RequestBody | Response, new: RequestBody | Response) -> Collection[str]:
    return () if old.content.keys() == new.content.keys() else ("content",)


def _bodies(old: RequestBody, new: RequestBody) -> Collection[str]:
    return [*_demanded(old, new), *_media_types(old, new)]


def _responses(old: Response, new: Response) -> Collection[str]:
    found = _media_types(old, new)
    return found if old.links == new.links else [*found, "links"]


def _encodings(old: MediaType, new: MediaType) -> Collection[str]:
    encoded = any((it.encoding or it.prefix_encoding or it.item_encoding) for it in (old, new))
    return ("encoding",) if encoded else ()


def _annotations(old: Part, new: Part) -> Collection[str]:
    """The words that either says, whether or not it says the same: only a rule knows what is the same to it."""
    return old.words_said | new.words_said


def unread(old: Readable, new: Readable) -> list[Unreadable]:
    """What cannot be read in one of the revisions, and is not the same in the other."""
    before, after = old.unreadable, new.unreadable
    return [*(it for it in before if it not in after), *(it for it in after if it not in before)]


def hides(old: Readable, new: Readable, *parts: str) -> bool:
    """Whether one of these parts, by their names in small letters, cannot be read in one of the revisions.

    Then it is neither gone nor new.
    """
    return any(gap.part.lower() in parts for gap in unread(old, new))


_LOOKS: Final[Mapping[str, Look]] = {
    "operation": _operations,
    "lifecycle": _of("deprecated", "extensions"),
    "security": _security,
    "status": _statuses,
    "parameter": _serialised("key", "allow_empty_value", "style", "explode"),
    "header": _serialised("style", "explode"),
    "body": _bodies,
    "response": _responses,
    "media": _encodings,
    "part": _of("unreadable"),
    "annotation": _annotations,
}
