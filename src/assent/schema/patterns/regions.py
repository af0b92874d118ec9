"""Into which parts several regular languages cut a language: the names a rule about names tells apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assent.records import dataclass, replace
from assent.schema.patterns.language import (
    ANY_TEXT,
    Language,
    Part,
    Regular,
    default_steps,
    parts,
    within,
    without,
)
from assent.schema.patterns.product import Layer, Product, State, next_layer, product_of, spell
from assent.schema.patterns.steps import Steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The texts that are in exactly these of several languages, with a short one as an example."""

    members: frozenset[int]
    example: str
    language: Language


def regions(
    regulars: Sequence[Regular], *, given: Language = ANY_TEXT, steps: Steps | None = None
) -> Iterator[Region]:
    """The non-empty parts into which the languages cut the given one.

    `members` of a region are the indices of the languages it lies in. Lazy: work is done as regions are taken.
    Raises: OutOfSteps when the work allowed does not suffice to find the next region or the end.
    """
    steps = default_steps(steps)
    found: set[frozenset[int]] = set()
    for members, example in _cells(tuple(regulars), given, steps):
        if members in found:
            continue
        found.add(members)
        inside = [one for number, one in enumerate(regulars) if number in members]
        outside = [one for number, one in enumerate(regulars) if number not in members]
        yield Region(members=members, example=example, language=without(within(given, *inside), *outside))


def _cells(
    regulars: tuple[Regular, ...], given: Language, steps: Steps
) -> Iterator[tuple[frozenset[int], str]]:
    """Texts with the languages they lie in; every non-empty cell comes at least once."""
    edges = {0}
    for one in regulars:
        edges |= {one.shortest} if one.longest is None else {one.shortest, one.longest + 1}
    begins = sorted(edges)
    for begin, following in zip(begins, [*begins[1:], None], strict=True):
        for part in parts(given):
            ends = [end for end in (part.longest, following and following - 1) if end is not None]
            sized = replace(part, shortest=max(part.shortest, begin), longest=min(ends) if ends else None)
            if sized.longest is None or sized.longest >= sized.shortest:
                yield from _cells_of(regulars, sized, steps)


def _cells_of(
    regulars: tuple[Regular, ...], part: Part, steps: Steps
) -> Iterator[tuple[frozenset[int], str]]:
    product = product_of(part, watched=regulars)
    if product.hopeless(product.start):
        return
    layers: list[Layer] = [{product.start: (product.start, "")}]
    known: set[State] = set()
    while layers[-1]:
        length = len(layers) - 1
        if length >= part.shortest:
            known |= layers[-1].keys()
            for state in layers[-1]:
                if product.accepts(state):
                    yield _lying_in(regulars, product, state, length), spell(layers, state)[0]
        if part.longest is not None and length >= part.longest:
            return
        layers.append(next_layer(product, layers[-1], known, steps))


def _lying_in(regulars: tuple[Regular, ...], product: Product, state: State, length: int) -> frozenset[int]:
    first = len(product.wanted)
    return frozenset(
        number
        for number, one in enumerate(regulars)
        if product.dfas[first + number].accepting[state[first + number]]
        and length >= one.shortest
        and (one.longest is None or length <= one.longest)
    )
