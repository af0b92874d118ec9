"""Real revisions: nothing crashes, and another engine agrees with every witness."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.pairs import PAIRS

from assent.api import read_api
from assent.compare.compare import compare_descriptions
from assent.document import load
from assent.findings import Finding, Severity
from assent.judge import Prepared, judge, prepare
from assent.wire import Exchange

NAMES = ("slack", "adyen", "twilio")
"""Pairs that are compared in seconds."""

UNSEEN = frozenset({"security-scope-added"})
"""Rules whose break a judge cannot see in a message."""


@pytest.mark.parametrize("name", NAMES)
def test_the_judges_of_both_revisions_agree_with_every_witness(shared: Path, name: str) -> None:
    old, new = (load(str(shared / "corpus" / file)) for file in PAIRS[name])
    found = list(compare_descriptions(old, new))
    judges = {"old": prepare(read_api(old)), "new": prepare(read_api(new))}
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    assert errors
    for finding in errors:
        accepted, refused = (_refusals(finding, judges, age) for age in ("accepted_by", "refused_by"))
        assert accepted == []
        assert refused or finding.rule.id in UNSEEN, finding


def _refusals(finding: Finding, judges: dict[str, Prepared], age: str) -> list[Finding]:
    witness = finding.witness
    assert witness is not None
    assert witness.request is not None
    by = judges[getattr(witness, age)]
    exchange = Exchange(witness.request, witness.response)
    return [it for it in judge(by, exchange) if it.severity is Severity.ERROR]


@pytest.mark.parametrize("name", NAMES)
def test_a_real_description_compared_with_itself_gives_nothing(shared: Path, name: str) -> None:
    file = str(shared / "corpus" / PAIRS[name][1])
    assert list(compare_descriptions(load(file), load(file))) == []


def test_undecided_is_rare(shared: Path) -> None:
    """At most 2 % of what is said about a real pair may be that assent does not know."""
    for files in (PAIRS[name] for name in NAMES):
        old, new = (load(str(shared / "corpus" / file)) for file in files)
        found = list(compare_descriptions(old, new))
        assert sum(not finding.decided for finding in found) <= max(3, len(found) * 0.02)
