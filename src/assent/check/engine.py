"""Everything that is wrong with one description: all rules, each cause told once."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from assent.check.survey import Survey, survey
from assent.document import Description
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
    "dangling-reference",
    "reference-cycle",
    "refused-reference",
    "duplicate-key",
    "invalid-structure",
)
"""Rules that say best what is wrong where others complain of the same place."""

ECHOES: Final = frozenset({"unreadable-part", "refused-by-validator"})
"""Rules that only speak where no other rule has spoken of that place or what holds it."""


@cache
def checkers() -> tuple[Checker, ...]:
    """All rules of `assent check`: first those that say best what is wrong, last those that only echo."""
    from assent.check import rules

    names = [each.name for each in pkgutil.iter_modules(rules.__path__)]
    modules = [importlib.import_module(f"{rules.__name__}.{name}") for name in names]
    found = [Checker(module.RULE, module.check) for module in modules]
    return tuple(sorted(found, key=lambda each: (_rank(each.rule.id), each.rule.id)))


def _rank(name: str) -> int:
    if name in FIRST:
        return FIRST.index(name) - len(FIRST)
    return 1 if name in ECHOES else 0


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
        yield from told.news(checker.check(surveyed), echo=checker.rule.id in ECHOES)


class Told:
    """Remembers what has been told, so that a second complaint about the same place is not."""

    def __init__(self) -> None:
        self.fingerprints: set[str] = set()
        self.places: set[tuple[str, Pointer]] = set()

    def news(self, findings: Iterable[Finding], *, echo: bool) -> Iterator[Finding]:
        """The findings that say something new. An echo of a finding at the same place, or around it, does not."""
        for finding in findings:
            at = finding.new
            if echo and at is not None and self._covers(at.file, at.pointer):
                continue
            if finding.fingerprint in self.fingerprints:
                continue
            self.fingerprints.add(finding.fingerprint)
            yield finding
            if at is not None and not echo:
                self.places.add((at.file, at.pointer))

    def _covers(self, file: str, pointer: Pointer) -> bool:
        return any((file, pointer[:length]) in self.places for length in range(1, len(pointer) + 1))


def _nothing(_what: str, _done: int, _total: int, /) -> None: ...
