"""Resources that a description's paths show: what makes, reads, lists, changes and removes the same things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assent.api.model import In, ParameterKey
from assent.fuzz.material import Material
from assent.records import dataclass

_ITEM = re.compile(r"(?P<collection>.*)/\{(?P<name>[^{}/]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """The operations on one kind of thing: a collection's path, and the path of its members."""

    collection: str
    item: str
    parameter: str
    create: Material
    read: Material | None = None
    listing: Material | None = None
    replace: Material | None = None
    change: Material | None = None
    remove: Material | None = None

    def key(self, material: Material) -> ParameterKey | None:
        """The path parameter that names the thing; its name may differ between operations' spellings."""
        for key in material.operation.parameters:
            if key.location is In.PATH and key.name == self.parameter:
                return key
        return None


def resources(materials: Sequence[Material]) -> Iterator[Resource]:
    """Each collection that can be added to and whose members have a path of their own."""
    found = {material.operation.key: material for material in materials}
    for key, create in found.items():
        if key.method != "POST":
            continue
        for path in dict.fromkeys(other.path for other in found):
            match = _ITEM.fullmatch(path)
            if match is None or match["collection"] != key.path.rstrip("/"):
                continue

            def of(method: str, path: str = path) -> Material | None:
                return next((it for k, it in found.items() if k.method == method and k.path == path), None)

            yield Resource(
                collection=key.path,
                item=path,
                parameter=match["name"],
                create=create,
                read=of("GET"),
                listing=of("GET", key.path),
                replace=of("PUT"),
                change=of("PATCH"),
                remove=of("DELETE"),
            )


def collections(materials: Sequence[Material]) -> Iterator[Resource]:
    """Each collection that can be added to and listed, but whose members have no path of their own."""
    found = {material.operation.key: material for material in materials}
    items = {match["collection"] for key in found if (match := _ITEM.fullmatch(key.path))}
    for key, create in found.items():
        listing = next((it for k, it in found.items() if k.method == "GET" and k.path == key.path), None)
        if key.method == "POST" and listing is not None and key.path.rstrip("/") not in items:
            yield Resource(collection=key.path, item=key.path, parameter="", create=create, listing=listing)
