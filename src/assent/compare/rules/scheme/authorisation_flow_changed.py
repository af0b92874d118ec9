"""Tokens are to be had another way."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import SecurityScheme
from assent.compare.case import secured
from assent.compare.change import Change, Extent, found
from assent.compare.credentials import flows_changed
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="authorisation-flow-changed",
    title="Tokens are to be had another way",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.28 OAuth Flows Object",
    since="0.1",
    why="Clients ask for tokens at an address, or for scopes, that may not answer any more.",
    instead="Keep the old flow and its addresses alive.",
    cases=(
        Case(
            before=secured({"oauth": []}),
            after=secured(
                {"oauth": []},
                oauth={
                    "type": "oauth2",
                    "flows": {
                        "clientCredentials": {
                            "tokenUrl": "https://login.example/token",
                            "scopes": {"read": "", "write": ""},
                        }
                    },
                },
            ),
            breaks=False,
        ),
        Case(
            before=secured({"oauth": []}), after=secured({"oauth": []}), breaks=False, shows="nothing changed"
        ),
    ),
)


def check(change: Change[SecurityScheme]) -> Iterator[Finding]:
    match change.pair:
        case old, new if not change.within.swapped:
            for harmless, words in flows_changed(old, new):
                severity = Severity.NOTE if harmless else None
                at = Extent(subject=f"{old.kind} {words}", severity=severity)
                yield found(RULE, change, f"{words}.", at, place="security")
        case _:
            return
