"""How much work a question about patterns may cost."""

from __future__ import annotations

from assent.errors import AssentError
from assent.records import dataclass


@dataclass(eq=False)
class OutOfSteps(AssentError):
    """A question about regular languages took more steps than allowed; the answer is not known."""

    steps: int

    def __str__(self) -> str:
        return f"the patterns together are too large to decide within {self.steps:,} steps"


class Steps:
    """How much work a question may still cost; counts, never seconds, so that answers do not vary."""

    __slots__ = ("left", "limit")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.left = limit

    def spend(self, count: int) -> None:
        """Raises: OutOfSteps when nothing is left."""
        self.left -= count
        if self.left < 0:
            raise OutOfSteps(self.limit)
