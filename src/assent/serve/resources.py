"""Which paths are collections and which their items, inferred from templates: `/pets` and `/pets/{id}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assent.api.model import OperationKey
from assent.records import dataclass

_ITEM = re.compile(r"(?P<collection>.*)/\{(?P<parameter>[^{}/]+)\}/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A collection that things are created in: its template, its items' template and their path parameter."""

    collection: str
    item: str
    parameter: str


def resources(keys: Iterable[OperationKey]) -> Mapping[str, Resource]:
    """The resources by both their templates. Only collections with POST, or items with PUT, can change."""
    methods: dict[str, set[str]] = {}
    for key in keys:
        methods.setdefault(key.path, set()).add(key.method)
    found: dict[str, Resource] = {}
    for path, known in methods.items():
        match = _ITEM.fullmatch(path)
        if match is None:
            continue
        collection = match["collection"]
        changes = "POST" in methods.get(collection, ()) or "PUT" in known
        if changes and "GET" in known:
            resource = Resource(collection=collection, item=path, parameter=match["parameter"])
            found[path] = resource
            found.setdefault(collection, resource)
    return found


def concrete(template: str, parameters: Mapping[str, str]) -> str:
    """The template with the request's texts in place of its parameters."""
    return re.sub(r"\{([^{}/]+)\}", lambda name: parameters.get(name[1], name[0]), template)
