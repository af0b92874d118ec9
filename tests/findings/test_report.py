"""Verdicts, counts, order, and positions that are found together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations, product

import pytest
from tests.findings.example import INPUTS, TOOL, findings, report

from assent.document.document import Location, Position
from assent.findings import (
    Counts,
    Finding,
    Severity,
    Verdict,
    Waiver,
    count,
    located,
    make_report,
    ordered,
    verdict,
)
from assent.json import Pointer

KINDS = [
    (severity, decided, waived)
    for severity in Severity
    for decided in (True, False)
    for waived in (None, Waiver(reason="known"))
]


def of_kind(kind: tuple[Severity, bool, Waiver | None]) -> Finding:
    severity, decided, waived = kind
    return replace(findings()[0], severity=severity, decided=decided, waived=waived)


@pytest.mark.parametrize("length", [0, 1, 2])
def test_the_verdict_is_as_the_contract_says_for_every_small_set_of_findings(length: int) -> None:
    for kinds in product(KINDS, repeat=length):
        breaking = any(severity is Severity.ERROR and not waived for severity, _, waived in kinds)
        open_question = any(not decided for _, decided, _ in kinds)
        expected = "breaking" if breaking else "undecided" if open_question else "compatible"
        assert verdict(map(of_kind, kinds)).value == expected


def test_counts_leave_waived_findings_out_of_their_severity() -> None:
    assert count(findings()) == Counts(error=2, warning=3, note=1, undecided=1, waived=1)
    assert report().verdict is Verdict.BREAKING


def test_the_order_of_findings_depends_on_nothing_but_the_findings() -> None:
    some = findings()[:4]
    expected = ordered(some)
    assert all(ordered(order) == expected for order in permutations(some))
    assert [it.severity.rank for it in ordered(findings())] == sorted(
        (it.severity.rank for it in findings()), reverse=True
    )


def test_every_document_is_asked_once_for_all_its_positions() -> None:
    asked: list[int] = []

    def locate(pointers: Sequence[Pointer]) -> Mapping[Pointer, Position]:
        asked.append(len(pointers))
        return {pointer: (len(pointer), 1) for pointer in pointers}

    many = [
        replace(
            findings()[0], old=None, new=Location("a", ("x", str(number // 2)), locate), subject=str(number)
        )
        for number in range(10)
    ]
    given = located(make_report("compare", many, tool=TOOL, inputs=INPUTS))
    assert [it.new.position for it in given.findings if it.new] == [(2, 1)] * 10
    assert asked == [5]
    assert located(given) == given
