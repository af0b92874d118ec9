"""A mock that remembers: POST creates, GET lists and reads, PUT and PATCH change, DELETE removes, then 404.

What it says is what the description allows: an item that was stored is answered only where it is a valid answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assent.api.model import MediaType
from assent.json import Json
from assent.schema.model import Schema
from assent.schema.views import viewed
from assent.schema.violations import accepts
from assent.serve.compose import AS_ANSWERED
from assent.serve.resources import Resource, concrete
from assent.serve.store import Store


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
    schema = viewed(media.schema.schema, AS_ANSWERED) if media and media.schema else None
    match request.method, request.id:
        case "POST", None:
            return _created(store, request, schema, made)
        case "GET", None:
            return _listed(store, request, schema, made)
        case "GET", str(id):
            return _valid(store.get(request.collection, id), schema)
        case "PUT" | "PATCH" as method, str(id):
            return _changed(store, request, id, schema, made, whole=method == "PUT")
        case "DELETE", str(id):
            store.remove(request.collection, id)
    return Unchanged()


def _created(store: Store, request: Asked, schema: Schema | None, made: Json) -> Json | Unchanged:
    item = dict(made) if isinstance(made, dict) else {}
    if isinstance(request.sent, dict):
        item = _merged(item, request.sent, schema)
    name = _id_member(request.resource, item)
    if name is None:
        name = "id"
        item[name] = ""
    fresh = _fresh(store, item[name], item, name, schema)
    item[name] = fresh
    store.put(request.collection, _text(fresh), item)
    return _valid(item, schema)


def _listed(store: Store, request: Asked, schema: Schema | None, made: Json) -> Json | Unchanged:
    items = list(store.items(request.collection))
    match made:
        case list():
            return _valid(items, schema)
        case dict():
            for name, member in made.items():
                if isinstance(member, list):
                    return _valid({**made, name: items, **_counts(made, len(items))}, schema)
    return Unchanged()


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
    if whole and isinstance(made, dict):
        item = {**made, **{name: item[name] for name in item if name == _id_member(request.resource, item)}}
    if isinstance(request.sent, dict):
        item = _merged(item, request.sent, schema)
    name = _id_member(request.resource, item) or "id"
    item.setdefault(name, id)
    store.put(request.collection, id, item)
    return _valid(item, schema)


def _merged(item: dict[str, Json], sent: dict[str, Json], schema: Schema | None) -> dict[str, Json]:
    """The item with what was sent, but for members with which it would be no valid answer."""
    for name, value in sent.items():
        candidate = {**item, name: value}
        if schema is None or accepts(schema, candidate) or not accepts(schema, item):
            item = candidate
    return item


def _id_member(resource: Resource, item: Mapping[str, Json]) -> str | None:
    """The member by which items are named: the path parameter's name, or `id`."""
    return next((name for name in (resource.parameter, "id", "uuid", "key", "name") if name in item), None)


def _fresh(store: Store, like: Json, item: dict[str, Json], name: str, schema: Schema | None) -> Json:
    """An id that no item has, of the type of the made one."""
    number = store.count() + 1
    candidates: list[Json]
    match like:
        case bool() | None | list() | dict():
            candidates = [str(number)]
        case int() | float():
            candidates = [number]
        case str():
            uuid = f"00000000-0000-4000-8000-{number:012x}"
            candidates = [uuid, str(number), f"{number:024x}"]
            if len(like) != len(uuid):
                candidates = [str(number), uuid, f"{number:024x}"]
    for candidate in candidates:
        if schema is None or accepts(schema, {**item, name: candidate}):
            return candidate
    return like


def _valid(value: Json, schema: Schema | None) -> Json | Unchanged:
    return value if schema is None or accepts(schema, value) else Unchanged()


def _text(id: Json) -> str:
    return id if isinstance(id, str) else str(id)
