"""The provider calls with other credentials."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import Tree, event, secured
from assent.compare.change import Change, Extent, found
from assent.compare.credentials import not_listened_to, shut_out
from assent.compare.exhibit import request_with_credentials
from assent.findings import Breaks, Case, Finding, Rule, Severity


def _calling(*alternatives: Tree) -> Tree:
    return event({"security": list(alternatives)}) | {"components": secured()["components"]}


RULE = Rule(
    id="called-with-other-credentials",
    title="The provider calls with other credentials",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.30 Security Requirement Object, of webhooks and callbacks",
    since="0.1",
    why="A listener that checks the credentials of a webhook or callback turns the call away.",
    instead="Send the old credentials too, until listeners have moved.",
    cases=(
        Case(before=_calling({"key": []}), after=_calling({"basic": []})),
        Case(before=_calling({"key": []}), after=_calling()),
        Case(
            before=_calling({"key": []}),
            after=_calling({"key": [], "basic": []}),
            breaks=False,
            shows="what is sent beside the old credentials shuts nobody out",
        ),
    ),
)


EXHIBIT = request_with_credentials


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new if change.within.swapped:
            steps = list(not_listened_to(old, new))
            for step in steps:
                at = Extent(subject=step.subject, old=step.old, new=step.new)
                message = f"{step.words} may come now; old listeners ask for something else."
                yield found(RULE, change, message, at, place="security")
            if not steps and any(shut_out(old, new)):
                at = Extent(severity=Severity.NOTE)
                yield found(
                    RULE,
                    change,
                    "What comes now is enough for old listeners: more credentials, or fewer alternatives.",
                    at,
                    place="security",
                )
        case _:
            return
