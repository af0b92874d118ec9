"""A body may come as another media type."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import RequestBody
from assent.compare.align import receivers
from assent.compare.case import event, sends
from assent.compare.change import Change, Extent, found
from assent.compare.differing import hides
from assent.compare.exhibit import request_with_media_type
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="request-media-type-added",
    title="A body may come as another media type",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.13 Request Body Object, content",
    since="0.1",
    why="Nobody who follows the old description sends it. A listener of a webhook, though, may not understand it.",
    instead="Nothing; for a webhook, let the listener choose.",
    cases=(
        Case(
            before=sends({}),
            after=sends({}, content={"application/json": {"schema": {}}, "application/xml": {"schema": {}}}),
            breaks=False,
        ),
        Case(
            before=event({"requestBody": {"content": {"application/json": {}}}}),
            after=event({"requestBody": {"content": {"application/xml": {}}}}),
            shows="a webhook's body",
        ),
    ),
)


EXHIBIT = request_with_media_type


def check(change: Change[RequestBody]) -> Iterator[Finding]:
    match change.pair:
        case old, new if old.content:
            severity = None if change.demanded else Severity.ERROR
            for name, media in new.content.items():
                if receivers(name, old.content) is None and not hides(old, new, "content", f"content/{name}"):
                    at = Extent(subject=name, severity=severity, new=media.at)
                    yield found(RULE, change, f"`{name}` may be sent now.", at, place=f"body {name}")
        case _:
            return
