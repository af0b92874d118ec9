"""One item of a collection as an answer shows it: the whole body, or a member of it, as `{"droplet": {…}}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from assent.json import Json
from assent.records import dataclass
from assent.schema.model import Schema
from assent.schema.violations import accepts
from assent.serve.echo import may_replace
from assent.serve.halving import with_most
from assent.serve.resources import Resource

BESIDE = frozenset({"links", "meta", "metadata", "pagination", "request_id", "requestId", "included"})
"""Members that stand beside an item and are no part of it."""

OR = re.compile(r"Or(?=[A-Z])|_or_|-or-")
"""What stands between the words of a parameter that takes several."""

_LIKELY = ("id", "uuid", "key", "name")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What was made for an answer. `schema` holds the whole; `wrapper` is the member that is the item, if it is one."""

    schema: Schema | None
    made: Json
    wrapper: str | None = None

    @property
    def item(self) -> dict[str, Json]:
        """The item as it was made; empty where it is no object."""
        inner = self.made
        if self.wrapper is not None and isinstance(inner, dict):
            inner = inner[self.wrapper]
        return dict(inner) if isinstance(inner, dict) else {}

    def around(self, item: Json) -> Json:
        """The whole answer with that item."""
        if self.wrapper is None or not isinstance(self.made, dict):
            return item
        return {**self.made, self.wrapper: item}

    def takes(self, item: Json) -> bool:
        """Whether the answer with that item is valid."""
        return self.schema is None or accepts(self.schema, self.around(item))

    def follows(self, item: Json) -> bool:
        """Whether the answer is valid, and follows all formats too."""
        return self.schema is None or accepts(self.schema, self.around(item), formats="assert")

    def replaces(self, item: Json, candidate: Json) -> bool:
        """Whether the candidate may stand in the item's place: it is as valid, or nothing was valid before."""
        if self.schema is None or not self.takes(item):
            return True
        return may_replace(self.schema, self.around(item), self.around(candidate))


def frame_of(schema: Schema | None, resource: Resource, made: Json) -> Frame:
    """How items stand in that answer."""
    return Frame(schema=schema, made=made, wrapper=wrapper_of(resource, made))


def wrapper_of(resource: Resource, made: Json) -> str | None:
    """The member that is the item, where the body only wraps one."""
    if not isinstance(made, dict) or id_member(resource, made) is not None:
        return None
    inside = [name for name in made if name not in BESIDE]
    held = made[inside[0]] if len(inside) == 1 else None
    return inside[0] if isinstance(held, dict) and id_member(resource, held) is not None else None


def id_member(resource: Resource, item: Mapping[str, Json], *, sure: bool = False) -> str | None:
    """The member by which items are named: the path parameter's name, what it ends with, `id` or the like.

    `milestone_number` speaks of the milestone's `number`, `teamSlug` of the team's `slug`. `sure`: a `name` of which
    the path does not speak is none.
    """
    written = {_plain(name): name for name in reversed(list(item))}
    known = _names_for(resource.parameter)
    names = (
        written.get(name, name) for name in (known if not sure else known[: -len(_LIKELY)] + _LIKELY[:1])
    )
    return next((name for name in names if is_name(item.get(name))), None)


@lru_cache(256)
def _names_for(parameter: str) -> tuple[str, ...]:
    """What the parameter speaks of; `idOrName` of the id, which stays when a name changes."""
    found = [parameter]
    for part in OR.split(parameter):
        words = [_plain(word) for word in _WORD.findall(part)]
        found += ["".join(words[start:]) for start in range(len(words))]
    return (*found, *_LIKELY)


def _plain(name: str) -> str:
    return re.sub(r"[_-]", "", name).lower()


def is_name(value: Json) -> bool:
    """Whether the value can stand as one segment of a path."""
    if isinstance(value, str):
        return value not in ("", ".", "..") and "/" not in value
    return isinstance(value, int) and not isinstance(value, bool)


def overlaid(made: Json, item: Json, schema: Schema, around: Callable[[Json], Json]) -> Json:
    """What was made with as much of the item as is as valid."""
    if not isinstance(made, dict) or not isinstance(item, dict):
        return made
    changes = [(name, value) for name, value in item.items() if name not in made or made[name] != value]
    return with_most(
        made,
        changes,
        lambda one, some: {**one, **dict(some)},
        lambda one, other: may_replace(schema, around(one), around(other)),
    )


def text_of(id: Json) -> str:
    """The id as it stands in a path, before escaping."""
    return id if isinstance(id, str) else str(id)
