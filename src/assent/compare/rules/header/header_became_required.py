"""A header comes always."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Header
from assent.compare.case import event, responds
from assent.compare.change import Change, Extent, found
from assent.compare.exhibit import response_without_header
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="header-became-required",
    title="A header comes always",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.21 Header Object, required",
    since="0.1",
    why="Clients meet it more often than before. A listener of a webhook, though, may not send it.",
    instead="Nothing; for a webhook's answer, keep it optional.",
    cases=(
        Case(
            before=responds({"200": {"headers": {"X-Total": {"schema": {"type": "integer"}}}}}),
            after=responds(
                {"200": {"headers": {"X-Total": {"required": True, "schema": {"type": "integer"}}}}}
            ),
            breaks=False,
        ),
        Case(
            before=event({"responses": {"200": {"description": "Heard", "headers": {"X-Seen": {}}}}}),
            after=event(
                {"responses": {"200": {"description": "Heard", "headers": {"X-Seen": {"required": True}}}}}
            ),
            shows="a listener has to send it",
        ),
    ),
)


EXHIBIT = response_without_header


def check(change: Change[Header]) -> Iterator[Finding]:
    match change.pair:
        case old, new if new.required and not old.required:
            severity = Severity.ERROR if change.demanded else None
            yield found(RULE, change, "The header is required now.", Extent(severity=severity))
        case _:
            return
