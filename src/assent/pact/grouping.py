"""One cause, one finding: what several interactions or consumers show is told once, with all of them."""

from __future__ import annotations

from collections.abc import Iterable

from assent.findings import Consumer, Finding
from assent.pact.model import Interaction
from assent.records import replace


def grouped(found: Iterable[Iterable[Finding]]) -> tuple[Finding, ...]:
    """The findings of several interactions, equal causes merged, with the consumers they let down in order.

    What fails one interaction and is excused in another (it is pending, or expects to be refused) is told apart.
    """
    first: dict[object, Finding] = {}
    reached: dict[object, dict[str, dict[str, None]]] = {}
    for findings in found:
        for finding in findings:
            cause = _cause(finding)
            first.setdefault(cause, finding)
            for consumer in finding.consumers:
                names = reached.setdefault(cause, {}).setdefault(consumer.name, {})
                names.update(dict.fromkeys(consumer.interactions))
    return tuple(
        replace(finding, consumers=_consumers(reached.get(cause, {}))) for cause, finding in first.items()
    )


def consumers_of(interactions: Iterable[Interaction]) -> tuple[Consumer, ...]:
    """The consumers that the interactions belong to, by name, each with its own."""
    reached: dict[str, dict[str, None]] = {}
    for interaction in interactions:
        reached.setdefault(interaction.consumer, {})[interaction.description] = None
    return _consumers(reached)


def _cause(finding: Finding) -> object:
    where = tuple(finding.operations)
    return finding.rule.id, finding.severity, finding.side, where, finding.subject, finding.decided


def _consumers(reached: dict[str, dict[str, None]]) -> tuple[Consumer, ...]:
    return tuple(Consumer(name=name, interactions=tuple(found)) for name, found in sorted(reached.items()))
