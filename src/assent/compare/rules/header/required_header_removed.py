"""A promised header does not come any more."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Header
from assent.compare.case import responds
from assent.compare.change import Change, Extent, announced, found
from assent.compare.exhibit import response_without_header
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="required-header-removed",
    title="A promised header does not come any more",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.21 Header Object, required",
    since="0.1",
    why="Clients read it, since it was promised to be there.",
    instead="Keep sending it.",
    cases=(
        Case(
            before=responds(
                {"200": {"headers": {"X-Total": {"required": True, "schema": {"type": "integer"}}}}}
            ),
            after=responds({"200": {}}),
        ),
        Case(
            before=responds({"200": {"headers": {"X-Total": {"schema": {"type": "integer"}}}}}),
            after=responds({"200": {}}),
            breaks=False,
            shows="it was optional",
        ),
        Case(
            before=responds(
                {"200": {"headers": {"X-Total": {"required": True, "schema": {"type": "integer"}}}}}
            ),
            after=responds(
                {"200": {"headers": {"x-total": {"required": True, "schema": {"type": "integer"}}}}}
            ),
            breaks=False,
            shows="names have no case",
        ),
    ),
)


EXHIBIT = response_without_header


def check(change: Change[Header]) -> Iterator[Finding]:
    gone = change.removed
    if gone is not None and gone.required and not change.demanded:
        lifecycle = announced(gone.extensions, deprecated=gone.deprecated, gone=True)
        yield found(RULE, change, "The header is no longer sent.", Extent(lifecycle=lifecycle))
