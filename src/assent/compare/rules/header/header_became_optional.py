"""A promised header may be missing."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Header
from assent.compare.case import responds
from assent.compare.change import Change, Extent, found
from assent.compare.exhibit import response_without_header
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="header-became-optional",
    title="A promised header may be missing",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.21 Header Object, required",
    since="0.1",
    why="Clients read it, since it was promised to be there.",
    instead="Keep sending it always.",
    cases=(
        Case(
            before=responds(
                {"200": {"headers": {"X-Total": {"required": True, "schema": {"type": "integer"}}}}}
            ),
            after=responds({"200": {"headers": {"X-Total": {"schema": {"type": "integer"}}}}}),
        ),
        Case(
            before=responds({"200": {"headers": {"X-Total": {"schema": {"type": "integer"}}}}}),
            after=responds(
                {"200": {"headers": {"X-Total": {"required": True, "schema": {"type": "integer"}}}}}
            ),
            breaks=False,
            shows="the other way round",
        ),
    ),
)


EXHIBIT = response_without_header


def check(change: Change[Header]) -> Iterator[Finding]:
    match change.pair:
        case old, new if old.required and not new.required:
            severity = Severity.NOTE if change.demanded else None
            yield found(RULE, change, "The header may be missing now.", Extent(severity=severity))
        case _:
            return
