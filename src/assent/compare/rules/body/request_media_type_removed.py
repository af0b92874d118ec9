"""A body of a media type is no longer accepted."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import RequestBody
from assent.compare.align import receivers
from assent.compare.case import sends
from assent.compare.change import Change, Extent, found
from assent.compare.differing import hides
from assent.compare.exhibit import request_with_media_type
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="request-media-type-removed",
    title="A body of a media type is no longer accepted",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.13 Request Body Object, content; RFC 9110 §15.5.16",
    since="0.1",
    why="A client that sends it may be answered 415.",
    instead="Keep accepting it beside the new ones.",
    cases=(
        Case(before=sends({}, media="application/xml"), after=sends({})),
        Case(
            before=sends({}, media="application/json"),
            after=sends({}, media="application/*"),
            breaks=False,
            shows="a range takes it in",
        ),
        Case(
            before=sends({}, media="application/json"),
            after=sends({}, media="application/json; charset=utf-8"),
            breaks=False,
        ),
    ),
)


EXHIBIT = request_with_media_type


def check(change: Change[RequestBody]) -> Iterator[Finding]:
    match change.pair:
        case old, new if change.demanded and new.content:
            for name, media in old.content.items():
                if receivers(name, new.content) is None and not hides(old, new, "content", f"content/{name}"):
                    at = Extent(subject=name, old=media.at)
                    yield found(RULE, change, f"`{name}` is no longer accepted.", at, place=f"body {name}")
        case _:
            return
