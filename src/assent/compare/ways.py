"""By which ways a walk came upon two schemas: a union may close one of them and leave another open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from assent.compare.positions import UNION_STEPS, Edge, meant
from assent.records import dataclass, field
from assent.schema import Schema

Pair: TypeAlias = tuple[int, int]
"""Two schemas by identity: what the sender's and the reader's mean."""

Path: TypeAlias = tuple[Edge, ...]

Unions: TypeAlias = tuple[Pair, ...]
"""The alternatives that a way leads through, by identity; empty where it meets no union."""


def pair_of(narrower: Schema, wider: Schema) -> Pair:
    """The two, whatever refers to them."""
    return id(meant(narrower)), id(meant(wider))


def unions_on(path: Path) -> Unions:
    """The alternatives that the way leads through."""
    return tuple(_alternative(edge) for edge in path if edge.step[0] in UNION_STEPS)


def _alternative(edge: Edge) -> Pair:
    return id(edge.narrower), id(edge.wider)


@dataclass(slots=True)
class Ways:
    """The edges that lead to each pair of a walk, as far as what is found there counts, each with where it begins.

    They are as many as a walk has steps, though there may be many more ways.
    """

    into: dict[Pair, list[tuple[Pair, Edge]]] = field(default_factory=dict)

    def others(self, start: Pair, path: Path) -> Iterator[Path]:
        """A way from the start to the end of the path for all other alternatives that lead there, no alternative twice.

        Ways through the same alternatives are one: what they close, they close alike.
        """
        end = pair_of(path[-1].narrower, path[-1].wider) if path else start
        waiting: list[tuple[Pair, Path]] = [(end, ())]
        seen: set[tuple[Pair, Unions]] = {(start, unions_on(path))}
        while waiting:
            pair, rest = waiting.pop()
            unions = unions_on(rest)
            if (pair, unions) in seen:
                continue
            seen.add((pair, unions))
            if pair == start:
                yield rest
                continue
            for before, edge in reversed(self.into[pair]):
                if edge.step[0] not in UNION_STEPS or _alternative(edge) not in unions:
                    waiting.append((before, (edge, *rest)))
