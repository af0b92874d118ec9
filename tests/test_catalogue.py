"""The laws that hold for every rule of every engine, whoever reports it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from assent.catalogue import declared, modules_of, rule_modules, rules
from assent.findings import Rule, Severity
from assent.render.rule_page import explanation, page

ROOT = Path(__file__).parents[1]
IDS = ROOT / "docs" / "rules" / "ids.txt"

ALL = list(rules().values())
every_rule = pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)


def test_an_id_is_declared_once() -> None:
    twice = [name for name, count in Counter(rule.id for _, rule in declared()).items() if count > 1]
    assert twice == []


def test_a_rule_alone_in_its_module_is_named_like_it() -> None:
    for module in rule_modules():
        own = [value for name, value in vars(module).items() if name == "RULE" and isinstance(value, Rule)]
        for rule in own:
            assert rule.id.replace("-", "_") == module.__name__.rpartition(".")[2]


@every_rule
def test_an_id_stands_in_the_list_of_all_that_were_ever_used(rule: Rule) -> None:
    """Ids are never used again for something else: `make docs` adds new ones to the list and removes none."""
    assert rule.id in IDS.read_text().split()


@every_rule
def test_an_id_is_in_kebab_case(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.id)


@every_rule
def test_a_rule_says_why_and_what_to_do_instead(rule: Rule) -> None:
    for text in (rule.title, rule.source, rule.why, rule.instead):
        assert text.strip()
    assert not rule.title.endswith(".")
    for text in (rule.why, rule.instead):
        assert text.rstrip("`").endswith((".", "?", "!"))


@every_rule
def test_a_rules_page_renders(rule: Rule) -> None:
    assert page(rule).startswith(f"# {rule.id}\n")
    assert explanation(rule).startswith(f"{rule.id}: {rule.title}")


@pytest.mark.parametrize("rule", [rule for rule in ALL if rule.engine == "check"], ids=lambda rule: rule.id)
def test_a_rule_has_a_case_that_breaks_it_and_one_that_keeps_it(rule: Rule) -> None:
    assert {case.breaks for case in rule.cases} == {True, False}


def test_the_catalogue_is_in_order() -> None:
    assert list(rules()) == sorted(rules())
    assert {rule.severity for rule in ALL} == set(Severity)


def test_a_package_that_is_not_there_has_no_modules() -> None:
    assert list(modules_of("assent.nothing.rules")) == []
