"""By which ways a walk came upon two schemas: a union may close one of them and leave another open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from assent.compare.positions import Edge, meant
from assent.records import dataclass, field
from assent.schema import Schema

Pair: TypeAlias = tuple[int, int]
"""Two schemas by identity: what the sender's and the reader's mean."""

Path: TypeAlias = tuple[Edge, ...]


def pair_of(narrower: Schema, wider: Schema) -> Pair:
    """The two, whatever refers to them."""
    return id(meant(narrower)), id(meant(wider))


@dataclass(slots=True)
class Ways:
    """The `first` way to each pair that counts, and the edges that led to it again, each with where it began.

    A walk visits each pair once. That the ways are kept as edges makes them as many as there are edges, though there
    may be many more ways.
    """

    first: dict[Pair, Path] = field(default_factory=dict)
    again: dict[Pair, list[tuple[Pair, Edge]]] = field(default_factory=dict)

    def others(self, start: Pair, path: Path) -> Iterator[Path]:
        """The ways from the start to the end of the path but for the path itself, those that leave it late first.

        None passes a pair twice.
        """
        yield from self._joining(start, path, frozenset())

    def _joining(self, start: Pair, path: Path, passed: frozenset[Pair]) -> Iterator[Path]:
        """The ways that come upon a pair on the path by another edge, and go on from there as the path does."""
        pairs = [start, *(pair_of(edge.narrower, edge.wider) for edge in path)]
        for place in range(len(path), -1, -1):
            here = pairs[place]
            beyond = passed | set(pairs[place:])
            for before, edge in self.again.get(here, ()):
                if before not in beyond:
                    for way in self._to(start, before, beyond):
                        yield (*way, edge, *path[place:])

    def _to(self, start: Pair, pair: Pair, passed: frozenset[Pair]) -> Iterator[Path]:
        path = self.first[pair]
        if not any(pair_of(edge.narrower, edge.wider) in passed for edge in path):
            yield path
        yield from self._joining(start, path, passed)
