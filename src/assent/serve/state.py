"""A mock that remembers: POST creates, GET lists and reads, PUT and PATCH change, DELETE removes, then 404.

What it says is what the description allows: an item that was stored is answered only where it is a valid answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from assent.api.model import MediaType
from assent.json import Json
from assent.records import dataclass, replace
from assent.schema.model import Schema
from assent.schema.violations import accepts
from assent.serve.compose import sight
from assent.serve.echo import may_replace
from assent.serve.resources import Resource, concrete
from assent.serve.store import Store

_OR = re.compile(r"Or(?=[A-Z])|_or_|-or-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request is about: the resource, the collection's and the item's names, and what was sent."""

    method: str
    resource: Resource
    collection: str
    id: str | None
    sent: Json


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such item."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """State has nothing to say about this answer."""


def asked(
    resources: Mapping[str, Resource], template: str, method: str, parameters: Mapping[str, str], sent: Json
) -> Asked | None:
    """The request as one about a resource; None if it is not."""
    resource = resources.get(template)
    if resource is None:
        return None
    item = template == resource.item
    return Asked(
        method="GET" if method == "HEAD" else method,
        resource=resource,
        collection=concrete(resource.collection, parameters),
        id=parameters.get(resource.parameter) if item else None,
        sent=sent,
    )


def by_other_name(store: Store, request: Asked) -> Asked:
    """The request with the item's own id, where its parameter takes other names too, as `idOrName` says."""
    words = _OR.split(request.resource.parameter)
    if request.id is None or len(words) < 2 or store.has(request.collection, request.id):
        return request
    for item in store.items(request.collection):
        if isinstance(item, dict):
            name = id_member(request.resource, item)
            known = {
                text_of(value) for key, value in item.items() if _is_name(value) and key in _names(words)
            }
            if name is not None and request.id in known:
                return replace(request, id=text_of(item[name]))
    return request


def _names(words: list[str]) -> list[str]:
    return [word[:1].lower() + word[1:] for word in words]


def before(store: Store, request: Asked) -> Gone | Unchanged:
    """Whether the item that the request is about is there; only PUT may name one that is not."""
    if request.id is None or request.method not in {"GET", "PATCH", "DELETE"}:
        return Unchanged()
    try:
        store.get(request.collection, request.id)
    except KeyError:
        return Gone()
    return Unchanged()


def after(store: Store, request: Asked, media: MediaType | None, made: Json) -> Json | Unchanged:
    """What to answer instead of the value that was made, having done what the request asks for."""
    schema = sight(media.schema.schema).valid if media and media.schema else None
    match request.method, request.id:
        case "POST", None:
            return _created(store, request, schema, made)
        case "GET", None:
            return _listed(store, request, schema, made)
        case "GET", str(id):
            return _blended(store.get(request.collection, id), schema, made)
        case "PUT" | "PATCH" as method, str(id):
            return _changed(store, request, id, schema, made, whole=method == "PUT")
        case "DELETE", str(id):
            store.remove(request.collection, id)
    return Unchanged()


def _created(store: Store, request: Asked, schema: Schema | None, made: Json) -> Json | Unchanged:
    item = dict(made) if isinstance(made, dict) else {}
    sent = request.sent if isinstance(request.sent, dict) else {}
    item = _merged(item, sent, schema)
    name = id_member(request.resource, item) or "id"
    own = sent.get(name)
    if (
        own is None
        or item.get(name) != own
        or not _is_name(own)
        or store.has(request.collection, text_of(own))
    ):
        item[name] = _fresh(store, request, item, name, schema)
    store.put(request.collection, text_of(item[name]), item)
    return _blended(item, schema, made)


def _listed(store: Store, request: Asked, schema: Schema | None, made: Json) -> Json | Unchanged:
    items = list(store.items(request.collection))
    match made:
        case list():
            return _list(items, schema, made, lambda some: some)
        case dict():
            listing = next((name for name, member in made.items() if isinstance(member, list)), None)
            if listing is not None:
                return _list(
                    items,
                    schema,
                    made[listing],
                    lambda some: {**made, listing: some, **_counts(made, len(some))},
                )
    return Unchanged()


def _list(
    items: list[Json], schema: Schema | None, made: Json, around: Callable[[list[Json]], Json]
) -> Json | Unchanged:
    """The items as the made list has them; as many of them as are a valid answer."""
    if schema is None or accepts(schema, around(items)):
        return around(items)
    like = made[0] if isinstance(made, list) and made else None
    shown: list[Json] = []
    for item in items:
        alone = (
            item
            if accepts(schema, around([item]))
            else _overlaid(like, item, schema, lambda one: around([one]))
        )
        if not accepts(schema, around([*shown, alone])):
            break
        shown.append(alone)
    return around(shown) if accepts(schema, around(shown)) else Unchanged()


def _counts(made: dict[str, Json], count: int) -> dict[str, Json]:
    """Members that tell how many there are."""
    return {
        name: count for name in ("total", "count", "total_count", "totalCount") if type(made.get(name)) is int
    }


def _changed(
    store: Store, request: Asked, id: str, schema: Schema | None, made: Json, *, whole: bool
) -> Json | Unchanged:
    try:
        known = store.get(request.collection, id)
    except KeyError:
        known = made
    item = dict(known) if isinstance(known, dict) else {}
    name = id_member(request.resource, item)
    if whole and isinstance(made, dict):
        item = {**made, **({name: item[name]} if name is not None else {})}
    if isinstance(request.sent, dict):
        sent = {key: value for key, value in request.sent.items() if key != name}
        item = _merged(item, sent, schema)
    if name is None:
        item.setdefault("id", id)
    store.put(request.collection, id, item)
    return _blended(item, schema, made)


def _merged(item: dict[str, Json], sent: dict[str, Json], schema: Schema | None) -> dict[str, Json]:
    """The item with what was sent, but for members with which it would be no valid answer."""
    for name, value in sent.items():
        candidate = {**item, name: value}
        if schema is None or not accepts(schema, item) or may_replace(schema, item, candidate):
            item = candidate
    return item


def id_member(resource: Resource, item: Mapping[str, Json]) -> str | None:
    """The member by which items are named: the path parameter's name, or `id`."""
    names = (resource.parameter, "id", "uuid", "key", "name")
    return next((name for name in names if _is_name(item.get(name))), None)


def _is_name(value: Json) -> bool:
    """Whether the value can stand as one segment of a path."""
    if isinstance(value, str):
        return value not in ("", ".", "..") and "/" not in value
    return isinstance(value, int) and not isinstance(value, bool)


def _fresh(store: Store, request: Asked, item: dict[str, Json], name: str, schema: Schema | None) -> Json:
    """An id that no item has, of the type of the made one; the made one where no other is valid."""
    number, like = store.count() + 1, item.get(name)
    uuid, long = f"00000000-0000-4000-8000-{number:012x}", f"{number:024x}"
    candidates: list[Json] = [str(number), uuid, long, number]
    match like:
        case bool():
            pass
        case int() | float():
            candidates.insert(0, number)
        case str() if len(like) == len(uuid):
            candidates.insert(0, uuid)
        case _:
            pass
    for formats in ("assert", "annotate"):
        for candidate in candidates:
            if store.has(request.collection, text_of(candidate)):
                continue
            if schema is None or accepts(schema, {**item, name: candidate}, formats=formats):
                return candidate
    return like if _is_name(like) else str(number)


def _blended(item: Json, schema: Schema | None, made: Json) -> Json | Unchanged:
    """The item itself where that is a valid answer, else the made answer with as much of it as can be."""
    if schema is None or accepts(schema, item):
        return item
    return _overlaid(made, item, schema, lambda one: one)


def _overlaid(made: Json, item: Json, schema: Schema, around: Callable[[Json], Json]) -> Json:
    if not isinstance(made, dict) or not isinstance(item, dict):
        return made
    for name, value in item.items():
        candidate = {**made, name: value}
        if accepts(schema, around(candidate)):
            made = candidate
    return made


def text_of(id: Json) -> str:
    """The id as it stands in a path, before escaping."""
    return id if isinstance(id, str) else str(id)
