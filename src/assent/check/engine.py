"""Everything that is wrong with one description: all rules, each cause told once."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from assent.check.survey import Survey, survey
from assent.document import Description
from assent.exports import modules_in
from assent.findings.finding import Finding
from assent.findings.rule import Rule
from assent.json import Pointer

Progress = Callable[[str, int, int], None]
"""Told what is being done, how far it is, and how far it has to go."""


class Checker(NamedTuple):
    """A rule with the function that finds what it is about."""

    rule: Rule
    check: Callable[[Survey], Iterator[Finding]]


FIRST: Final = (
    *("dangling-reference", "reference-cycle", "refused-reference", "malformed-reference"),
    *("misplaced-reference", "duplicate-key"),
)
"""Rules that say best what is wrong where the official schemas complain of the same place."""

SECOND: Final = ("invalid-structure", "invalid-schema")
"""Rules that do not speak of a place of which another has spoken."""

ECHOES: Final = ("refused-by-validator", "unreadable-part")
"""Rules that do not speak of a place, or of what it holds, of which another has spoken."""


@cache
def checkers() -> tuple[Checker, ...]:
    """All rules of `assent check`: first those that say best what is wrong, last those that only echo."""
    from assent.check import rules

    modules = [importlib.import_module(f"{rules.__name__}.{name}") for name in modules_in(rules)]
    found = [Checker(module.RULE, module.check) for module in modules]
    return tuple(sorted(found, key=lambda each: (_rank(each.rule.id), each.rule.id)))


def _rank(name: str) -> int:
    order = (*FIRST, *SECOND, "", *ECHOES)
    return order.index(name if name in order else "")


def check(description: Description, *, progress: Progress | None = None) -> Iterator[Finding]:
    """What is wrong with the description, each cause once, with the place where it is written.

    Works on what can be read when other parts cannot. Takes time linear in the size of the description.
    """
    tell = progress or _nothing
    tell("reading", 0, 0)
    surveyed = survey(description, tell)
    chosen = checkers()
    told = Told()
    for number, checker in enumerate(chosen):
        tell(f"checking {checker.rule.id}", number, len(chosen))
        yield from told.news(checker.check(surveyed))


class Told:
    """Remembers what has been told, so that a second complaint about the same place is not."""

    def __init__(self) -> None:
        self.fingerprints: set[str] = set()
        self.places: dict[tuple[str, Pointer], str] = {}

    def news(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that say something new."""
        for finding in findings:
            at, name = finding.new, finding.rule.id
            if at is not None and self._is_told(name, at.file, at.pointer):
                continue
            if finding.fingerprint in self.fingerprints:
                continue
            self.fingerprints.add(finding.fingerprint)
            if at is not None:
                self.places.setdefault((at.file, at.pointer), name)
            yield finding

    def _is_told(self, name: str, file: str, pointer: Pointer) -> bool:
        if name in SECOND:
            return self.places.get((file, pointer), name) != name
        if name in ECHOES:
            around = ((file, pointer[:length]) for length in range(1, len(pointer) + 1))
            return any(self.places.get(place, name) != name for place in around)
        return False


def _nothing(_what: str, _done: int, _total: int, /) -> None: ...
