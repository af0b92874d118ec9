"""The provider may call a new callback."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation, Origin
from assent.compare.case import described
from assent.compare.change import Change, found
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="callback-added",
    title="The provider may call a new callback",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.18, callbacks",
    since="0.1",
    why="It is called only where a client asks for it.",
    instead="Nothing; clients may listen to it now.",
    cases=(
        Case(
            before=described(),
            after=described(
                {
                    "callbacks": {
                        "done": {
                            "{$request.body#/url}": {"post": {"responses": {"200": {"description": "Heard"}}}}
                        }
                    }
                }
            ),
            breaks=False,
        ),
        Case(
            before=described(
                {
                    "callbacks": {
                        "done": {
                            "{$request.body#/url}": {"post": {"responses": {"200": {"description": "Heard"}}}}
                        }
                    }
                }
            ),
            after=described(
                {
                    "callbacks": {
                        "done": {
                            "{$request.body#/url}": {"post": {"responses": {"200": {"description": "Heard"}}}}
                        }
                    }
                }
            ),
            breaks=False,
            shows="nothing changed",
        ),
    ),
)


def check(change: Change[Operation]) -> Iterator[Finding]:
    if change.added is not None and change.added.origin is Origin.CALLBACK:
        yield found(RULE, change, "The provider may call it now.")
