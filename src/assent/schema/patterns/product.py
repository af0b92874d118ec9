"""Several automata side by side over one alphabet, explored as far as a question needs."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TypeAlias

from assent.records import dataclass, field
from assent.schema.patterns.charsets import LAST, Ranges, union, without_surrogates
from assent.schema.patterns.dfa import Dfa
from assent.schema.patterns.language import (
    Language,
    Part,
    Regular,
    default_steps,
    parts,
    readability,
    readable,
)
from assent.schema.patterns.steps import OutOfSteps, Steps

LONGEST_BUILT = 1_000_000
"""No text longer than this is ever built, in characters."""

State: TypeAlias = "tuple[int, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Characters that none of the automata tells apart: the most readable one, all of them, their classes."""

    char: str
    ranges: Ranges
    classes: tuple[int, ...]


@dataclass(slots=True, kw_only=True, eq=False)
class Product:
    """Automata run together. Those with a wish in `wanted` must accept (or refuse); more are only watched."""

    dfas: tuple[Dfa, ...]
    wanted: tuple[bool, ...]
    letters: tuple[Letter, ...]
    _edges: dict[State, list[tuple[Letter, State]]] = field(default_factory=dict)

    @property
    def start(self) -> State:
        return (0,) * len(self.dfas)

    def accepts(self, state: State) -> bool:
        return all(
            dfa.accepting[at] == want for dfa, want, at in zip(self.dfas, self.wanted, state, strict=False)
        )

    def hopeless(self, state: State) -> bool:
        """Whether nothing that begins like this can be accepted, as far as one look can tell."""
        return any(
            dfa.dead[at] if want else dfa.universal[at]
            for dfa, want, at in zip(self.dfas, self.wanted, state, strict=False)
        )

    def edges(self, state: State, steps: Steps) -> list[tuple[Letter, State]]:
        """Where each letter leads, the most readable letters first, hopeless states left out."""
        cost = sum(dfa.costs[at] for dfa, at in zip(self.dfas, state, strict=True))
        steps.spend(1 + (len(self.letters) * cost) // 8)
        found = self._edges.get(state)
        if found is None:
            found = []
            for letter in self.letters:
                target = self._step(state, letter)
                if not self.hopeless(target):
                    found.append((letter, target))
            self._edges[state] = found
        return found

    def _step(self, state: State, letter: Letter) -> State:
        return tuple(
            dfa.step(at, number) for dfa, at, number in zip(self.dfas, state, letter.classes, strict=True)
        )


def product_of(part: Part, *, watched: tuple[Regular, ...] = ()) -> Product:
    """The product that decides the part, with the automata of `watched` running along."""
    wanted = (True,) * len(part.inside) + (False,) * len(part.outside)
    return _product((*part.inside, *part.outside, *watched), wanted)


@lru_cache(2048)
def _product(regulars: tuple[Regular, ...], wanted: tuple[bool, ...]) -> Product:
    dfas = tuple(regular.dfa for regular in regulars)
    return Product(dfas=dfas, wanted=wanted, letters=_letters(dfas))


def _letters(dfas: tuple[Dfa, ...]) -> tuple[Letter, ...]:
    cuts = sorted({0, *(cut for dfa in dfas for cut in dfa.alphabet.cuts if cut <= LAST)})
    stretches: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for low, following in zip(cuts, [*cuts[1:], LAST + 1], strict=True):
        classes = tuple(dfa.alphabet.classes[bisect_right(dfa.alphabet.cuts, low) - 1] for dfa in dfas)
        stretches.setdefault(classes, []).append((low, following - 1))
    letters = []
    for classes, stretch in stretches.items():
        ranges = without_surrogates(union(stretch))
        if ranges:
            letters.append(Letter(char=chr(readable(ranges)), ranges=ranges, classes=classes))
    return tuple(sorted(letters, key=lambda letter: readability(ord(letter.char))))


Layer: TypeAlias = "dict[State, tuple[State, str]]"
"""The states reached by texts of one length, each with where it came from and by which character."""


def shortest_member(given: Language, steps: Steps | None = None) -> str | None:
    """The shortest text of the language, letters preferred; None proves that there is none.

    Raises: OutOfSteps when the work allowed does not suffice to tell.
    """
    steps = default_steps(steps)
    best: str | None = None
    for part in parts(given):
        if best is not None and part.shortest >= len(best):
            continue
        found = _shortest(part, steps)
        if found is not None and (best is None or len(found) < len(best)):
            best = found
    return best


def is_empty(given: Language, steps: Steps | None = None) -> bool:
    """Whether no text is in the language.

    Raises: OutOfSteps when the work allowed does not suffice to tell.
    """
    return shortest_member(given, steps) is None


def _shortest(part: Part, steps: Steps) -> str | None:
    product = product_of(part)
    if product.hopeless(product.start):
        return None
    layers: list[Layer] = [{product.start: (product.start, "")}]
    ended = _grow_to(product, layers, part.shortest, steps)
    if ended is not None:
        return _spell_round(product, layers, ended, part, steps)
    goal = _first_accepted(product, layers, part.longest, steps)
    return None if goal is None else spell(layers, goal)[0]


def _grow_to(product: Product, layers: list[Layer], length: int, steps: Steps) -> int | None:
    """Adds layers up to `length`; stops early, with the first layer of the round, when they go round."""
    if length > LONGEST_BUILT:
        raise OutOfSteps(steps.limit)
    seen: dict[frozenset[State], int] = {}
    while len(layers) <= length and layers[-1]:
        key = frozenset(layers[-1])
        if key in seen and len(layers) - 1 > seen[key]:
            return seen[key]
        seen[key] = len(layers) - 1
        layers.append(next_layer(product, layers[-1], set(), steps))
    return None


def next_layer(product: Product, layer: Layer, known: set[State], steps: Steps) -> Layer:
    following: Layer = {}
    for state in layer:
        for letter, target in product.edges(state, steps):
            if target not in following and target not in known:
                following[target] = (state, letter.char)
    return following


def _first_accepted(product: Product, layers: list[Layer], longest: int | None, steps: Steps) -> State | None:
    """Adds layers until one has an accepted state, which is returned; each state is visited once."""
    known = set(layers[-1])
    while layers[-1]:
        for state in layers[-1]:
            if product.accepts(state):
                return state
        if longest is not None and len(layers) > longest:
            return None
        layers.append(next_layer(product, layers[-1], known, steps))
        known |= layers[-1].keys()
    return None


def spell(layers: list[Layer], state: State) -> tuple[str, State]:
    """The text that leads from the first layer to a state of the last, and where it begins."""
    letters = []
    for layer in reversed(layers[1:]):
        state, char = layer[state]
        letters.append(char)
    return "".join(reversed(letters)), state


def _spell_round(product: Product, layers: list[Layer], begin: int, part: Part, steps: Steps) -> str | None:
    """The layers repeat from `begin` on: take the one for the shortest length, and spell backwards around."""
    period = len(layers) - 1 - begin
    length = part.shortest

    def at(number: int) -> Layer:
        return layers[number if number <= begin else begin + 1 + (number - begin - 1) % period]

    tail: list[Layer] = [at(length)]
    rest = None if part.longest is None else part.longest - length
    goal = _first_accepted(product, tail, rest, steps)
    if goal is None:
        return None
    end, state = spell(tail, goal)
    letters: list[str] = []
    for number in range(length, 0, -1):
        state, char = at(number)[state]
        letters.append(char)
    return "".join(reversed(letters)) + end
