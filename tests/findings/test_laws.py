"""Laws over drawn findings: reports survive JSON, policies keep what they must, fingerprints ignore what they must."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings, strategies as st

from assent.document.document import Location
from assent.findings import (
    Because,
    Breaks,
    Consumer,
    Finding,
    Input,
    Lifecycle,
    OperationPlace,
    Profile,
    Report,
    Rule,
    Section,
    Severity,
    Side,
    Status,
    Tool,
    Waiver,
    Witness,
    fingerprints,
    ordered,
    read_report,
    report_json,
    verdict,
)
from assent.findings.accepted import accept, overdue, read_accepted, waived, write_accepted
from assent.findings.policy import Override, Policy, apply, failing
from assent.findings.report import Known
from assent.render import FORMATS, render
from assent.wire import Exchange, Request, Response

text = st.text(max_size=8)
word = st.from_regex(r"[a-z]{1,4}(-[a-z]{1,3})?", fullmatch=True)
pointers = st.tuples() | st.tuples(text) | st.tuples(text, text)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | text,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(text, inner, max_size=2),
    max_leaves=4,
)
headers = st.lists(st.tuples(word, text), max_size=2).map(tuple)
requests = st.builds(Request, st.sampled_from(["GET", "POST"]), text, headers, st.binary(max_size=6))
responses = st.builds(Response, st.integers(100, 599), headers, st.binary(max_size=6))
exchanges = st.builds(Exchange, requests, st.none() | responses)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
severities = st.sampled_from(Severity)


def located_at(pointer: tuple[str, ...], file: str, line: int) -> Location:
    return Location(file, pointer, Known({pointer: (line, 1)}))


locations = st.none() | st.builds(located_at, pointers, text, st.integers(1, 99))
rules = st.builds(
    Rule,
    id=word,
    title=text,
    severity=severities,
    breaks=st.sampled_from([Breaks.NOBODY, Breaks.WIRE, Breaks.SOURCE, Breaks.WIRE | Breaks.SOURCE]),
    profiles=st.dictionaries(st.sampled_from(Profile), severities),
    source=text,
    since=text,
    why=text,
    instead=text,
    engine=word,
)
places = st.builds(
    OperationPlace,
    st.sampled_from(["GET", "POST"]),
    st.sampled_from(["/a", "/a/{x}", "/a/{y}", "/b"]),
    st.sampled_from(["", "query q", "path x", "body application/json", "status 200"]),
)
findings_of = st.builds(
    Finding,
    rule=rules,
    severity=severities,
    message=text,
    operations=st.lists(places, max_size=3).map(tuple),
    side=st.none() | st.sampled_from(Side),
    subject=text,
    decided=st.booleans(),
    old=locations,
    new=locations,
    witness=st.none()
    | st.builds(
        Witness,
        request=st.none() | requests,
        response=st.none() | responses,
        value=values,
        accepted_by=st.sampled_from([None, "old", "new"]),
        refused_by=st.sampled_from([None, "old", "new"]),
        because=st.lists(
            st.builds(Because, keyword=text, value_pointer=pointers, schema_pointer=pointers, message=text),
            max_size=2,
        ).map(tuple),
        steps=st.lists(exchanges, max_size=1).map(tuple),
    ),
    waived=st.none() | st.builds(Waiver, reason=text, owner=text, expires=st.none() | days),
    consumers=st.lists(
        st.builds(Consumer, name=text, interactions=st.lists(text, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
    lifecycle=st.none()
    | st.builds(
        Lifecycle,
        gone=st.booleans(),
        deprecated=st.booleans(),
        sunset=st.none() | days,
        stability=st.sampled_from(["", "alpha", "stable"]),
    ),
    status=st.none() | st.sampled_from(Status),
    applied=st.lists(text, max_size=1).map(tuple),
    extra=st.dictionaries(st.sampled_from(["curl", "seen"]), values, max_size=1),
)


@st.composite
def some_findings(draw: st.DrawFn) -> list[Finding]:
    """Up to three findings; rules of one id are one rule, as they are in a catalogue."""
    known: dict[str, Rule] = {}
    drawn = draw(st.lists(findings_of, max_size=3))
    return [replace(it, rule=known.setdefault(it.rule.id, it.rule)) for it in drawn]


def report_of(found: list[Finding], api: str = "") -> Report:
    section = Section(api=api, inputs=(Input("old", "a"), Input("new", "b")), findings=ordered(found))
    return Report(tool=Tool("assent", "1"), command="compare", sections=(section,))


@settings(max_examples=40, deadline=None)
@given(some_findings(), st.sampled_from(["", "shop"]))
def test_every_report_survives_json(found: list[Finding], api: str) -> None:
    given_report = report_of(found, api)
    back = read_report(json.loads(json.dumps(report_json(given_report))))
    assert back == given_report
    assert [it.fingerprint for it in back.findings] == [it.fingerprint for it in given_report.findings]


@settings(max_examples=15, deadline=None)
@given(some_findings(), st.randoms(use_true_random=False))
def test_every_format_takes_every_report_and_is_the_same_in_whatever_order_findings_come(
    found: list[Finding], random: Any
) -> None:
    mixed = random.sample(found, len(found))
    for name in FORMATS:
        told = render(report_of(found), name)
        assert told == render(report_of(mixed), name)
        told.encode("utf-8")


@settings(max_examples=40, deadline=None)
@given(findings_of, text, severities, locations)
def test_a_fingerprint_holds_no_words_and_no_severity(
    finding: Finding, message: str, severity: Severity, witness_free: Location | None
) -> None:
    other = replace(finding, message=message, severity=severity, witness=None, waived=None, applied=())
    if finding.operations or finding.subject:
        other = replace(other, old=witness_free, new=witness_free)
    assert fingerprints(other) == fingerprints(finding)


@settings(max_examples=40, deadline=None)
@given(
    some_findings(),
    st.lists(st.builds(Override, rule=word | st.just("*"), severity=st.none() | severities), max_size=2),
)
def test_policies_add_nothing_and_change_only_severities(
    found: list[Finding], overrides: list[Override]
) -> None:
    policy = Policy(overrides=tuple(overrides))
    after = list(apply(found, policy, today=date(2030, 1, 1)))
    assert len(after) <= len(found)
    kept = {it.fingerprint for it in found}
    assert {it.fingerprint for it in after} <= kept
    if not any(it.severity is None for it in overrides):
        bare = [replace(it, severity=Severity.NOTE, applied=()) for it in after]
        assert bare == [replace(it, severity=Severity.NOTE, applied=()) for it in found] or any(
            it.applied for it in found
        )


@settings(max_examples=40, deadline=None)
@given(some_findings())
def test_what_is_accepted_never_breaks_and_is_never_stale(found: list[Finding]) -> None:
    today = date(2030, 1, 1)
    bare = [replace(it, waived=None) for it in found]
    entries = read_accepted(write_accepted(accept(bare, reason="agreed")), file="accepted.toml")
    after = list(waived(bare, entries, today=today))
    assert all(it.waived for it in after)
    assert verdict(after).value != "breaking"
    assert failing(after, Policy().fail_on) == []
    assert list(overdue(entries, bare, today=today)) == []
