"""The provider no longer calls a callback."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation, Origin
from assent.compare.case import described
from assent.compare.change import Change, Extent, announced, found
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="callback-removed",
    title="The provider no longer calls a callback",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.18, callbacks",
    since="0.1",
    why="Clients that wait for this callback wait in vain; no message of theirs is refused.",
    instead="Deprecate the callback first, and tell its listeners until when it is sent.",
    cases=(
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
            after=described(),
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
    gone = change.removed
    if gone is not None and gone.origin is Origin.CALLBACK:
        lifecycle = announced(gone.extensions, deprecated=gone.deprecated, gone=True)
        yield found(RULE, change, "The provider no longer calls it.", Extent(lifecycle=lifecycle))
