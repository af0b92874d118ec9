"""Fingerprints: what they survive, and what they tell apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.findings.example import CREATE, ENUM, REQUIRED, findings

from assent.document.document import Location
from assent.findings import Finding, OperationPlace, Severity, Side, fingerprints
from assent.findings.finding import identities
from assent.findings.report import Known


def finding() -> Finding:
    return findings()[0]


def elsewhere(file: str, line: int) -> Location:
    pointer = ("components", "schemas", "Renamed", "required")
    return Location(file, pointer, Known({pointer: (line, 1)}))


SURVIVED: dict[str, Callable[[Finding], Finding]] = {
    "rewording": lambda it: replace(it, message="You must send `quantity` now."),
    "another severity": lambda it: replace(it, severity=Severity.NOTE, applied=("The team said so.",)),
    "moved lines and a renamed component": lambda it: replace(it, new=elsewhere("openapi.yaml", 999)),
    "a moved base": lambda it: replace(it, old=elsewhere("HEAD~9:openapi.yaml", 7)),
    "another witness": lambda it: replace(it, witness=None),
    "the order of operations": lambda it: replace(it, operations=it.operations[::-1]),
    "consumers": lambda it: replace(it, consumers=()),
    "other names for path parameters": lambda it: replace(
        it, operations=(CREATE, OperationPlace("PUT", "/orders/{order_id}", "body application/json"))
    ),
}


@pytest.mark.parametrize("change", SURVIVED.values(), ids=SURVIVED)
def test_a_fingerprint_survives(change: Callable[[Finding], Finding]) -> None:
    assert fingerprints(change(finding())) == fingerprints(finding())
    assert sorted(identities(change(finding()))) == sorted(identities(finding()))


TOLD_APART: dict[str, Callable[[Finding], Finding]] = {
    "the rule": lambda it: replace(it, rule=ENUM),
    "the side": lambda it: replace(it, side=Side.RESPONSE),
    "the subject": lambda it: replace(it, subject="/note"),
    "the method": lambda it: replace(it, operations=(replace(CREATE, method="PUT"),)),
    "the path": lambda it: replace(it, operations=(replace(CREATE, path="/baskets"),)),
    "the place": lambda it: replace(it, operations=(replace(CREATE, place="header X"),)),
}


@pytest.mark.parametrize("change", TOLD_APART.values(), ids=TOLD_APART)
def test_a_fingerprint_tells_apart(change: Callable[[Finding], Finding]) -> None:
    assert change(finding()).fingerprint != finding().fingerprint
    assert sorted(identities(change(finding()))) != sorted(identities(finding()))


def test_a_renamed_path_parameter_is_known_by_its_position() -> None:
    one = replace(finding(), operations=(OperationPlace("GET", "/a/{x}/b/{y}", "path y"),))
    other = replace(finding(), operations=(OperationPlace("GET", "/a/{p}/b/{q}", "path q"),))
    third = replace(finding(), operations=(OperationPlace("GET", "/a/{p}/b/{q}", "path p"),))
    assert one.fingerprint == other.fingerprint != third.fingerprint


def test_a_finding_about_no_operation_is_known_by_its_subject_else_by_its_pointer() -> None:
    bare = replace(finding(), operations=())
    assert (
        replace(bare, new=elsewhere("a", 1)).fingerprint == replace(bare, new=elsewhere("b", 2)).fingerprint
    )
    nameless = replace(bare, subject="")
    assert replace(nameless, new=elsewhere("a", 1)).fingerprint != nameless.fingerprint


def test_a_finding_is_known_by_the_first_of_its_fingerprints() -> None:
    for one in findings():
        assert one.fingerprint == fingerprints(one)[0]


def test_no_two_findings_of_the_example_share_a_fingerprint() -> None:
    assert len({it.fingerprint for it in findings()}) == len(findings())


def test_a_rule_that_breaks_source_code_is_an_error_under_that_profile() -> None:
    from assent.findings import Profile

    assert REQUIRED.severity_under(Profile.SOURCE) is Severity.ERROR
    assert ENUM.severity_under(Profile.SOURCE) is Severity.WARNING
    assert ENUM.severity_under(Profile.STRICT) is Severity.ERROR
