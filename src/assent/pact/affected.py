"""Whom a change lets down: interactions that fare worse with the new description than with the old one.

Both sides are checked again for every interaction; nothing is concluded from names alone. Names and places serve
only to say which finding of a comparison tells of it, and what none of them tells is told by a finding of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from assent.api.model import Api
from assent.findings import Breaks, Finding, OperationPlace
from assent.json import Pointer
from assent.pact.grouping import consumers_of, grouped
from assent.pact.model import Interaction, Pact
from assent.pact.sets import missing
from assent.pact.verify import Compatibility, Verification, Verifier
from assent.records import dataclass, replace

WORSE: Mapping[Compatibility, int] = {
    Compatibility.COMPATIBLE: 0,
    Compatibility.AT_RISK: 1,
    Compatibility.UNDECIDED: 2,
    Compatibility.INCOMPATIBLE: 3,
}
"""How bad each verdict is for the consumer; what could not be decided counts for more than a known risk."""

GONE = frozenset({"error-status-removed", "success-status-removed"})
"""Rules by which nobody in general is let down, and yet those are who expect the very status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """One interaction that the change lets down, with what is new against it."""

    interaction: Interaction
    findings: tuple[Finding, ...]


def affected(old: Api, new: Api, pacts: Iterable[Pact]) -> Iterator[Affected]:
    """Every interaction whose verdict under the new description is worse than under the old one."""
    before, after = Verifier(old), Verifier(new)
    for pact in pacts:
        for interaction in pact.interactions:
            is_ = after.verify(interaction)
            if is_.verdict is Compatibility.COMPATIBLE:
                continue
            was = before.verify(interaction)
            if WORSE[is_.verdict] > WORSE[was.verdict]:
                yield Affected(interaction=interaction, findings=_fresh(was, is_))


def with_consumers(findings: Iterable[Finding], let_down: Iterable[Affected]) -> Iterator[Finding]:
    """The findings of a comparison, each with the consumers and interactions that it lets down, and no other.

    A finding that lets a consumer down is as severe as the consumer's own. What is new against an interaction that
    no finding explains comes last, as the pact engine tells it.
    """
    victims = list(let_down)
    explained: set[int] = set()
    for finding in findings:
        reached = [number for number, victim in enumerate(victims) if _explains(finding, victim)]
        explained.update(reached)
        yield _reaching(finding, [victims[number] for number in reached])
    rest = [victim.findings for number, victim in enumerate(victims) if number not in explained]
    yield from (replace(finding, old=None) for finding in grouped(rest))


def _reaching(finding: Finding, victims: list[Affected]) -> Finding:
    """The finding with its consumers, and severe enough for them."""
    if not victims:
        return finding
    told = [one for victim in victims for one in victim.findings if _same_cause(finding, one)]
    worst = max((one.severity for one in told), key=lambda severity: severity.rank)
    found = replace(finding, consumers=consumers_of(victim.interaction for victim in victims))
    if finding.severity.at_least(worst):
        return found
    applied = (*finding.applied, "It lets a known consumer down.")
    return replace(found, severity=worst, applied=applied)


def _fresh(was: Verification, is_: Verification) -> tuple[Finding, ...]:
    """What the new description has against the interaction that the old one had not."""
    known = {_key(finding) for finding in was.findings}
    return tuple(finding for finding in is_.findings if _key(finding) not in known) or is_.findings


def _key(finding: Finding) -> object:
    return finding.rule.id, finding.severity, finding.operations, finding.subject, finding.decided


def _explains(change: Finding, victim: Affected) -> bool:
    """Whether a change that can let somebody down is about what is new against an interaction."""
    matters = Breaks.WIRE in change.rule.breaks or change.rule.id in GONE
    return matters and any(_same_cause(change, one) for one in victim.findings)


def _same_cause(change: Finding, refusal: Finding) -> bool:
    """Whether a change's finding and a consumer's are about the same part of the same operation."""
    if change.side is not None and refusal.side is not None and change.side is not refusal.side:
        return False
    for place in change.operations:
        for other in refusal.operations:
            if _same_operation(place, other) and _overlap(place.place, other.place):
                return _pointers_meet(_seen_from(place, change), _pointers(refusal))
    return False


def _same_operation(place: OperationPlace, other: OperationPlace) -> bool:
    if place.method not in {other.method, "GET" if other.method == "HEAD" else other.method}:
        return False
    return _segments(place.path) == _segments(other.path) or _leads_to(place.path, other.path)


def _segments(path: str) -> list[str]:
    return ["{}" if part.startswith("{") else part for part in path.strip("/").split("/")]


def _leads_to(template: str, path: str) -> bool:
    """Whether a path that is no template any more (its operation is gone) is one of the template's."""
    wanted, found = _segments(template), path.strip("/").split("/")
    if len(wanted) > len(found):
        return False
    return all(one in ("{}", other) for one, other in zip(wanted, found[-len(wanted) :], strict=True))


def _overlap(place: str, other: str) -> bool:
    """Whether one place is the other or holds it; the operation as a whole holds every place."""
    shorter, longer = sorted((place.split(), other.split()), key=len)
    return longer[: len(shorter)] == shorter


def _pointers_meet(ours: list[Pointer], theirs: list[Pointer]) -> bool:
    """Whether the parts of the value that are refused lie in one another; True where one names none."""
    return not ours or not theirs or any(_prefix(one, other) for one in ours for other in theirs)


def _seen_from(place: OperationPlace, change: Finding) -> list[Pointer]:
    """Where a change in a shared component is in that operation's value: its witness is of the first operation.

    What the two places have before the component tells their subjects apart: `[].tag` is `tag` in another.
    """
    found = _pointers(change)
    ours, theirs = _tokens(change.operations[0].subject), _tokens(place.subject)
    while ours and theirs and ours[-1] == theirs[-1]:
        ours, theirs = ours[:-1], theirs[:-1]
    return [(*theirs, *pointer[len(ours) :]) if pointer[: len(ours)] == ours else theirs for pointer in found]


def _tokens(subject: str) -> Pointer:
    """The steps of a subject's path, and the words behind it."""
    return tuple(token for token in re.split(r"[. ]", subject.replace("[]", ".*")) if token)


def _pointers(finding: Finding) -> list[Pointer]:
    """Where in the value it is: as the witness shows, else as the subject of a property's rule says."""
    if finding.witness is None:
        return [_subject_pointer(finding.subject)] if finding.rule.id.startswith("property-") else []
    found = [(*because.value_pointer, *missing(because)) for because in finding.witness.because]
    return [tuple("*" if token.isdigit() else token for token in pointer) for pointer in found]


def _subject_pointer(subject: str) -> Pointer:
    """The pointer that a property's path means: `pets[].name` is the name of any pet."""
    return tuple(token for token in subject.replace("[]", ".*").split(".") if token)


def _prefix(one: Pointer, other: Pointer) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer[: len(shorter)] == shorter
