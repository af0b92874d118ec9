"""One cause, one finding: what several interactions or consumers show is told once, with all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assent.findings import Consumer, Finding
from assent.pact.verify import Verification


def grouped(verifications: Iterable[Verification]) -> tuple[Finding, ...]:
    """The findings of all interactions, equal causes merged, with the consumers they let down in order."""
    first: dict[object, Finding] = {}
    reached: dict[object, dict[str, dict[str, None]]] = {}
    for verification in verifications:
        for finding in verification.findings:
            cause = _cause(finding)
            known = first.setdefault(cause, finding)
            if finding.severity.rank > known.severity.rank:
                first[cause] = finding
            for consumer in finding.consumers:
                names = reached.setdefault(cause, {}).setdefault(consumer.name, {})
                names.update(dict.fromkeys(consumer.interactions))
    return tuple(
        replace(finding, consumers=_consumers(reached.get(cause, {}))) for cause, finding in first.items()
    )


def _cause(finding: Finding) -> object:
    where = tuple(finding.operations)
    return finding.rule.id, finding.side, where, finding.subject, finding.decided


def _consumers(reached: dict[str, dict[str, None]]) -> tuple[Consumer, ...]:
    return tuple(Consumer(name=name, interactions=tuple(found)) for name, found in sorted(reached.items()))
