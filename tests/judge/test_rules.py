"""Each rule's cases report exactly that rule, with every other rule switched on."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import assent.judge.rules
from assent.api import Api, read_api
from assent.document import load
from assent.findings import Case, Rule
from assent.judge import RULES, judge

CASES = [(rule, case) for rule in RULES for case in rule.cases]


def api(text: object) -> Api:
    assert isinstance(text, str)
    return read_api(load("-", stdin=io.BytesIO(text.encode())))


@pytest.mark.parametrize(("rule", "case"), CASES, ids=lambda it: getattr(it, "id", None) or "case")
def test_a_case_reports_exactly_its_rule(rule: Rule, case: Case) -> None:
    assert case.exchange
    found = {finding.rule.id: finding for finding in judge(api(case.before), case.exchange)}
    assert list(found) == ([rule.id] if case.breaks else []), [it.message for it in found.values()]


def test_each_rule_has_a_file_of_its_name_and_cases_on_both_sides() -> None:
    folder = Path(assent.judge.rules.__file__).parent
    files = sorted(path.stem.replace("_", "-") for path in folder.glob("*.py") if path.stem != "__init__")
    assert sorted(rule.id for rule in RULES) == files
    for rule in RULES:
        assert {case.breaks for case in rule.cases} == {True, False}, rule.id


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_finding_names_the_exchange_and_the_place(rule: Rule) -> None:
    case = next(case for case in rule.cases if case.breaks)
    assert case.exchange
    (finding, *_) = judge(api(case.before), case.exchange)
    assert finding.witness
    assert finding.witness.request == case.exchange.request
    assert finding.operations[0].method == case.exchange.request.method
    assert finding.new is not None
    assert finding.new.line >= 1
    assert finding.message.endswith((".", "}"))
    assert len(finding.fingerprint) == 16
