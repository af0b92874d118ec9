"""A request may now have a body."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import RequestBody
from assent.compare.case import described, sends
from assent.compare.change import Change, found
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="body-added",
    title="A request may now have a body",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.13 Request Body Object",
    since="0.1",
    why="Nobody who follows the old description sends one, and nobody has to.",
    instead="Nothing.",
    cases=(
        Case(before=described(), after=sends({}, required=False), breaks=False),
        Case(before=sends({}), after=sends({}), breaks=False, shows="nothing changed"),
    ),
)


def check(change: Change[RequestBody]) -> Iterator[Finding]:
    if change.added is not None and not change.added.required:
        yield found(RULE, change, "A body is described now.")
