"""A format that assent does not know is another one."""

from __future__ import annotations

from collections.abc import Iterator

from assent.compare.case import answers
from assent.compare.change import Change, Extent, found
from assent.compare.part import Part
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.json import Json
from assent.schema.formats import format_named

RULE = Rule(
    id="format-changed",
    title="A format that assent does not know is another one",
    severity=Severity.NOTE,
    breaks=Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §7 format",
    since="0.1",
    why="Whoever does know it may read or write the value differently.",
    instead="Keep the format, or say in words what changed.",
    cases=(
        Case(
            before=answers({"type": "string", "format": "phone"}),
            after=answers({"type": "string", "format": "telephone"}),
            breaks=False,
        ),
        Case(
            before=answers({"type": "string", "format": "phone"}),
            after=answers({"type": "string", "format": "phone"}),
            breaks=False,
            shows="nothing changed",
        ),
    ),
)


def check(change: Change[Part]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            before, after = old.annotation("format"), new.annotation("format")
            if before != after and not (_known(before) and _known(after)):
                message = f"{old.where}: the format was `{before}` and is `{after}`."
                yield found(RULE, change, message, Extent(subject="format", severity=Severity.NOTE))
        case _:
            return


def _known(name: Json) -> bool:
    return name is None or (isinstance(name, str) and format_named(name) is not None)
