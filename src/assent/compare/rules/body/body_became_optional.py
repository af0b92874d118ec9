"""A body is now optional."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import RequestBody
from assent.compare.case import event, sends
from assent.compare.change import Change, Extent, found
from assent.compare.exhibit import minimal_request
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="body-became-optional",
    title="A body is now optional",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.13 Request Body Object, required",
    since="0.1",
    why="Requests with a body are fine as before. A listener of a webhook, though, may meet a request without one.",
    instead="Nothing; for a webhook, keep sending it.",
    cases=(
        Case(before=sends({}, required=True), after=sends({}, required=False), breaks=False),
        Case(
            before=event({"requestBody": {"required": True, "content": {"application/json": {}}}}),
            after=event({"requestBody": {"content": {"application/json": {}}}}),
            shows="a webhook's body",
        ),
    ),
)


EXHIBIT = minimal_request


def check(change: Change[RequestBody]) -> Iterator[Finding]:
    match change.pair:
        case old, new if old.required and not new.required:
            severity = None if change.demanded else Severity.ERROR
            yield found(RULE, change, "The body is now optional.", Extent(severity=severity))
        case _:
            return
