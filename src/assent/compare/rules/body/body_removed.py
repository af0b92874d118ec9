"""A request's body is no longer described."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import RequestBody
from assent.compare.case import described, event, sends
from assent.compare.change import Change, Extent, found
from assent.compare.exhibit import request_after_removal
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="body-removed",
    title="A request's body is no longer described",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.13 Request Body Object",
    since="0.1",
    why="A client that sends it is still answered, but what it says is no longer read.",
    instead="Keep reading it until nobody sends it.",
    cases=(
        Case(before=sends({}), after=described(), breaks=False),
        Case(
            before=event({"requestBody": {"required": True, "content": {"application/json": {}}}}),
            after=event({}),
            shows="a webhook no longer carries its body",
        ),
        Case(before=sends({}), after=sends({}), breaks=False, shows="nothing changed"),
    ),
)


EXHIBIT = request_after_removal


def check(change: Change[RequestBody]) -> Iterator[Finding]:
    gone = change.removed
    if gone is not None and change.demanded:
        yield found(RULE, change, "The body is no longer described.")
    elif gone is not None:
        severity = Severity.ERROR if gone.required else Severity.WARNING
        yield found(RULE, change, "The body is no longer sent.", Extent(severity=severity))
