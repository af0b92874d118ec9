"""The laws of every rule of `assent check`, tested from its record."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.check import check
from assent.check.engine import checkers
from assent.document import Description, load
from assent.findings import Case, Finding, Rule
from assent.json import Json

RULES = [checker.rule for checker in checkers()]
CASES = [pytest.param(rule, case, id=f"{rule.id}: {case.shows}") for rule in RULES for case in rule.cases]


def described(text: Json, folder: Path) -> Description:
    file = folder / "openapi.yaml"
    file.write_text(str(text), encoding="utf-8")
    return load(str(file))


def found_in(text: Json, folder: Path) -> list[Finding]:
    return list(check(described(text, folder)))


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_case_is_reported_by_this_rule_alone_or_by_none(rule: Rule, case: Case, tmp_path: Path) -> None:
    """With all other rules switched on; notes that are not this rule's are none of its business."""
    found = found_in(case.before, tmp_path)
    grave = {finding.rule.id for finding in found if finding.severity.at_least(rule.severity)}
    if case.breaks:
        assert grave == {rule.id}
    else:
        assert rule.id not in {finding.rule.id for finding in found}
        assert not grave


@pytest.mark.parametrize(("rule", "case"), [each for each in CASES if each.values[1].breaks])  # type: ignore[union-attr]  # a case
def test_a_finding_says_where_it_is(rule: Rule, case: Case, tmp_path: Path) -> None:
    for finding in found_in(case.before, tmp_path):
        if finding.rule == rule:
            assert finding.new is not None
            assert finding.new.line > 1
            assert finding.new.column >= 1
            assert finding.message[-1] in ".?"


@pytest.mark.parametrize(("rule", "case"), [each for each in CASES if each.values[1].breaks])  # type: ignore[union-attr]  # a case
def test_a_fingerprint_stays_when_lines_move(rule: Rule, case: Case, tmp_path: Path) -> None:
    text = str(case.before)
    head, _, rest = text.partition("\n")
    moved = f"{head}\n# Another line.\n\n{rest}".replace("title: Pets", 'title: "Animals"')
    before = [finding.fingerprint for finding in found_in(text, tmp_path)]
    after = [finding.fingerprint for finding in found_in(moved, tmp_path)]
    assert before == after
    assert len(set(before)) == len(before)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_of_check_says_so(rule: Rule) -> None:
    assert rule.engine == "check"


def test_every_kind_of_problem_that_the_loader_tells_has_a_rule() -> None:
    """Its kinds are the ids of rules; a kind without a rule would never be reported."""
    import re

    import assent.document

    folder = Path(assent.document.__file__).parent
    texts = [path.read_text() for path in sorted(folder.glob("*.py"))]
    kinds = {kind for text in texts for kind in re.findall(r'kind="([a-z-]+)"', text)}
    kinds |= {kind for text in texts for kind in re.findall(r'_odd\("([a-z-]+)"', text)}
    assert kinds
    assert kinds <= {rule.id for rule in RULES}
