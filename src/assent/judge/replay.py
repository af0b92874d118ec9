"""Recorded traffic against a description: every exchange judged, each cause told once."""

from __future__ import annotations

from collections.abc import Iterable

from assent.api.model import OperationKey
from assent.api.sides import Origin
from assent.findings import Finding
from assent.judge.callbacks import expect_callbacks
from assent.judge.judge import judge_subject
from assent.judge.prepared import Prepared
from assent.judge.subject import Subject
from assent.records import dataclass, replace
from assent.wire import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What judging a recording gave. `reached` counts the exchanges of each of the provider's operations that was met."""

    findings: tuple[Finding, ...]
    exchanges: int
    reached: dict[OperationKey, int]


def replay(prepared: Prepared, exchanges: Iterable[Exchange]) -> Replayed:
    """Judge each exchange. Findings of one cause become one, whose witness is the first exchange that showed it.

    Callbacks are known by the URL that an earlier exchange of the recording named. How many exchanges showed it stands in the finding's `extra` as `exchanges`.
    """
    first: dict[str, Finding] = {}
    times: dict[str, int] = {}
    reached: dict[OperationKey, int] = {}
    count = 0
    for exchange in exchanges:
        count += 1
        subject = Subject(prepared, exchange)
        expect_callbacks(subject)
        if subject.operation is not None and subject.operation.origin is Origin.PATH:
            key = subject.operation.key
            reached[key] = reached.get(key, 0) + 1
        shown: set[str] = set()
        for finding in judge_subject(subject):
            name = finding.fingerprint
            first.setdefault(name, finding)
            if name not in shown:
                times[name] = times.get(name, 0) + 1
                shown.add(name)
    findings = tuple(replace(it, extra={**it.extra, "exchanges": times[name]}) for name, it in first.items())
    return Replayed(findings=findings, exchanges=count, reached=reached)
