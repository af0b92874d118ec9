"""One cause, one finding: findings with the same cause become one that lists every operation it reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from assent.compare.change import Change
from assent.document.document import Location
from assent.findings import Finding, OperationPlace, Severity, Witness
from assent.findings.finding import Identity, identities
from assent.json import canonical
from assent.records import dataclass, field, replace

Cause = tuple[object, ...]


@dataclass(slots=True)
class Gathered:
    """A finding with the operations that were met so far, and how to make its witness if it needs one."""

    finding: Finding
    exhibit: Callable[[], Witness | None]
    places: dict[OperationPlace, OperationPlace] = field(default_factory=dict)


@dataclass(slots=True)
class Collector:
    """Findings by cause, in the order in which the causes were met."""

    causes: dict[Cause, Gathered] = field(default_factory=dict)

    def add(
        self, finding: Finding, exhibit: Callable[[], Witness | None], *, alike: Cause | None = None
    ) -> Gathered:
        """Add the finding, or its operations to the one of the same cause; `alike` stands for its places if given."""
        held = self.causes.setdefault(cause_of(finding, alike), Gathered(finding, exhibit))
        for place in finding.operations:
            held.places.setdefault(place, place)
        return held

    def findings(self) -> Iterator[Finding]:
        """The findings with all their operations; those that matter have a witness, for the first operation."""
        for held in self.causes.values():
            places = tuple(held.places.values())
            subject = next((place.subject for place in places if place.subject), held.finding.subject)
            finding = replace(held.finding, operations=places, subject=subject)
            if finding.severity is not Severity.NOTE and finding.decided and finding.witness is None:
                finding = replace(finding, witness=held.exhibit())
            yield finding


def added_alike(kind: str, change: Change[Any], finding: Finding) -> Cause | None:
    """What a new header or parameter has in common with others that were written anew in the same words at the same
    place of other operations. Only for notes: whoever accepts a break accepts the one that was looked at.
    """
    if (
        kind not in ("header", "parameter")
        or change.old
        or not change.new
        or finding.severity != Severity.NOTE
    ):
        return None
    node, places = change.new.node, tuple(it.place for it in finding.operations)
    return (*places, node.document.uri, canonical(node.value))


def cause_of(finding: Finding, alike: Cause | None = None) -> Cause:
    """What makes two findings one: rule, side, subject, severity, and where it is written in both revisions."""
    if alike is not None:
        return finding.rule.id, finding.side, finding.subject, finding.severity, *alike
    return (
        finding.rule.id,
        finding.side,
        finding.subject,
        finding.severity,
        _place(finding.old),
        _place(finding.new),
        None if finding.old or finding.new else finding.operations,
    )


def _place(at: Location | None) -> object:
    return None if at is None else (at.file, at.pointer)


def exhibit_of(
    make: Callable[..., Any] | None, change: Change[Any], finding: Finding
) -> Callable[[], Witness | None]:
    """The witness on demand."""
    if make is None:
        return lambda: None
    return lambda: make(change, finding)


def distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, each with a fingerprint of its own.

    Two conditions of one kind at one place (the patterns of two parts of an `allOf`) differ in nothing that lasts;
    the second of them is known as such.
    """
    taken: set[Identity] = set()
    for finding in findings:
        known, number = finding, 1
        while not taken.isdisjoint(names := identities(known)):
            number += 1
            known = _numbered(finding, number)
        taken.update(names)
        yield known


def _numbered(finding: Finding, number: int) -> Finding:
    places = (
        replace(it, subject=f"{it.subject} #{number}") if it.subject else it for it in finding.operations
    )
    return replace(finding, subject=f"{finding.subject} #{number}", operations=tuple(places))
