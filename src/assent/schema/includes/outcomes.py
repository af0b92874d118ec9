"""What a search for a value can end with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from assent.json import Json
from assent.records import dataclass

MOST_DOUBTS = 4


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why nobody knows: the construct, what about it, and where it stands if it stands somewhere."""

    construct: str
    why: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.construct}: {self.why}" + (f" ({self.where})" if self.where else "")


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """There is a value, this one."""

    value: Json


@dataclass(frozen=True, slots=True, eq=False)
class Nothing:
    """There is provably no value."""


@dataclass(frozen=True, slots=True, eq=False)
class Unknown:
    """Neither a value nor a proof that there is none."""

    doubts: tuple[Doubt, ...]


Outcome: TypeAlias = Found | Nothing | Unknown

NOTHING = Nothing()


class OutOfBudget(Exception):
    """The steps allowed for one question are used up."""


def unknown(construct: str, why: str, where: str = "") -> Unknown:
    return Unknown((Doubt(construct, why, where),))


def neither(outcomes: Iterable[Unknown]) -> Outcome:
    """What is known when every alternative failed: nothing at all, unless some failed for lack of knowledge."""
    doubts: dict[Doubt, None] = {}
    for outcome in outcomes:
        doubts.update(dict.fromkeys(outcome.doubts))
    return Unknown(tuple(doubts)[:MOST_DOUBTS]) if doubts else NOTHING
