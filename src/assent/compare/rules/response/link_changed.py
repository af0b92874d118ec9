"""A link leads elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Response
from assent.compare.case import responds
from assent.compare.change import Change, Extent, found
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="link-changed",
    title="A link leads elsewhere",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.20 Link Object",
    since="0.1",
    why="Clients that follow it make another request than before.",
    instead="Keep the link, and add another.",
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
            after=responds(
                {
                    "200": {
                        "links": {
                            "pet": {"operationId": "getPet", "parameters": {"id": "$response.body#/petId"}}
                        }
                    }
                }
            ),
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
            for name, link in new.links.items():
                if name in old.links and old.links[name] != link:
                    at = Extent(subject=name, old=old.links[name].at, new=link.at)
                    yield found(
                        RULE, change, f"The link `{name}` leads elsewhere, or takes other values along.", at
                    )
        case _:
            return
