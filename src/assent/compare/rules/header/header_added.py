"""A header is new."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Header
from assent.compare.case import event, responds
from assent.compare.change import Change, Extent, found
from assent.compare.exhibit import response_without_header
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="header-added",
    title="A header is new",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.21 Header Object",
    since="0.1",
    why="Clients ignore headers they do not know. A listener of a webhook, though, may not send one that is required.",
    instead="Nothing; for a webhook's answer, keep it optional.",
    cases=(
        Case(
            before=responds({"200": {}}),
            after=responds({"200": {"headers": {"X-Total": {"schema": {"type": "integer"}}}}}),
            breaks=False,
        ),
        Case(
            before=event({"responses": {"200": {"description": "Heard"}}}),
            after=event(
                {"responses": {"200": {"description": "Heard", "headers": {"X-Seen": {"required": True}}}}}
            ),
            shows="a listener has to send it",
        ),
    ),
)


EXHIBIT = response_without_header


def check(change: Change[Header]) -> Iterator[Finding]:
    new = change.added
    if new is not None:
        severity = Severity.ERROR if new.required and change.demanded else None
        yield found(RULE, change, "The header is new.", Extent(severity=severity))
