"""Whom a change lets down: interactions compatible with the old description and not with the new one.

Both sides are checked again for every interaction; nothing is concluded from names alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assent.api.model import Api
from assent.findings import Consumer, Finding, OperationPlace, Severity
from assent.json import Pointer
from assent.pact.model import Interaction, Pact
from assent.pact.verify import Compatibility, Verification, Verifier

FINE = frozenset({Compatibility.COMPATIBLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """One interaction that the change lets down, with what is new against it."""

    interaction: Interaction
    findings: tuple[Finding, ...]


def affected(old: Api, new: Api, pacts: Iterable[Pact]) -> Iterator[Affected]:
    """Every interaction that becomes worse: compatible with the old description, and not with the new one."""
    before, after = Verifier(old), Verifier(new)
    for pact in pacts:
        for interaction in pact.interactions:
            was, is_ = before.verify(interaction), after.verify(interaction)
            if was.verdict in FINE and is_.verdict not in FINE:
                yield Affected(interaction=interaction, findings=_fresh(was, is_))


def with_consumers(findings: Iterable[Finding], let_down: Iterable[Affected]) -> Iterator[Finding]:
    """The findings of a comparison, each with the consumers and interactions that it lets down, and no other."""
    victims = list(let_down)
    for finding in findings:
        reached: dict[str, dict[str, None]] = {}
        for victim in victims:
            if any(_same_cause(finding, one) for one in victim.findings):
                names = reached.setdefault(victim.interaction.consumer, {})
                names[victim.interaction.description] = None
        consumers = tuple(
            Consumer(name=name, interactions=tuple(found)) for name, found in sorted(reached.items())
        )
        yield replace(finding, consumers=consumers) if consumers else finding


def lowered(findings: Iterable[Finding], severity: Severity) -> Iterator[Finding]:
    """The findings, errors that let no known consumer down lowered to a severity, saying so."""
    for finding in findings:
        if finding.severity is Severity.ERROR and not finding.consumers and severity is not Severity.ERROR:
            applied = (*finding.applied, f"No known consumer is let down: {severity.value} by policy.")
            yield replace(finding, severity=severity, applied=applied)
        else:
            yield finding


def _fresh(was: Verification, is_: Verification) -> tuple[Finding, ...]:
    """What the new description has against the interaction that the old one had not."""
    known = {(finding.rule.id, finding.operations, finding.subject) for finding in was.findings}
    return tuple(
        finding
        for finding in is_.findings
        if (finding.rule.id, finding.operations, finding.subject) not in known
    )


def _same_cause(change: Finding, refusal: Finding) -> bool:
    """Whether a change's finding and a consumer's are about the same part of the same operation."""
    if change.side is not None and refusal.side is not None and change.side is not refusal.side:
        return False
    for place in change.operations:
        for other in refusal.operations:
            if _same_operation(place, other) and _overlap(place.place, other.place):
                return _pointers_meet(change, refusal)
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


def _pointers_meet(change: Finding, refusal: Finding) -> bool:
    """Whether the parts of the value that are refused lie in one another; True where one names none."""
    ours, theirs = _pointers(change), _pointers(refusal)
    return not ours or not theirs or any(_prefix(one, other) for one in ours for other in theirs)


def _pointers(finding: Finding) -> list[Pointer]:
    if finding.witness is None:
        return []
    found = [
        (*because.value_pointer, *_missing(because.keyword, because.message))
        for because in finding.witness.because
    ]
    return [tuple("*" if token.isdigit() else token for token in pointer) for pointer in found]


def _missing(keyword: str, message: str) -> Pointer:
    """The member that `required` misses, which its message names."""
    return (message.split("'")[1],) if keyword == "required" and message.count("'") >= 2 else ()


def _prefix(one: Pointer, other: Pointer) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer[: len(shorter)] == shorter
