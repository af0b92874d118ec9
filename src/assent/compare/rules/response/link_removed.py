"""A link is no longer described."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Response
from assent.compare.case import responds
from assent.compare.change import Change, Extent, found
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="link-removed",
    title="A link is no longer described",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.20 Link Object",
    since="0.1",
    why="Clients that follow it have to find the way themselves.",
    instead="Keep the link.",
    cases=(
        Case(
            before=responds(
                {
                    "200": {
                        "links": {
                            "pet": {"operationId": "getPet", "parameters": {"id": "$response.body#/id"}}
                        }
                    }
                }
            ),
            after=responds({"200": {}}),
            breaks=False,
        ),
        Case(
            before=responds(
                {
                    "200": {
                        "links": {
                            "pet": {"operationId": "getPet", "parameters": {"id": "$response.body#/id"}}
                        }
                    }
                }
            ),
            after=responds(
                {
                    "200": {
                        "links": {
                            "pet": {"operationId": "getPet", "parameters": {"id": "$response.body#/id"}}
                        }
                    }
                }
            ),
            breaks=False,
            shows="nothing changed",
        ),
    ),
)


def check(change: Change[Response]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            for name, link in old.links.items():
                if name not in new.links:
                    at = Extent(subject=name, old=link.at)
                    yield found(RULE, change, f"The link `{name}` is no longer described.", at)
        case _:
            return
