"""A parameter is no longer described."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Parameter
from assent.compare.case import event, parameter, takes
from assent.compare.change import Change, Extent, announced, found
from assent.compare.exhibit import request_after_removal
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="parameter-removed",
    title="A parameter is no longer described",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.12 Parameter Object",
    since="0.1",
    why="A client that sends it is still answered, but what it asked for is no longer understood.",
    instead="Keep it, marked `deprecated`, until nobody sends it.",
    cases=(
        Case(before=takes(parameter()), after=takes(), breaks=False),
        Case(before=takes(parameter()), after=takes(parameter(description="How many")), breaks=False),
        Case(
            before=event({"parameters": [parameter(required=True)]}),
            after=event({}),
            shows="a webhook no longer carries what its listener was promised",
        ),
    ),
)


EXHIBIT = request_after_removal


def check(change: Change[Parameter]) -> Iterator[Finding]:
    gone = change.removed
    if gone is None:
        return
    lifecycle = announced(gone.extensions, deprecated=gone.deprecated, gone=True)
    if change.demanded:
        yield found(RULE, change, "The parameter is no longer described.", Extent(lifecycle=lifecycle))
    else:
        severity = Severity.ERROR if gone.required else Severity.WARNING
        yield found(RULE, change, "It is no longer sent.", Extent(severity=severity, lifecycle=lifecycle))
