"""Values that are read when they are asked for, once: a single one, or those of a mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterator, KeysView, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from assent.document.document import Node

if TYPE_CHECKING:  # imported when lazy mappings are compared
    from contextvars import ContextVar

K = TypeVar("K")
V = TypeVar("V")


class Later(Generic[V]):  # noqa: PLW1641  # its value may not have been read
    """A value that is read on first use. `nodes` are the raw nodes that it is read from, by what they are."""

    __slots__ = ("_known", "_read", "nodes")

    def __init__(self, nodes: Mapping[str, Node], read: Callable[[], V]) -> None:
        self.nodes = nodes
        self._read = read
        self._known: list[V] = []

    @property
    def value(self) -> V:
        if not self._known:
            self._known.append(self._read())
        return self._known[0]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Later):
            return NotImplemented
        return self is other or bool(self.value == other.value)

    def __repr__(self) -> str:
        return f"Later({self.value!r})"


class _Comparison:
    """Pairs of lazy mappings whose values are yet to be compared, each once."""

    __slots__ = ("met", "waiting")

    def __init__(self) -> None:
        self.met: set[tuple[int, int]] = set()
        self.waiting: list[tuple[Lazy[Any, Any], Lazy[Any, Any]]] = []

    def add(self, one: Lazy[Any, Any], other: Lazy[Any, Any]) -> None:
        pair = (id(one), id(other))
        if pair not in self.met:
            self.met.add(pair)
            self.waiting.append((one, other))


@cache
def _comparing() -> ContextVar[_Comparison | None]:
    """The comparison that is being made."""
    from contextvars import ContextVar

    return ContextVar("comparing", default=None)


class Lazy(Mapping[K, V], Generic[K, V]):  # noqa: PLW1641  # its values may not have been read
    """Values by key, each read from its node on first use. `nodes` gives the raw nodes without reading any.

    `beside` are raw nodes that every value depends on as well, by what they are.

    Lazy mappings may contain themselves (through callbacks). Equality is that of the greatest fixed point: those
    that are met while others are compared are taken to be equal until their own turn comes.
    """

    __slots__ = ("_cache", "_read", "beside", "nodes")

    def __init__(
        self,
        nodes: Mapping[K, Node],
        read: Callable[[K, Node], V],
        *,
        beside: Mapping[str, Node] = MappingProxyType({}),
    ) -> None:
        self.nodes = nodes
        self.beside = beside
        self._read = read
        self._cache: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        if key in self._cache:
            return self._cache[key]
        value = self._cache[key] = self._read(key, self.nodes[key])
        return value

    def __iter__(self) -> Iterator[K]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)

    def keys(self) -> KeysView[K]:
        return self.nodes.keys()

    def __contains__(self, key: object) -> bool:
        return key in self.nodes

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        if not isinstance(other, Lazy):
            return dict(self) == other
        if self is other:
            return True
        if self.keys() != other.keys():
            return False
        comparing = _comparing().get()
        if comparing is not None:
            comparing.add(self, other)
            return True
        return _equal(self, other)

    def __repr__(self) -> str:
        return f"Lazy({', '.join(map(repr, self.nodes))})"


class LazyKeys(Lazy[K, V]):
    """The same, of which even the keys are listed only when they are asked for: until then it has no `nodes`."""

    __slots__ = ("_list",)

    def __init__(self, nodes: Callable[[], Mapping[K, Node]], read: Callable[[K, Node], V]) -> None:
        super().__init__({}, read)
        self._list = nodes
        del self.nodes

    def __getattr__(self, name: str) -> Mapping[K, Node]:
        if name != "nodes":
            raise AttributeError(name)
        self.nodes = self._list()
        return self.nodes


def _equal(one: Lazy[K, V], other: Lazy[K, V]) -> bool:
    """Whether the values are equal, and those of all lazy mappings met inside, which wait for their turn here."""
    comparison = _Comparison()
    comparison.add(one, other)
    token = _comparing().set(comparison)
    try:
        while comparison.waiting:
            first, second = comparison.waiting.pop()
            if any(first[key] != second[key] for key in first):
                return False
    finally:
        _comparing().reset(token)
    return True
