"""An operation is new."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import described
from assent.compare.change import Change, found
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="operation-added",
    title="An operation is new",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.8 Paths Object, §4.8.9 Path Item Object",
    since="0.1",
    why="Nobody who follows the old description calls it.",
    instead="Nothing; clients may use it now.",
    cases=(
        Case(before=described(paths={}), after=described(), breaks=False),
        Case(before=described(), after=described(), breaks=False, shows="nothing changed"),
    ),
)


def check(change: Change[Operation]) -> Iterator[Finding]:
    if change.added is not None and not change.within.swapped:
        yield found(RULE, change, "The operation is new.")
