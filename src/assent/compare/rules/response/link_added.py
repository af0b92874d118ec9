"""A link is new."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Response
from assent.compare.case import responds
from assent.compare.change import Change, Extent, found
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="link-added",
    title="A link is new",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.20 Link Object",
    since="0.1",
    why="Nobody who follows the old description follows it.",
    instead="Nothing.",
    cases=(
        Case(
            before=responds({"200": {}}),
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
        ),
        Case(
            before=responds({"200": {}}), after=responds({"200": {}}), breaks=False, shows="nothing changed"
        ),
    ),
)


def check(change: Change[Response]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            for name, link in new.links.items():
                if name not in old.links:
                    at = Extent(subject=name, new=link.at)
                    yield found(RULE, change, f"The link `{name}` is new.", at)
        case _:
            return
