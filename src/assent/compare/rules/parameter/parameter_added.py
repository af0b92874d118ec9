"""An optional parameter is new."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Parameter
from assent.compare.case import parameter, takes
from assent.compare.change import Change, found
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="parameter-added",
    title="An optional parameter is new",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.12 Parameter Object",
    since="0.1",
    why="Nobody who follows the old description sends it, and nobody has to.",
    instead="Nothing; clients may send it now.",
    cases=(
        Case(before=takes(), after=takes(parameter()), breaks=False),
        Case(before=takes(parameter()), after=takes(parameter()), breaks=False, shows="nothing changed"),
    ),
)


def check(change: Change[Parameter]) -> Iterator[Finding]:
    new = change.added
    if new is not None and not (new.required and change.demanded):
        yield found(RULE, change, "The parameter is new.")
