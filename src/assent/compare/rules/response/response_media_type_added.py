"""A body may come as another media type."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Response
from assent.compare.align import receivers
from assent.compare.case import answers, responds
from assent.compare.change import Change, Extent, found
from assent.compare.differing import hides
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="response-media-type-added",
    title="A body may come as another media type",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.17 Response Object, content; RFC 9110 §12.5.1",
    since="0.1",
    why="It comes to those who ask for it.",
    instead="Nothing; answer with it only where `Accept` names it.",
    cases=(
        Case(
            before=answers({}),
            after=responds({"200": {"content": {"application/json": {}, "application/xml": {}}}}),
            breaks=False,
        ),
        Case(before=answers({}), after=answers({}), breaks=False, shows="nothing changed"),
    ),
)


def check(change: Change[Response]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            for name, media in new.content.items():
                if receivers(name, old.content) is None and not hides(old, new, "content", f"content/{name}"):
                    at = Extent(subject=name, new=media.at)
                    place = f"{change.within.place} body {name}"
                    yield found(RULE, change, f"`{name}` may come now.", at, place=place)
        case _:
            return
