"""A mock that remembers: POST creates, GET lists and reads, PUT and PATCH change, DELETE removes, then 404.

What it says is what the description allows: an item that was stored is answered only where it is a valid answer.
"""

from __future__ import annotations

from collections.abc import Mapping

from assent.api.model import MediaType
from assent.json import Json
from assent.records import dataclass, field, replace
from assent.serve.compose import sight
from assent.serve.echo import may_replace
from assent.serve.items import OR, Frame, frame_of, id_member, is_name, overlaid, text_of
from assent.serve.listing import listed
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
    query: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such item."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """State has nothing to say about this answer."""


def asked(
    resources: Mapping[str, Resource],
    template: str,
    method: str,
    parameters: Mapping[str, str],
    sent: Json,
    *,
    query: Mapping[str, Json] | None = None,
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
        query=query or {},
    )


def by_other_name(store: Store, request: Asked) -> Asked:
    """The request with the item's own id, where its parameter takes other names too, as `idOrName` says."""
    words = OR.split(request.resource.parameter)
    if request.id is None or len(words) < 2 or store.has(request.collection, request.id):
        return request
    for item in store.items(request.collection):
        if isinstance(item, dict):
            name = id_member(request.resource, item)
            known = {text_of(value) for key, value in item.items() if is_name(value) and key in _names(words)}
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


def taken(store: Store, request: Asked) -> str | None:
    """The name that a client chose for what it creates, if another thing has it already."""
    if request.method != "POST" or request.id is not None or not isinstance(request.sent, dict):
        return None
    name = id_member(request.resource, request.sent, sure=True)
    chosen = text_of(request.sent[name]) if name is not None else None
    return chosen if chosen is not None and store.has(request.collection, chosen) else None


def after(store: Store, request: Asked, media: MediaType | None, made: Json) -> Json | Unchanged:
    """What to answer instead of the value that was made, having done what the request asks for."""
    schema = sight(media.schema.schema).valid if media and media.schema else None
    frame = frame_of(schema, request.resource, made)
    match request.method, request.id:
        case "POST", None:
            return _created(store, request, frame)
        case "GET", None:
            found = listed(list(store.items(request.collection)), request.query, schema, made)
            return Unchanged() if found is None else found
        case "GET", str(id):
            return _blended(store.get(request.collection, id), frame)
        case "PUT" | "PATCH" as method, str(id):
            return _changed(store, request, id, frame, whole=method == "PUT")
        case "DELETE", str(id):
            store.remove(request.collection, id)
    return Unchanged()


def _created(store: Store, request: Asked, frame: Frame) -> Json:
    sent = _sent(request, frame)
    item = _merged(frame.item, sent, frame)
    sure = frame.schema is None  # an answer without a body does not show what the item has
    name = id_member(request.resource, item, sure=sure) or "id"
    own = sent.get(name)
    if (
        own is None
        or item.get(name) != own
        or not is_name(own)
        or store.has(request.collection, text_of(own))
    ):
        item[name] = _fresh(store, request, item, name, frame)
    if name != "id" and is_name(item.get("id")) and "id" not in sent:
        item["id"] = _fresh(store, request, item, "id", frame)
    store.put(request.collection, text_of(item[name]), item)
    return _blended(item, frame)


def _changed(store: Store, request: Asked, id: str, frame: Frame, *, whole: bool) -> Json:
    try:
        known = store.get(request.collection, id)
    except KeyError:
        known = frame.item
    item = dict(known) if isinstance(known, dict) else {}
    name = id_member(request.resource, item)
    if whole:
        item = {**frame.item, **({name: item[name]} if name is not None else {})}
    sent = {key: value for key, value in _sent(request, frame).items() if key != name}
    item = _merged(item, sent, frame)
    if name is None:
        item.setdefault("id", id)
    store.put(request.collection, id, item)
    return _blended(item, frame)


def _sent(request: Asked, frame: Frame) -> dict[str, Json]:
    """What was sent of the item; it may be wrapped as it is in the answer."""
    sent = request.sent if isinstance(request.sent, dict) else {}
    inner = sent.get(frame.wrapper) if frame.wrapper is not None and len(sent) == 1 else None
    return dict(inner) if isinstance(inner, dict) else dict(sent)


def _merged(item: dict[str, Json], sent: dict[str, Json], frame: Frame) -> dict[str, Json]:
    """The item with what was sent, but for members with which it would be no valid answer."""
    for name, value in sent.items():
        candidate = {**item, name: value}
        if frame.replaces(item, candidate):
            item = candidate
    return item


def _fresh(store: Store, request: Asked, item: dict[str, Json], name: str, frame: Frame) -> Json:
    """An id that no item has, of the type of the made one; the made one where no other is valid."""
    number, like = store.count() + 1, item.get(name)
    uuid, long = f"00000000-0000-4000-8000-{number:012x}", f"{number:024x}"
    candidates: list[Json] = [str(number), uuid, long, number]
    match like:
        case bool():
            pass
        case int() | float() | None:
            candidates.insert(0, number)
        case str() if len(like) == len(uuid):
            candidates.insert(0, uuid)
        case _:
            pass
    for fits in (frame.follows, frame.takes):
        for candidate in candidates:
            if store.has(request.collection, text_of(candidate)):
                continue
            if fits({**item, name: candidate}):
                return candidate
    return like if is_name(like) else str(number)


def _blended(item: Json, frame: Frame) -> Json:
    """The item itself where that is a valid answer, else the made answer with as much of it as can be."""
    schema, whole = frame.schema, frame.around(item)
    if schema is None or may_replace(schema, frame.around(frame.item), whole):
        return whole
    return frame.around(overlaid(frame.item, item, schema, frame.around))
