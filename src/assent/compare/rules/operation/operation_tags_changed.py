"""An operation has other tags."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import described
from assent.compare.change import Change, found
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="operation-tags-changed",
    title="An operation has other tags",
    severity=Severity.NOTE,
    breaks=Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.10 Operation Object, tags",
    since="0.1",
    why="Generated code groups its functions by them, so imports may have to change. Nothing travels differently.",
    instead="Keep the tags, or add new ones after the old.",
    cases=(
        Case(before=described({"tags": ["pets"]}), after=described({"tags": ["animals"]}), breaks=False),
        Case(
            before=described({"tags": ["pets"]}),
            after=described({"tags": ["pets"], "summary": "Add"}),
            breaks=False,
        ),
    ),
)


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new if old.tags != new.tags:
            yield found(RULE, change, f"The tags were {_listed(old.tags)} and are {_listed(new.tags)}.")
        case _:
            return


def _listed(tags: tuple[str, ...]) -> str:
    return ", ".join(f"`{tag}`" for tag in tags) or "none"
