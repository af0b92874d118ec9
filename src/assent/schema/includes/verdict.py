"""What the question whether one schema includes another is answered with."""

from __future__ import annotations

from typing import TypeAlias

from assent.json import Json, Pointer
from assent.records import dataclass
from assent.schema.includes.outcomes import Doubt
from assent.schema.model import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A value that the narrower schema takes and the wider one refuses, and where that lies.

    `keyword` of the wider schema refuses the part of the value at `value_pointer`; it is written at `at`.
    `wider` and `narrower` are the smallest sub-schemas that differ there. `message` says it in words.
    An independent validator has confirmed both halves.
    """

    value: Json
    keyword: str
    value_pointer: Pointer
    at: Place
    wider: Place
    narrower: Place
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """Every value of the narrower schema is one of the wider."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuted:
    """Some value is not; one witness for each independent reason, the first found first.

    `complete`: with these reasons taken out of the wider schema, the rest is proved.
    """

    witnesses: tuple[Witness, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """Nobody knows, because of these constructs."""

    because: tuple[Doubt, ...]

    def __str__(self) -> str:
        return "; ".join(str(doubt) for doubt in self.because)


Verdict: TypeAlias = Proved | Refuted | Undecided
