"""Real revisions: nothing crashes, and another engine agrees with every witness."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.api import read_api
from assent.compare.compare import compare_descriptions
from assent.document import load
from assent.findings import Finding, Severity
from assent.judge import Prepared, judge, prepare
from assent.wire import Exchange

PAIRS = {
    "slack": (
        "slack/slack_web_openapi_v2.2020-04-03-3f1e8b4a.json",
        "slack/slack_web_openapi_v2.2020-10-06-dfea73e0.json",
    ),
    "adyen": (
        "adyen/CheckoutService-v71.2024-08-20-d5272a38.json",
        "adyen/CheckoutService-v71.2025-08-29-6c5e3151.json",
    ),
    "twilio": (
        "twilio/twilio_api_v2010.2023-01-13-268b6d15.json",
        "twilio/twilio_api_v2010.2025-01-28-e88f6e55.json",
    ),
}

UNSEEN = frozenset({"security-scope-added"})
"""Rules whose break a judge cannot see in a message."""


@pytest.mark.parametrize("name", PAIRS)
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


@pytest.mark.parametrize("name", PAIRS)
def test_a_real_description_compared_with_itself_gives_nothing(shared: Path, name: str) -> None:
    file = str(shared / "corpus" / PAIRS[name][1])
    assert list(compare_descriptions(load(file), load(file))) == []


def test_undecided_is_rare(shared: Path) -> None:
    """At most 2 % of what is said about a real pair may be that assent does not know."""
    for files in PAIRS.values():
        old, new = (load(str(shared / "corpus" / file)) for file in files)
        found = list(compare_descriptions(old, new))
        assert sum(not finding.decided for finding in found) <= max(3, len(found) * 0.02)
