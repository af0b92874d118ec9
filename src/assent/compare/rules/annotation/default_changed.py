"""A default is another one."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Side
from assent.compare.case import parameter, takes
from assent.compare.change import Change, Extent, found
from assent.compare.part import Part
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.json import Json, canonical

RULE = Rule(
    id="default-changed",
    title="A default is another one",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.24 Schema Object; JSON Schema 2020-12 validation §9.2 default",
    since="0.1",
    why="A client that leaves the value out sends the same request as before, and now means something else.",
    instead="Keep the default.",
    cases=(
        Case(
            before=takes(parameter(schema={"type": "integer", "default": 10})),
            after=takes(parameter(schema={"type": "integer", "default": 20})),
            breaks=False,
        ),
        Case(
            before=takes(parameter(schema={"type": "integer", "default": 10})),
            after=takes(parameter(schema={"type": "integer", "default": 10.0})),
            breaks=False,
            shows="the same number",
        ),
    ),
)


def check(change: Change[Part]) -> Iterator[Finding]:
    match change.pair:
        case old, new if change.within.side is Side.REQUEST and (old.optional or new.optional):
            before, after = old.annotation("default"), new.annotation("default")
            if canonical(before) != canonical(after):
                message = f"{old.where}: the default was {_said(before)} and is {_said(after)}."
                severity = None if before is not None else Severity.NOTE
                yield found(RULE, change, message, Extent(subject=_said(after), severity=severity))
        case _:
            return


def _said(value: Json) -> str:
    return "none" if value is None else f"`{canonical(value).decode()}`"
