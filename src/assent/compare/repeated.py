"""Keys that stand twice in one object: the last of them is compared, and what the others say is not decided.

Imported where there are some.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from assent.compare.rules import named
from assent.document.document import Location, Problem
from assent.findings import Finding
from assent.json import Pointer, format_pointer


def repeated(old: Iterable[Problem], new: Iterable[Problem]) -> Iterator[Finding]:
    """A finding for each key that is repeated in either revision, given what was put right in the texts of both."""
    before, after = _places(old), _places(new)
    rule = named("part", "part-unreadable")
    for pointer in sorted({*before, *after}):
        for one, other in zip_longest(before.get(pointer, ()), after.get(pointer, ())):
            yield Finding(
                rule=rule,
                severity=rule.severity,
                message=f"`{pointer[-1]}` stands twice in one object, and only the last is compared. Remove one.",
                subject=f"key {format_pointer(pointer)}",
                decided=False,
                old=one,
                new=other,
            )


def _places(problems: Iterable[Problem]) -> dict[Pointer, list[Location]]:
    """Where the keys stand, once for each object, by their pointers, which those of several files may share."""
    found: dict[Pointer, dict[str, Location]] = {}
    for problem in problems:
        if problem.kind == "duplicate-key":
            found.setdefault(problem.at.pointer, {})[problem.at.file] = problem.at
    return {pointer: list(files.values()) for pointer, files in found.items()}
