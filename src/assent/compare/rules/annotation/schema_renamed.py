"""A schema has another name."""

from __future__ import annotations

from collections.abc import Iterator

from assent.compare.case import described, sends
from assent.compare.change import Change, Extent, found
from assent.compare.part import Part
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="schema-renamed",
    title="A schema has another name",
    severity=Severity.NOTE,
    breaks=Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.7 Components Object, schemas",
    since="0.1",
    why="Code generators name types by it. Nothing travels differently.",
    instead="Keep the name.",
    cases=(
        Case(
            before=described(
                {
                    "requestBody": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
                    }
                },
                components={"schemas": {"Pet": {"type": "object"}}},
            ),
            after=described(
                {
                    "requestBody": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Animal"}}}
                    }
                },
                components={"schemas": {"Animal": {"type": "object"}}},
            ),
            breaks=False,
        ),
        Case(
            before=sends({"type": "object"}),
            after=sends({"type": "object"}),
            breaks=False,
            shows="nothing changed",
        ),
    ),
)


def check(change: Change[Part]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            before, after = old.name, new.name
            if before and after and before != after:
                yield found(
                    RULE,
                    change,
                    f"{new.where}: the schema was `{before}` and is `{after}`.",
                    Extent(subject="name", old=old.used_at, new=new.used_at),
                )
        case _:
            return
