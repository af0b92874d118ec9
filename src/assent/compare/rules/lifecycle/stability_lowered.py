"""Something is less stable than it was."""

from __future__ import annotations

from collections.abc import Iterator

from assent.compare.case import described
from assent.compare.change import Change, Described, Extent, found
from assent.compare.lifecycle import LEVELS, Deprecable, stability, told_of
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="stability-lowered",
    title="Something is less stable than it was",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="The extension x-stability-level: draft, alpha, beta, stable",
    since="0.1",
    why="Clients built on a promise that is weaker now.",
    instead="Keep the level; a level, once given, is a promise.",
    cases=(
        Case(
            before=described({"x-stability-level": "beta"}),
            after=described({"x-stability-level": "alpha"}),
            breaks=False,
        ),
        Case(
            before=described({"x-stability-level": "beta"}),
            after=described({"x-stability-level": "beta"}),
            breaks=False,
            shows="nothing changed",
        ),
    ),
)


def check(change: Change[Deprecable]) -> Iterator[Finding]:
    match change.pair:
        case before, after:
            yield from told(change, old=stability(before.extensions), new=stability(after.extensions))
        case _:
            return


def told(change: Change[Described], *, old: str, new: str, extent: Extent | None = None) -> Iterator[Finding]:
    """The finding for anything that can have a stability level."""
    if LEVELS.index(new) < LEVELS.index(old):
        message = told_of(change.new, f"the stability level was `{old}` and is `{new}`.")
        yield found(RULE, change, message, extent)
