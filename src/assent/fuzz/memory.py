"""What answers have shown: ids and other values that later requests can be made with."""

from __future__ import annotations

import re
from collections import deque
from typing import Final

from assent.json import Json

MOST_KEPT: Final = 24
MOST_ITEMS: Final = 8
_NAMES: Final = ("id", "uuid", "key", "slug", "name", "code", "number")
_OR: Final = re.compile(r"Or(?=[A-Z])|_or_|-or-")


class Memory:
    """Scalars by the path of their collection and the member's name; the latest are kept."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], deque[Json]] = {}

    def learn(self, path: str, tree: Json) -> None:
        """Remember the scalars of an answer to a request to a path template."""
        collection = collection_of(path)
        for thing in _things(tree):
            for name, value in thing.items():
                if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
                    kept = self._known.setdefault((collection, _plain(name)), deque(maxlen=MOST_KEPT))
                    if value in kept:
                        kept.remove(value)
                    kept.append(value)

    def known(self, path: str, parameter: str) -> list[Json]:
        """Values seen that a path parameter may stand for, the latest first."""
        collection = _above(path, parameter)
        own = _plain(parameter)
        resource = _plain(_singular(collection.rstrip("/").rpartition("/")[2]))
        names = [own]
        if own.startswith(resource) and own != resource:
            names.append(own[len(resource) :])
        words = _OR.split(parameter)
        if len(words) > 1:  # as `idOrName`: an id stays when a name changes
            names += [_plain(word) for word in words]
        names += [name for name in _NAMES if own.endswith(name)]
        if own == resource or not any(own.endswith(name) for name in _NAMES):
            names += ["id", "name"]
        for name in names:
            if found := self._known.get((collection, name)):
                return list(reversed(found))
        return []

    def forget(self, path: str, parameter: str, value: Json) -> None:
        """Forget a value that turned out to be gone."""
        collection = _above(path, parameter)
        for (where, _), kept in self._known.items():
            if where == collection and value in kept:
                kept.remove(value)


def is_name(member: str) -> bool:
    """Whether a member's name says that it names the thing, so that its value may have to be unique."""
    return _plain(member).endswith(_NAMES)


def collection_of(path: str) -> str:
    """The collection that a path template is, or whose member it is: `/pets/{id}` belongs to `/pets`."""
    trimmed = path.rstrip("/")
    while trimmed.endswith("}"):
        trimmed = trimmed.rpartition("/")[0]
    return trimmed or "/"


def _above(path: str, parameter: str) -> str:
    """The collection that a path parameter picks from: what stands before it."""
    before = path.partition("{" + parameter + "}")[0]
    return before.rstrip("/") or "/"


def _things(tree: Json) -> list[dict[str, Json]]:
    """The objects of an answer: itself, or the items of the array in it."""
    match tree:
        case list():
            return [item for item in tree[:MOST_ITEMS] if isinstance(item, dict)]
        case dict():
            inner = [
                item
                for held in tree.values()
                for item in (held[:MOST_ITEMS] if isinstance(held, list) else [held])
                if isinstance(item, dict)
            ]
            return [*inner, tree]
        case _:
            return []


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
