"""A mapping whose values are read when they are asked for, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Generic, TypeVar

from assent.document.document import Node

K = TypeVar("K")
V = TypeVar("V")

_COMPARING: ContextVar[frozenset[tuple[int, int]]] = ContextVar("comparing", default=frozenset())


class Lazy(Mapping[K, V], Generic[K, V]):  # noqa: PLW1641  # its values may not have been read
    """Values by key, each read from its node on first use. `nodes` gives the raw nodes without reading any.

    Equality is that of the greatest fixed point: two mappings that are met again while they are being compared
    are taken to be equal, so descriptions that contain themselves (through callbacks) can be compared.
    """

    __slots__ = ("_cache", "_read", "nodes")

    def __init__(self, nodes: Mapping[K, Node], read: Callable[[K, Node], V]) -> None:
        self.nodes = nodes
        self._read = read
        self._cache: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        try:
            return self._cache[key]
        except KeyError:
            value = self._cache[key] = self._read(key, self.nodes[key])
            return value

    def __iter__(self) -> Iterator[K]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)

    def __contains__(self, key: object) -> bool:
        return key in self.nodes

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        if self is other:
            return True
        if self.keys() != other.keys():
            return False
        pair = (id(self), id(other))
        comparing = _COMPARING.get()
        if pair in comparing:
            return True
        token = _COMPARING.set(comparing | {pair})
        try:
            return all(self[key] == other[key] for key in self)
        finally:
            _COMPARING.reset(token)

    def __repr__(self) -> str:
        return f"Lazy({', '.join(map(repr, self.nodes))})"
