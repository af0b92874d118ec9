"""Findings by their cause: each told once, with every operation that it reaches."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from assent.findings import Finding, OperationPlace
from assent.fuzz.shape import shape, words
from assent.fuzz.trial import Trial
from assent.records import dataclass, field, replace

Cause: TypeAlias = tuple[object, ...]

_BY_PLACE_IN_SCHEMA: Final = frozenset(
    {
        "invalid-response-body",
        "invalid-input-accepted",
        "broken-format",
        "write-only-leaked",
        "invalid-response-header",
    }
)
"""Rules whose cause is a keyword at a place of the description, whichever operations reach it."""

_EVERYWHERE: Final = frozenset({"allow-missing"})
"""Rules that a server's framework keeps or breaks for all operations at once."""

ABOUT_A_PART: Final = frozenset({"server-error", "valid-input-refused"})
"""Rules whose failures are about a part of the request that can be found by making the others simple."""

_BY_PART: Final = frozenset({"server-error", "no-answer", "valid-input-refused"})
"""Rules whose cause is the shape of the answer and the part of the request that was varied: equal answers can have
several reasons, and one reason can show in several operations."""


def cause(finding: Finding) -> Cause:
    """What tells this finding's cause from others, the varied part apart."""
    rule = finding.rule.id
    if rule in _BY_PLACE_IN_SCHEMA and finding.new is not None:
        return rule, finding.subject.rpartition(" ")[2], finding.new.file, finding.new.pointer
    if rule in _EVERYWHERE:
        return (rule,)
    if rule in _BY_PART or rule == _UNCHECKED:
        return rule, finding.subject
    place = finding.operations[0]
    response = finding.witness.response if finding.witness else None
    if rule == _UNDESCRIBED and response is not None:
        return rule, place.place, shape(response, finding.witness.request if finding.witness else None)
    return rule, place.method, place.path, place.place, finding.subject


def says_no_more(finding: Finding, than: Finding) -> bool:
    """Whether a finding is that one, or a refusal that gives some of the reasons that were given there."""
    if cause(finding) == cause(than):
        return True
    mine, its = finding.witness, than.witness
    if finding.rule.id != _REFUSED or mine is None or its is None:
        return False
    new, old = mine.response, its.response
    if new is None or old is None or new.status != old.status:
        return False
    said = words(new, mine.request)
    return bool(said) and said <= words(old, its.request)


_REFUSED: Final = "valid-input-refused"
_UNDESCRIBED: Final = "undocumented-error-status"
_FAILED: Final = "server-error"
_UNCHECKED: Final = "credentials-not-checked"
_NONE: Final = "none"


@dataclass(slots=True, kw_only=True)
class Known:
    """A cause that was met: its finding, the trial that shows it, and how often it was met."""

    finding: Finding
    trial: Trial
    where: str
    times: int = 1
    also: set[tuple[str, Cause]] = field(default_factory=set)
    """What was taken for another finding at first: where, and the cause."""

    def show(self, finding: Finding, trial: Trial) -> None:
        """Let that trial show it, in all the operations that it was met in."""
        self.finding = replace(finding, operations=self.finding.operations)
        self.trial = trial
        self.where = trial.attempt.recipe.where


class Ledger:
    """The causes met in one run, in the order in which they were met."""

    def __init__(self) -> None:
        self._known: dict[Cause, list[Known]] = {}

    def known(self, finding: Finding, trial: Trial) -> Known | None:
        """The cause if it was met before; its operations then include this one."""
        where = trial.attempt.recipe.where
        drawers = [_drawer(finding)]
        if finding.rule.id == _UNCHECKED and finding.subject != _NONE:
            drawers.append((_UNCHECKED, _NONE))
        entries = [entry for drawer in drawers for entry in self._known.get(drawer, [])]
        if finding.rule.id == _FAILED and trial.in_gets_place:
            entries = self.entries()
        for entry in entries:
            if _is_same(entry, finding, where) or (where, cause(finding)) in entry.also:
                _count(entry, finding)
                return entry
        return None

    def suspects(self, entry: Known) -> list[str]:
        """The parts that other failures of this kind turned out to be about."""
        others = self._known.get(_drawer(entry.finding), [])
        return list(dict.fromkeys(it.where for it in others if it is not entry and it.where))

    def joined(self, entry: Known) -> bool:
        """Whether what is known of the entry since makes it one with an earlier one; it is then no more one of its own."""
        return self._merged(entry, lambda earlier: _is_same(earlier, entry.finding, entry.where))

    def presumed(self, entry: Known) -> bool:
        """Whether it may be one that was met before in its operation, where no request is left to tell them apart."""
        finding = entry.finding
        return self._merged(
            entry,
            lambda earlier: earlier.finding.rule is finding.rule and _reaches(earlier, finding.operations[0]),
        )

    def _merged(self, entry: Known, is_it: Callable[[Known], bool]) -> bool:
        """Let the first earlier entry that is it take this one in; whether there is one."""
        entries = self._known.get(_drawer(entry.finding), [])
        earlier = next(filter(is_it, entries[: entries.index(entry)]), None)
        if earlier is None:
            return False
        _count(earlier, entry.finding, times=entry.times)
        earlier.also |= entry.also
        entries.remove(entry)
        return True

    def add(self, finding: Finding, trial: Trial) -> Known:
        entry = Known(finding=finding, trial=trial, where=trial.attempt.recipe.where)
        self._known.setdefault(_drawer(finding), []).append(entry)
        return entry

    def withdraw(self, entry: Known) -> None:
        """Tell nothing of what turned out to be no finding."""
        self._known[_drawer(entry.finding)].remove(entry)

    @property
    def count(self) -> int:
        return sum(map(len, self._known.values()))

    def entries(self) -> list[Known]:
        return [entry for entries in self._known.values() for entry in entries]


def _is_same(entry: Known, finding: Finding, where: str) -> bool:
    place = finding.operations[0]
    if finding.rule.id == _UNCHECKED:
        # Who takes requests without credentials takes those with wrong ones as well.
        return entry.finding.subject == finding.subject or _reaches(entry, place)
    if (
        finding.rule.id == _FAILED
        and entry.finding.rule.id == _FAILED
        and cause(entry.finding) != cause(finding)
    ):
        # An answer to HEAD has no words; GET's tell the same failure.
        return _reaches(entry, place) and entry.finding.operations[0].place == place.place
    if entry.finding.rule is not finding.rule:
        return False
    if finding.rule.id in _BY_PART:
        return _same_part(entry, finding, where)
    return finding.rule.id != _UNDESCRIBED or _same_status(entry, finding)


def _reaches(entry: Known, place: OperationPlace) -> bool:
    return any((it.method, it.path) == (place.method, place.path) for it in entry.finding.operations)


def _count(entry: Known, finding: Finding, *, times: int = 1) -> None:
    """The entry was met again, perhaps in other operations."""
    entry.times += times
    new = [place for place in finding.operations if place not in entry.finding.operations]
    if new:
        entry.finding = replace(entry.finding, operations=(*entry.finding.operations, *new))


def _drawer(finding: Finding) -> Cause:
    """Findings that may be one: those of one cause, and all of a status, whose words may quote the value."""
    if finding.rule.id in (_REFUSED, _UNDESCRIBED):
        return finding.rule.id, finding.operations[0].place
    return cause(finding)


def _same_status(entry: Known, finding: Finding) -> bool:
    """Whether two answers of a status that is not described are one gap: in one operation they are whatever they
    say, since describing the status mends both; in two operations if they say the same.
    """
    place = finding.operations[0]
    same = _reaches(entry, place)
    return same or cause(entry.finding) == cause(finding)


def _same_part(entry: Known, finding: Finding, where: str) -> bool:
    """Whether two failing requests may fail for one reason.

    In one operation they may if one of them varied nothing, or both one part; in two operations if both varied
    a part of the same name. Refusals of one part are one whatever they say; refusals in equal words are one also if
    nothing was varied in either of two operations, or the whole of what the other varied a part of.
    """
    if entry.where == where and where:
        return True
    place = finding.operations[0]
    same = _reaches(entry, place)
    if finding.rule.id == _REFUSED:
        if same and entry.where and where and _in_one_rules_words(entry, finding, where):
            return True
        if entry.finding.subject != finding.subject:
            return False
        inside = where.startswith(f"{entry.where} ") or entry.where.startswith(f"{where} ")
        return not (entry.where or where) or (same and (inside or not entry.where or not where))
    return same and (not entry.where or not where or entry.where == where)


def _in_one_rules_words(entry: Known, finding: Finding, where: str) -> bool:
    """Whether two refusals of two parts name their part and say the same of it: then one rule holds for both."""
    one, other = entry.finding.witness, finding.witness
    if one is None or other is None or one.response is None or other.response is None:
        return False
    first = words(one.response, one.request, names=_names(entry.where))
    second = words(other.response, other.request, names=_names(where))
    named = second != words(other.response, other.request)
    return named and one.response.status == other.response.status and first == second


def _names(where: str) -> list[str]:
    """The names in a place such as `body /items/0/size`."""
    return [part for part in re.split(r"[ /]", where) if part not in ("body", "query", "path", "header")]
