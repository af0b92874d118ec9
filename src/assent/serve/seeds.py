"""What a stateful mock knows before anything was created: the examples of the description."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.model import Api, MediaType, OperationKey
from assent.json import Json
from assent.serve import choice
from assent.serve.compose import fits, mended
from assent.serve.items import id_member, text_of, wrapper_of
from assent.serve.resources import Resource
from assent.serve.store import Store


def seed(store: Store, resource: Resource, collection: str, api: Api) -> None:
    """Put the examples of a collection and of its items into the store, the first time it is asked about.

    Only a collection that stands by itself: examples say nothing of whose items they would be.
    """
    if "{" in resource.collection or not store.begin(collection):
        return
    for item in _examples(api, resource):
        name = id_member(resource, item)
        if name is not None and not store.has(collection, text_of(item[name])):
            store.put(collection, text_of(item[name]), item)


def _examples(api: Api, resource: Resource) -> Iterator[dict[str, Json]]:
    for value in _values(api, OperationKey("GET", resource.collection)):
        members = value.values() if isinstance(value, dict) else [value]
        for member in members:
            if isinstance(member, list):
                yield from (item for item in member if isinstance(item, dict))
    for value in _values(api, OperationKey("GET", resource.item)):
        wrapper = wrapper_of(resource, value)
        item = value[wrapper] if isinstance(value, dict) and wrapper is not None else value
        if isinstance(item, dict):
            yield item


def _values(api: Api, key: OperationKey) -> Iterator[Json]:
    """The valid examples of the answer to a valid request."""
    if key not in api.operations.nodes:
        return
    described = choice.success(api.operations[key])
    media_types: list[MediaType] = list(described.response.content.values()) if described else []
    for media in media_types:
        for example in media.examples:
            if example.value is not None and fits(media, example.value.value):
                yield mended(media, example.value.value)
