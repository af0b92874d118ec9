"""A part of a description cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Unreadable
from assent.compare.case import described
from assent.compare.change import Change, Extent, found
from assent.compare.hidden import Holder
from assent.compare.lifecycle import Readable
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="part-unreadable",
    title="A part of a description cannot be read",
    severity=Severity.WARNING,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.3",
    since="0.1",
    why="What cannot be read cannot be compared; whether it breaks anybody is open.",
    instead="Mend the part; `assent check` says what is wrong with it.",
    cases=(
        Case(before=described({"parameters": "none"}), after=described({"parameters": []}), breaks=False),
        Case(
            before=described({"parameters": "none"}),
            after=described({"parameters": "none"}),
            breaks=False,
            shows="nothing changed",
        ),
    ),
)


def check(change: Change[Readable]) -> Iterator[Finding]:
    """A finding that is not decided, for each part that is unreadable in one revision and not the same in the other."""
    old = change.old.unreadable if change.old is not None else ()
    new = change.new.unreadable if change.new is not None else ()
    for part in (*(it for it in old if it not in new), *(it for it in new if it not in old)):
        at = Extent(
            subject="" if isinstance(change.new or change.old, Holder) else part.part,
            decided=False,
            old=part.at if part in old else None,
            new=part.at if part in new else None,
        )
        yield found(RULE, change, _message(part), at)


def _message(part: Unreadable) -> str:
    """What is wrong, and what to do: the last of it is a sentence of its own already."""
    name = part.part or (part.node.pointer[-1] if part.node.pointer else "The description")
    return f"`{name}` cannot be read: {part.why.removesuffix('.')}."
