"""An operation is gone."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import described
from assent.compare.change import Change, Extent, announced, found
from assent.compare.exhibit import minimal_request
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="operation-removed",
    title="An operation is gone",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.8 Paths Object, §4.8.9 Path Item Object",
    since="0.1",
    why="Whoever calls it gets an answer that nobody described, most likely 404 or 405.",
    instead="Deprecate it, announce a sunset date with `x-sunset`, and remove it after that day.",
    cases=(
        Case(before=described(), after=described(paths={}), shows="the path is gone"),
        Case(before=described(), after=described(method="put"), shows="the method is gone"),
        Case(
            before=described(path="/pets/{id}"),
            after=described(path="/pets/{petId}"),
            breaks=False,
            shows="a path parameter has another name",
        ),
    ),
)


EXHIBIT = minimal_request


def check(change: Change[Operation]) -> Iterator[Finding]:
    """Lifecycle decides how much it matters: see `assent.findings.policy`."""
    gone = change.removed
    if gone is not None and not change.within.swapped:
        lifecycle = announced(gone.extensions, deprecated=gone.deprecated, gone=True)
        yield found(RULE, change, "The operation is gone.", Extent(lifecycle=lifecycle))
