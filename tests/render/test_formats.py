"""What holds for every format, and what each promises to those who read it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator
from tests.findings.example import INPUTS, TOOL, checked, findings, fuzzed, monorepo, pacts, report, sources
from tests.render.hostile import hostile_report

from assent.errors import UsageError
from assent.findings import Finding, Input, Report, Severity, Side, make_report, read_report, report_json
from assent.findings.contract import report_schema
from assent.findings.policy import FailOn
from assent.render import FORMATS, render

SARIF = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text())

REPORTS: dict[str, Callable[[], Report]] = {
    "compare": report,
    "monorepo": monorepo,
    "fuzz": fuzzed,
    "check": checked,
    "pact": pacts,
    "hostile": hostile_report,
    "empty": lambda: make_report("compare", [], tool=TOOL, inputs=INPUTS),
}


@pytest.fixture(params=REPORTS)
def any_report(request: pytest.FixtureRequest) -> Report:
    return REPORTS[request.param]()


def many(number: int, *, severity: Severity | None = None) -> Report:
    """A report of that many findings, no two alike."""
    found: list[Finding] = []
    for index in range(number):
        one = findings()[index % 7]
        place = replace(one.operations[0], path=f"/things/{index}")
        found.append(replace(one, operations=(place,), severity=severity or one.severity, waived=None))
    return make_report("compare", found, tool=TOOL, inputs=INPUTS)


@pytest.mark.parametrize("name", FORMATS)
def test_equal_reports_give_equal_bytes_also_after_json(name: str, any_report: Report) -> None:
    first = render(any_report, name, sources=sources)
    again = read_report(json.loads(json.dumps(report_json(any_report))))
    assert render(again, name, sources=sources) == first
    assert first.endswith("\n") or not first
    first.encode("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_in_a_report_can_steer_a_terminal(name: str) -> None:
    text = render(hostile_report(), name, sources=sources)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)


def test_there_is_no_other_format() -> None:
    with pytest.raises(UsageError, match=r"There is no format 'pdf'\. The formats are text, json"):
        render(report(), "pdf")


def test_a_format_is_loaded_when_it_is_asked_for() -> None:
    code = (
        "import sys; from assent.render import render, FORMATS\n"
        "print([m for m in sys.modules if m.startswith('assent.render.')])\n"
        "print([m for m in sys.modules if m in ('jinja2', 'rich', 'hypothesis', 'httpx')])"
    )
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert out.splitlines() == ["['assent.render.options']", "[]"]


def test_json_obeys_the_published_schema(any_report: Report) -> None:
    tree = json.loads(render(any_report, "json"))
    assert [it.message for it in Draft202012Validator(report_schema()).iter_errors(tree)] == []


# SARIF


def test_sarif_obeys_the_official_schema(any_report: Report) -> None:
    tree = json.loads(render(any_report, "sarif", docs="https://assent.example/rules"))
    assert [it.message for it in Draft202012Validator(SARIF).iter_errors(tree)] == []


def test_sarif_has_a_run_per_api_with_our_fingerprints() -> None:
    tree: Any = json.loads(render(monorepo(), "sarif"))
    assert [run["automationDetails"]["id"] for run in tree["runs"]] == [
        "assent/compare/shop/",
        "assent/compare/stock/",
    ]
    results = tree["runs"][0]["results"]
    told = [it["partialFingerprints"]["assent/v1"] for it in results]
    assert told == [it.fingerprint for it in monorepo().findings]
    rules = tree["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[it["ruleIndex"]]["id"] == it["ruleId"] for it in results)
    assert all(it["help"]["markdown"] for it in rules)
    suppressed = [it["ruleId"] for it in results if "suppressions" in it]
    assert suppressed == ["operation-removed"]


def test_places_in_files_are_those_of_the_checkout() -> None:
    tree: Any = json.loads(render(report(), "sarif"))
    results = tree["runs"][0]["results"]
    uris = {
        location["physicalLocation"]["artifactLocation"]["uri"]
        for it in results
        for location in (*it["locations"], *it.get("relatedLocations", ()))
    }
    assert uris == {"openapi.yaml"}


# GitHub


def commands(text: str) -> list[str]:
    return [line.split(" ", 1)[0] for line in text.splitlines()]


def test_github_gets_a_command_per_finding_that_is_not_waived() -> None:
    told = commands(render(report(), "github"))
    assert told == ["::error"] * 2 + ["::warning"] * 3 + ["::notice"]


@pytest.mark.parametrize("number", [9, 10, 11, 500])
def test_github_gets_ten_of_each_level_at_most_and_is_told_of_the_rest(number: int) -> None:
    text = render(many(number, severity=Severity.WARNING), "github")
    assert commands(text) == ["::warning"] * min(number, 10)
    assert ("more" in text) == (number > 10)
    if number > 10:
        assert f"title={number - 9:,} more warnings".replace(",", "%2C") in text


def test_nothing_in_a_report_can_give_github_a_command() -> None:
    for name in ("github", "text"):
        for line in render(hostile_report(), name).splitlines():
            assert not line.lstrip().startswith("::") or line.startswith("::error file=")
            assert name == "github" or "##[" not in line
    text = render(hostile_report(), "github")
    assert len(text.splitlines()) == 1
    head = text.removeprefix("::error ").split("::")[0]
    assert [part.split("=")[0] for part in head.split(",")] == ["file", "line", "col", "title"]


def test_a_jobs_summary_stays_below_its_limit() -> None:
    text = render(many(3_000), "github-summary")
    assert len(text.encode()) <= 1024 * 1024


# GitLab


def test_gitlab_gets_what_it_asks_for_with_unique_fingerprints(any_report: Report) -> None:
    tree: Any = json.loads(render(any_report, "gitlab"))
    assert len(tree) == len(any_report.findings)
    for it in tree:
        assert it.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert it["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert it["location"]["lines"]["begin"] >= 1
        assert not it["location"]["path"].startswith("/")
    assert len({it["fingerprint"] for it in tree}) == len(tree)


def test_gitlab_gets_unique_fingerprints_also_where_findings_are_alike() -> None:
    alike = make_report("compare", [*findings(), *findings()], tool=TOOL, inputs=INPUTS)
    tree: Any = json.loads(render(alike, "gitlab"))
    assert len({it["fingerprint"] for it in tree}) == 14


# JUnit


def test_junit_counts_what_it_tells(any_report: Report) -> None:
    root = ET.fromstring(render(any_report, "junit"))
    cases = list(root.iter("testcase"))
    failures = list(root.iter("failure"))
    assert root.get("tests") == str(len(cases))
    assert root.get("failures") == str(len(failures))
    for suite in root.iter("testsuite"):
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("failures") == str(len(list(suite.iter("failure"))))
        assert suite.get("skipped") == str(len(list(suite.iter("skipped"))))


@pytest.mark.parametrize(
    ("fail_on", "strict", "failures"),
    [(FailOn.ERROR, False, 2), (FailOn.ERROR, True, 3), (FailOn.WARNING, False, 5), (FailOn.NONE, False, 0)],
)
def test_junit_fails_what_the_run_fails(fail_on: FailOn, strict: bool, failures: int) -> None:
    root = ET.fromstring(render(report(), "junit", fail_on=fail_on, strict=strict))
    assert len(list(root.iter("failure"))) == failures


# Places of files


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("openapi.yaml", "openapi.yaml"),
        ("./api/openapi.yaml", "api/openapi.yaml"),
        ("main:api/openapi.yaml", "api/openapi.yaml"),
        ("HEAD~1:openapi.yaml", "openapi.yaml"),
        ("@{u}:openapi.yaml", "openapi.yaml"),
        ("https://example.com/openapi.yaml", "https://example.com/openapi.yaml"),
        ("a b/ü#?.yaml", "a%20b/%C3%BC%23%3F.yaml"),
        ("C:\\api\\openapi.yaml", "file:///C:/api/openapi.yaml"),
        ("/srv/openapi.yaml", "file:///srv/openapi.yaml"),
    ],
)
def test_a_file_is_a_uri_reference_from_the_root_of_the_checkout(name: str, expected: str) -> None:
    from assent.render.anchor import in_checkout, uri

    assert uri(in_checkout(name)) == expected


def test_what_is_gone_is_shown_at_the_top_of_the_new_description() -> None:
    gone = [it for it in findings() if it.rule.id == "operation-removed"]
    one = make_report("compare", gone, tool=TOOL, inputs=(Input("old", "v1:a.yaml"), Input("new", "b.yaml")))
    tree: Any = json.loads(render(one, "gitlab"))
    assert tree[0]["location"] == {"path": "b.yaml", "lines": {"begin": 1}}


@pytest.mark.parametrize(
    "value",
    [
        {"a": [1.5, 1e22, 1e-7, 5e-324, 123456789012345678.0, -0.0]},
        [0.1, 1.0, 2**63, -(2**63), 2**64, -(2**70), True, None],
        ("tuple", [("inner",)], {"": {}, "b": []}),
        "".join(map(chr, [*range(0x20), *range(0x20, 0x7F), 0xA0, 0xE9, 0x20AC, 0xFFFF, 0x1F600])),
        {'\n"/\\': {"é": "\x00"}},
        Side.REQUEST,
        7,
    ],
    ids=["floats", "numbers", "tuples", "characters", "keys", "word", "scalar"],
)
def test_json_is_written_as_the_standard_library_writes_it(value: Any) -> None:
    from assent.render.json import written

    assert written(value) == json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def test_no_character_that_is_spelled_by_its_number_is_printable() -> None:
    from assent.render.json import _SPELLED

    spelled = re.findall(_SPELLED, "".join(map(chr, range(sys.maxunicode + 1))))
    assert len(spelled) > 2048
    assert not any(map(str.isprintable, spelled))


@pytest.mark.parametrize("value", [float("nan"), [float("inf")], {"a": object()}, {"a": date(2031, 1, 1)}])
def test_what_json_cannot_say_is_not_written(value: Any) -> None:
    from assent.render.json import written

    with pytest.raises((ValueError, TypeError)):
        written(value)


@pytest.mark.parametrize(
    "value", [[], {}, 10**40, 1e300, 0.1, "\x7f\u2028ü\U0001f600", [[1], {"a": [None]}], -0.0]
)
def test_json_is_written_alike_with_and_without_lone_surrogates(value: Any) -> None:
    from assent.render.json import written

    plain = written({"a": value, "b": "x"})
    assert json.loads(plain) == {"a": value, "b": "x"}
    assert written({"a": value, "b": "\ud800"}) == plain.replace('"x"', '"\\ud800"')
