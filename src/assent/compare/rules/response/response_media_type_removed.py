"""A body of a media type does not come any more."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Response
from assent.compare.align import askable
from assent.compare.case import answers, responds
from assent.compare.change import Change, Extent, found
from assent.compare.differing import hides
from assent.compare.exhibit import response_without_media_type
from assent.compare.statuses import no_body
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="response-media-type-removed",
    title="A body of a media type does not come any more",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.17 Response Object, content; RFC 9110 §12.5.1",
    since="0.1",
    why="A client that asks for it may be answered 406, or be sent what it cannot read.",
    instead="Keep offering it beside the new ones.",
    cases=(
        Case(before=answers({}, media="application/xml"), after=answers({})),
        Case(before=answers({}), after=responds({"200": {}}), shows="no body is promised any more"),
        Case(
            before=answers({}, media="*/*"),
            after=answers({}),
            breaks=False,
            shows="who takes anything takes this",
        ),
    ),
)


EXHIBIT = response_without_media_type


def check(change: Change[Response]) -> Iterator[Finding]:
    match change.pair:
        case old, new if change.within.receiver == "old" and not no_body(new.status):
            for name, media in old.content.items():
                if askable(name, new.content) is None and not hides(old, new, "content", f"content/{name}"):
                    at = Extent(subject=name, old=media.at)
                    place = f"{change.within.place} body {name}"
                    yield found(RULE, change, f"`{name}` is no longer offered.", at, place=place)
        case _:
            return
