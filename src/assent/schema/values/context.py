"""What the kinds of values need of the plans that make them; for type checkers alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from assent.json import Json
from assent.schema.includes.forms import Literal
from assent.schema.includes.recursion import Solver
from assent.schema.nodes import Pool
from assent.schema.values.choices import Run
from assent.schema.values.hints import Hints


class Context(Protocol):
    """The plans, as the kinds of values see them."""

    pool: Pool
    solver: Solver
    hints: Hints

    def plan(self, literals: Iterable[Literal], *, site: str = "") -> Any | None: ...

    def draw(self, plan: Any, run: Run, level: int) -> Json: ...
