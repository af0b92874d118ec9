"""Names for what a bundle brings in from other documents: readable, and never the same for two targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from assent.document.description import Description
from assent.document.document import Node
from assent.document.references import DanglingReference, reference_of
from assent.document.shapes import shapes_of
from assent.document.uris import decoded
from assent.json import Pointer
from assent.records import dataclass, field
from assent.spared import regex

Address: TypeAlias = tuple[str, Pointer]
"""A value's document and pointer: what it is, whoever refers to it."""

_UNNAMED = regex(r"[^A-Za-z0-9._\-]+")
_CONTAINERS = frozenset(
    {"schemas", "definitions", "$defs", "parameters", "responses", "components", "examples"}
)


def address_of(node: Node) -> Address:
    return node.document.uri, node.pointer


@dataclass(slots=True)
class Names:
    """Which name each target has in which section. An entry of the root's components keeps its name, and gives it
    to what it refers to, so that `Pet: {$ref: pet.yaml}` makes the schema in pet.yaml the component `Pet`.
    """

    description: Description
    homes: dict[tuple[tuple[str, ...], Address], Pointer] = field(default_factory=dict)
    taken: dict[tuple[str, ...], set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for shape in shapes_of(self.description.version).values():
            if shape.section is not None:
                self._keep(shape.section)

    def home(self, section: tuple[str, ...], address: Address) -> Pointer | None:
        """Where the output has the target, if that is decided."""
        return self.homes.get((section, address))

    def has_schema(self, name: str) -> bool:
        return any(
            name in self.taken.get(section, ()) for section in (("components", "schemas"), ("definitions",))
        )

    def choose(self, section: tuple[str, ...], target: Node) -> Pointer:
        """The target's place in the section, named after it; a name that is taken gets more of its path."""
        known = self.homes.get((section, address_of(target)))
        if known is not None:
            return known
        taken = self.taken.setdefault(section, set())
        name = next(
            name for name in _candidates(target, self.description.root.document.uri) if name not in taken
        )
        taken.add(name)
        place = (*section, name)
        self.homes[section, address_of(target)] = place
        return place

    def _keep(self, section: tuple[str, ...]) -> None:
        node: Node | None = self.description.root
        try:
            for token in section:
                node = None if node is None else node.get(token)
                node = None if node is None else self.description.follow(node)
        except DanglingReference:
            return
        taken = self.taken.setdefault(section, set())
        for name, entry in node.members() if node is not None else ():
            taken.add(name)
            place = (*section, name)
            if entry.document is not self.description.root.document:
                self.homes.setdefault((section, address_of(entry)), place)
            if reference_of(entry) is None or not isinstance(entry.value, dict) or len(entry.value) > 1:
                continue
            try:
                target = self.description.resolver.step(entry)
            except DanglingReference:
                continue
            if target.document is not self.description.root.document:
                self.homes.setdefault((section, address_of(target)), place)


def _candidates(target: Node, root: str) -> Iterator[str]:
    """Names from short to long: the last token or the file, then with the file and its folders before, then numbers.

    Folders that hold the root document as well are left out: they say nothing, and where a machine keeps its files.
    """
    uri = target.document.uri.partition("?")[0]
    known = 0
    while (slash := uri.find("/", known) + 1) and root.startswith(uri[:slash]):
        known = slash
    path = [part for part in decoded(uri[known:]).split("/") if part]
    stem = re.sub(r"(?i)\.(?:json|ya?ml)(?:\.gz)?$", "", path[-1]) if path else "document"
    folders = path[:-1]
    tokens = [token for token in target.pointer if token not in _CONTAINERS]
    if not tokens:
        name = _clean(stem)
    elif len(tokens) == 1:
        name = _clean(tokens[0])
    else:
        name = _clean(f"{tokens[0]}_{tokens[-1]}")
    yield name
    if tokens:
        name = f"{_clean(stem)}_{name}"
        yield name
    for folder in reversed(folders):
        name = f"{_clean(folder)}_{name}"
        yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1


def _clean(text: str) -> str:
    return _UNNAMED.sub("_", text).strip("_") or "unnamed"
