"""A schema has another title."""

from __future__ import annotations

from collections.abc import Iterator

from assent.compare.case import sends
from assent.compare.change import Change, Extent, found
from assent.compare.part import Part
from assent.compare.positions import meant
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.json import Json

RULE = Rule(
    id="schema-title-changed",
    title="A schema has another title",
    severity=Severity.NOTE,
    breaks=Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §9.1 title",
    since="0.1",
    why="Some code generators name types by it. Nothing travels differently.",
    instead="Keep the title.",
    cases=(
        Case(before=sends({"title": "Pet"}), after=sends({"title": "Animal"}), breaks=False),
        Case(
            before=sends({"title": "Pet"}),
            after=sends({"title": "Pet", "description": "A pet"}),
            breaks=False,
        ),
    ),
)


def check(change: Change[Part]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            before, after = _title(old), _title(new)
            renamed = old.name and new.name and old.name != new.name
            if before != after and not renamed:
                severity = None if before is not None else Severity.NOTE
                message = f"{new.where}: the title was {_said(before)} and is {_said(after)}."
                yield found(RULE, change, message, Extent(subject="title", severity=severity))
        case _:
            return


def _title(part: Part) -> Json:
    """The title, or that of what the schema merely refers to."""
    return meant(part.schema).annotation("title")


def _said(title: Json) -> str:
    return "absent" if title is None else f"`{title}`"
