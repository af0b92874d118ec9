"""The laws of DESIGN for every rule of compare, made from its record and its cases."""

from __future__ import annotations

import copy
import io
import json
from dataclasses import replace
from functools import cache
from importlib import import_module

import pytest

from assent.api import read_api
from assent.compare.compare import compare_descriptions
from assent.compare.rules import KINDS, asked
from assent.document import Description, load
from assent.exports import modules_in
from assent.findings import Case, Finding, Rule, Severity, report_json
from assent.findings.report import Input, Tool, make_report
from assent.json import Json
from assent.judge import judge
from assent.wire import Exchange, Response

ASKED = [(kind, each.rule) for kind in KINDS for each in asked(kind)]
CASES = [(rule, case, index) for _, rule in ASKED for index, case in enumerate(rule.cases)]
every_rule = pytest.mark.parametrize("rule", [rule for _, rule in ASKED], ids=lambda rule: rule.id)
every_case = pytest.mark.parametrize(
    ("rule", "case"),
    [(rule, case) for rule, case, _ in CASES],
    ids=[f"{rule.id}-{index}" for rule, _, index in CASES],
)
breaking_case = pytest.mark.parametrize(
    ("rule", "case"),
    [(rule, case) for rule, case, _ in CASES if case.breaks],
    ids=[f"{rule.id}-{index}" for rule, case, index in CASES if case.breaks],
)

NO_MESSAGE = frozenset(
    {
        "security-scope-added",
        "parameter-moved",
        "parameter-renamed",
        "form-field-encoded-differently",
        "header-serialised-differently",
        "xml-written-differently",
        "format-narrowed",
        "format-widened",
    }
)
"""Rules whose break no judge sees in a message: it cannot know the scopes of a token, takes names that nobody knows
for harmless, reads leniently what is written in another way, and takes formats for annotations."""


def described(tree: Json) -> Description:
    assert isinstance(tree, dict)
    text = json.dumps(tree).encode()
    return load("-", stdin=io.BytesIO(text))


def compared(before: Json, after: Json) -> list[Finding]:
    return list(_compared(json.dumps(before), json.dumps(after)))


@cache
def _compared(before: str, after: str) -> tuple[Finding, ...]:
    return tuple(compare_descriptions(described(json.loads(before)), described(json.loads(after))))


def errors(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.ERROR]


@every_case
def test_a_case_reports_its_rule_and_nothing_else_as_an_error(rule: Rule, case: Case) -> None:
    found = errors(compared(case.before, case.after))
    assert [finding.rule.id for finding in found] == ([rule.id] if case.breaks else [])


@every_rule
def test_a_rule_below_error_is_reported_by_its_first_case(rule: Rule) -> None:
    first = rule.cases[0]
    assert rule.id in {finding.rule.id for finding in compared(first.before, first.after)}


@every_case
def test_a_description_compared_with_itself_gives_nothing(rule: Rule, case: Case) -> None:
    for tree in (case.before, case.after):
        assert compared(tree, copy.deepcopy(tree)) == []
        assert compared(tree, _with_another_word(tree)) == []


def _with_another_word(tree: Json) -> Json:
    """The same description to everybody but its reader, so that nothing is skipped as equal text."""
    assert isinstance(tree, dict)
    return {**tree, "info": {"title": "Pets", "version": "1", "description": "Another word"}}


@every_rule
def test_a_rule_has_a_safe_case_and_if_it_is_an_error_a_breaking_one(rule: Rule) -> None:
    assert any(not case.breaks for case in rule.cases)
    assert any(case.breaks for case in rule.cases) or rule.severity is not Severity.ERROR


@breaking_case
def test_a_break_has_a_witness(rule: Rule, case: Case) -> None:
    for finding in errors(compared(case.before, case.after)):
        assert finding.witness is not None, finding
        assert finding.witness.request is not None
        assert {finding.witness.accepted_by, finding.witness.refused_by} == {"old", "new"}


@breaking_case
def test_the_judge_of_one_revision_passes_the_witness_and_that_of_the_other_does_not(
    rule: Rule, case: Case
) -> None:
    if rule.id in NO_MESSAGE or _is_webhook(case):
        return
    (finding,) = errors(compared(case.before, case.after))
    witness = finding.witness
    assert witness is not None
    assert witness.request is not None
    answer = witness.response or Response(200)
    exchange = Exchange(witness.request, answer if witness.response else None)
    refused = {
        age: [it for it in judge(read_api(described(tree)), exchange) if it.severity is not Severity.NOTE]
        for age, tree in (("old", case.before), ("new", case.after))
    }
    assert refused[witness.accepted_by or ""] == []
    assert refused[witness.refused_by or ""] != []


def _is_webhook(case: Case) -> bool:
    return isinstance(case.before, dict) and "webhooks" in case.before


@every_case
def test_a_fingerprint_does_not_change_when_lines_and_words_move(rule: Rule, case: Case) -> None:
    moved = [_moved(tree) for tree in (case.before, case.after)]
    assert prints(compared(case.before, case.after)) == prints(compared(*moved))


def prints(findings: list[Finding]) -> list[str]:
    return sorted(finding.fingerprint for finding in findings)


def _moved(tree: Json) -> Json:
    """The description with its members in another order, and talk before them."""
    assert isinstance(tree, dict)
    info: Json = {"version": "2", "title": "Animals", "description": "A long story"}
    return {"info": info, "x-first": 1} | {name: tree[name] for name in reversed(tree) if name != "info"}


@every_case
def test_a_message_is_said_of_the_finding_alone(rule: Rule, case: Case) -> None:
    for finding in compared(case.before, case.after):
        assert finding.message.endswith(".")
        assert finding.message[0].isupper() or finding.message[0] == "`"
        for place in finding.operations:
            assert f"`{place.path}`" not in finding.message


def test_reports_are_byte_equal_for_equal_input() -> None:
    _, case, _ = next(it for it in CASES if it[0].id == "type-narrowed")
    texts = []
    for _ in range(2):
        _compared.cache_clear()
        found = compared(case.before, case.after)
        inputs = [Input("old", "a"), Input("new", "b")]
        texts.append(
            json.dumps(report_json(make_report("compare", found, tool=Tool("assent", "0"), inputs=inputs)))
        )
    assert texts[0] == texts[1]


def test_rules_are_asked_in_a_fixed_order() -> None:
    for kind in KINDS:
        ids = [each.rule.id for each in asked(kind)]
        assert ids == sorted(ids)


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_that_says_what_rules_read_says_it_of_each(kind: str) -> None:
    package = import_module(f"assent.compare.rules.{kind}")
    assert set(getattr(package, "READS", modules_in(package))) == set(modules_in(package))


def test_rules_that_read_nothing_of_what_differs_are_not_asked() -> None:
    assert [each.rule.id for each in asked("operation", frozenset({"tags"}))] == ["operation-tags-changed"]
    assert asked("operation", frozenset()) == ()
    assert {"operation-added", "operation-tags-changed"} < {each.rule.id for each in asked("operation")}


def test_a_rule_keeps_its_cases_when_it_is_copied() -> None:
    rule = ASKED[0][1]
    assert replace(rule, title="Another").cases == rule.cases
