"""A header is no longer described."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Header
from assent.compare.case import responds
from assent.compare.change import Change, Extent, announced, found
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="header-removed",
    title="A header is no longer described",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.21 Header Object",
    since="0.1",
    why="Clients that read it had to cope with its absence already.",
    instead="Keep sending it until nobody reads it.",
    cases=(
        Case(
            before=responds({"200": {"headers": {"X-Total": {"schema": {"type": "integer"}}}}}),
            after=responds({"200": {}}),
            breaks=False,
        ),
        Case(
            before=responds({"200": {"headers": {"X-Total": {"schema": {"type": "integer"}}}}}),
            after=responds({"200": {"headers": {"X-Total": {"schema": {"type": "integer"}}}}}),
            breaks=False,
            shows="nothing changed",
        ),
    ),
)


def check(change: Change[Header]) -> Iterator[Finding]:
    gone = change.removed
    if gone is not None and not (gone.required and not change.demanded):
        lifecycle = announced(gone.extensions, deprecated=gone.deprecated, gone=True)
        yield found(RULE, change, "The header is no longer described.", Extent(lifecycle=lifecycle))
