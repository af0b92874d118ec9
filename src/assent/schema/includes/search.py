"""What the parts of the solver need of it: smaller questions, and steps to spend."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from assent.schema.includes.evaluate import FormatTest
from assent.schema.includes.forms import Literal
from assent.schema.includes.outcomes import Outcome
from assent.schema.nodes import ExactlyOne, Pool


class Search(Protocol):
    """The solver, as its parts see it."""

    pool: Pool
    asserts_formats: bool

    @property
    def follows(self) -> FormatTest:
        """The test of single values against formats."""
        ...

    def spend(self, steps: int = 1) -> None:
        """Raises: OutOfBudget when the question has used its steps up."""
        ...

    def solve(self, literals: Iterable[Literal]) -> Outcome:
        """Some value that follows every literal."""
        ...

    def overlaps(self, node: ExactlyOne) -> frozenset[tuple[int, int]]:
        """The pairs of parts, by index, that may hold together."""
        ...
