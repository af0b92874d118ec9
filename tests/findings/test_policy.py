"""What policies do to findings, and what they leave alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from tests.findings.example import findings

from assent.findings import Finding, Lifecycle, OperationPlace, Profile, Severity, Waiver
from assent.findings.policy import (
    FailOn,
    LifecyclePolicy,
    Override,
    Policy,
    aged,
    apply,
    failing,
    lowered_without_consumer,
    matches_path,
    overridden,
    selected,
    undecided,
    under_profile,
)

TODAY = date(2030, 6, 1)
ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def ids(found: list[Finding]) -> list[str]:
    return [it.rule.id for it in found]


def gone(lifecycle: Lifecycle | None, severity: Severity = ERROR) -> Finding:
    found = next(it for it in findings() if it.rule.id == "operation-removed")
    return replace(found, lifecycle=lifecycle, severity=severity, waived=None)


def test_without_policies_nothing_changes_but_by_what_was_announced() -> None:
    assert list(apply(findings(), Policy(), today=TODAY)) == findings()


def test_rules_are_selected_and_ignored_by_globs() -> None:
    assert ids(list(selected(findings(), select=("property-*",)))) == [
        "property-became-required",
        "property-removed",
    ]
    assert ids(list(selected(findings(), select=("property-*",), ignore=("*-removed",)))) == [
        "property-became-required"
    ]
    assert len(list(selected(findings(), ignore=("*",)))) == 0


def test_a_profile_changes_the_severity_that_the_rule_says_and_tells_so() -> None:
    before, after = findings(), list(under_profile(findings(), Profile.STRICT))
    raised = [it for it in after if it.applied]
    assert all(it.severity is ERROR and it.rule.severity is WARNING for it in raised)
    assert len(raised) == sum(it.severity is WARNING and it.decided for it in before)
    assert raised[0].applied == ("The profile `strict` makes it an error.",)


def test_a_severity_that_an_engine_chose_stays_under_every_profile() -> None:
    extensible = replace(findings()[4], severity=NOTE)
    open_question = replace(findings()[4], decided=False)
    assert list(under_profile([extensible, open_question], Profile.STRICT)) == [extensible, open_question]


ANNOUNCED: list[tuple[str, Lifecycle | None, Severity]] = [
    ("nothing", None, ERROR),
    ("nothing about its end", Lifecycle(gone=True), ERROR),
    ("stable", Lifecycle(gone=True, stability="stable"), ERROR),
    ("deprecated without a date", Lifecycle(gone=True, deprecated=True), WARNING),
    ("sunset tomorrow", Lifecycle(gone=True, deprecated=True, sunset=date(2030, 6, 2)), ERROR),
    ("sunset today", Lifecycle(gone=True, deprecated=True, sunset=date(2030, 6, 1)), NOTE),
    ("sunset yesterday", Lifecycle(gone=True, deprecated=True, sunset=date(2030, 5, 31)), NOTE),
    ("alpha", Lifecycle(gone=True, stability="alpha"), NOTE),
    ("alpha, with a later sunset", Lifecycle(gone=True, stability="alpha", sunset=date(2031, 1, 1)), NOTE),
    ("changed while alpha", Lifecycle(gone=False, stability="alpha"), NOTE),
    ("changed while deprecated", Lifecycle(gone=False, deprecated=True), ERROR),
]


@pytest.mark.parametrize(("name", "announced", "expected"), ANNOUNCED, ids=[it[0] for it in ANNOUNCED])
def test_what_was_announced_decides_what_a_removal_is(
    name: str, announced: Lifecycle | None, expected: Severity
) -> None:
    (found,) = aged([gone(announced)], LifecyclePolicy(), today=TODAY)
    assert found.severity is expected
    assert expected is ERROR or found.applied


def test_what_was_announced_never_raises_a_removal() -> None:
    for sunset in (None, date(2029, 1, 1), date(2031, 1, 1)):
        announced = Lifecycle(gone=True, deprecated=True, sunset=sunset)
        (found,) = aged([gone(announced, NOTE)], LifecyclePolicy(), today=TODAY)
        assert found.severity is NOTE


NOTICE = LifecyclePolicy(notice={"": 30, "beta": 7})
NOTICED: list[tuple[Lifecycle, Severity]] = [
    (Lifecycle(gone=False, deprecated=True), ERROR),
    (Lifecycle(gone=False, deprecated=True, sunset=date(2030, 6, 30)), ERROR),
    (Lifecycle(gone=False, deprecated=True, sunset=date(2030, 7, 1)), NOTE),
    (Lifecycle(gone=False, deprecated=True, stability="beta", sunset=date(2030, 6, 8)), NOTE),
    (Lifecycle(gone=False, deprecated=True, stability="beta", sunset=date(2030, 6, 7)), ERROR),
    (Lifecycle(gone=False), NOTE),
]


@pytest.mark.parametrize(("announced", "expected"), NOTICED)
def test_a_team_can_ask_for_notice_before_the_end(announced: Lifecycle, expected: Severity) -> None:
    (found,) = aged([gone(announced, NOTE)], NOTICE, today=TODAY)
    assert found.severity is expected
    (unasked,) = aged([gone(announced, NOTE)], LifecyclePolicy(), today=TODAY)
    assert unasked.severity is NOTE


def test_an_override_is_for_a_rule_and_a_path() -> None:
    overrides = (
        Override(rule="*", severity=WARNING),
        Override(rule="maximum-*", path="/orders", severity=NOTE),
        Override(rule="enum-value-added", path="GET /orders", severity=None),
    )
    found = {it.rule.id: it for it in overridden(findings(), overrides)}
    assert found["maximum-lowered"].severity is NOTE
    assert found["deprecation-withdrawn"].severity is WARNING
    assert [str(it) for it in found["enum-value-added"].operations] == [
        "GET /orders/{id} status 200 body application/json"
    ]


def test_a_finding_that_is_off_everywhere_is_gone_and_one_with_two_severities_has_the_higher() -> None:
    off = (Override(rule="enum-value-added", severity=None),)
    assert "enum-value-added" not in ids(list(overridden(findings(), off)))
    both = (
        Override(rule="enum-value-added", path="/orders", severity=NOTE),
        Override(rule="enum-value-added", path="/orders/*", severity=ERROR),
    )
    found = {it.rule.id: it for it in overridden(findings(), both)}["enum-value-added"]
    assert found.severity is ERROR
    assert found.applied == ("The configuration makes it an error.",)
    assert len(found.operations) == 2


def test_a_finding_about_no_operation_obeys_overrides_for_all_paths() -> None:
    whole = replace(findings()[0], operations=())
    assert list(overridden([whole], (Override(rule="*", path="/pets", severity=None),))) == [whole]
    assert list(overridden([whole], (Override(rule="*", severity=None),))) == []


GLOBS = [
    ("**", "/a/b", True),
    ("/a/**", "/a/b/c", True),
    ("/a/**", "/a", True),
    ("/a/**", "/ab", False),
    ("/a/*", "/a/b", True),
    ("/a/*", "/a/b/c", False),
    ("/a/?", "/a/b", True),
    ("/**/c", "/a/b/c", True),
    ("/a/{id}", "/a/{id}", True),
    ("/a.b", "/axb", False),
    ("get /a", "/a", True),
    ("POST /a", "/a", False),
]


@pytest.mark.parametrize(("glob", "path", "expected"), GLOBS)
def test_a_glob_matches_paths(glob: str, path: str, expected: bool) -> None:
    assert matches_path(glob, OperationPlace("GET", path)) is expected


def test_an_error_that_reaches_no_known_consumer_can_be_lowered_and_says_so() -> None:
    found = {it.rule.id: it for it in lowered_without_consumer(findings(), WARNING)}
    assert found["property-became-required"].severity is ERROR
    assert found["maximum-lowered"].severity is WARNING
    assert found["maximum-lowered"].applied == ("It reaches no known consumer.",)
    assert found["deprecation-withdrawn"].severity is NOTE


@pytest.mark.parametrize(("fail_on", "expected"), [("error", 2), ("warning", 5), ("note", 6), ("none", 0)])
def test_a_run_fails_on_what_is_severe_enough_and_not_waived(fail_on: str, expected: int) -> None:
    assert len(failing(findings(), FailOn(fail_on))) == expected


def test_a_strict_run_fails_on_what_could_not_be_decided_unless_it_is_accepted() -> None:
    assert ids(undecided(findings())) == ["pattern-changed"]
    assert undecided([replace(it, waived=Waiver(reason="seen")) for it in findings()]) == []


ORDERED: dict[str, Callable[[list[Finding]], list[Finding]]] = {
    "select": lambda it: list(selected(it, select=("*",))),
    "profile": lambda it: list(under_profile(it, Profile.WIRE)),
    "overrides": lambda it: list(overridden(it, (Override(rule="none", severity=None),))),
    "lifecycle": lambda it: list(aged(it, LifecyclePolicy(), today=TODAY)),
}


@pytest.mark.parametrize("policy", ORDERED.values(), ids=ORDERED)
def test_a_policy_that_says_nothing_changes_nothing(policy: Callable[[list[Finding]], list[Finding]]) -> None:
    assert policy(findings()) == findings()


def test_the_configuration_has_the_last_word() -> None:
    policy = Policy(
        profile=Profile.STRICT,
        overrides=(Override(rule="enum-value-added", severity=NOTE),),
        ignore=("maximum-*",),
    )
    found = {it.rule.id: it for it in apply(findings(), policy, today=TODAY)}
    assert found["enum-value-added"].severity is NOTE
    assert "maximum-lowered" not in found
