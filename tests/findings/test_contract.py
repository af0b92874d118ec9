"""The JSON contract: published, shipped, obeyed, and read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.findings.example import REQUIRED, checked, fuzzed, monorepo, pacts, report

from assent.findings import NotAReport, Report, read_report, report_json
from assent.findings.contract import report_schema

ROOT = Path(__file__).parents[2]
REPORTS: dict[str, Callable[[], Report]] = {
    "compare": report,
    "monorepo": monorepo,
    "fuzz": fuzzed,
    "check": checked,
    "pact": pacts,
}

CONTRACT: dict[str, Any] = {
    "schema_version": "1",
    "tool": {"name", "version"},
    "inputs": {"role", "source"},
    "counts": {"error", "warning", "note", "undecided", "waived"},
    "findings": {
        *("rule", "severity", "decided", "side", "message", "operations", "old", "new"),
        *("witness", "fingerprint", "waived"),
    },
}


@pytest.fixture(params=REPORTS)
def any_report(request: pytest.FixtureRequest) -> Report:
    return REPORTS[request.param]()


def test_the_schema_that_is_shipped_is_the_one_that_is_published() -> None:
    published = json.loads((ROOT / "docs" / "schema" / "report-1.json").read_text())
    Draft202012Validator.check_schema(published)
    assert report_schema() == published


def test_every_report_obeys_the_published_schema(any_report: Report) -> None:
    assert [
        it.message for it in Draft202012Validator(report_schema()).iter_errors(report_json(any_report))
    ] == []


def test_every_name_that_is_written_is_published(any_report: Report) -> None:
    schema = report_schema()
    assert set(unpublished(report_json(any_report), schema, schema)) <= {"curl", "times"}


def unpublished(tree: Any, schema: Any, root: Any) -> Iterator[str]:
    """Names of members that the schema does not tell."""
    while "$ref" in schema or "anyOf" in schema:
        if "$ref" in schema:
            schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        else:
            schema = next(it for it in schema["anyOf"] if it.get("type") != "null")
    if isinstance(tree, list) and "items" in schema and schema["items"]:
        for item in tree:
            yield from unpublished(item, schema["items"], root)
    elif isinstance(tree, dict) and "properties" in schema:
        for name, value in tree.items():
            if name not in schema["properties"]:
                yield name
            else:
                yield from unpublished(value, schema["properties"][name], root)


def test_the_names_of_the_contract_are_there() -> None:
    tree: Any = report_json(report())
    assert tree["schema_version"] == CONTRACT["schema_version"]
    assert tree["tool"].keys() == CONTRACT["tool"]
    assert tree["counts"].keys() == CONTRACT["counts"]
    assert all(given.keys() == CONTRACT["inputs"] for given in tree["inputs"])
    assert all(it.keys() >= CONTRACT["findings"] for it in tree["findings"])
    witness = next(it["witness"] for it in tree["findings"] if it["rule"] == "enum-value-added")
    assert witness.keys() == {"request", "response", "value", "accepted_by", "refused_by", "because"}
    assert witness["request"].keys() == {"method", "url", "headers", "body"}
    assert witness["response"].keys() == {"status", "headers", "body"}
    assert witness["because"][0].keys() >= {"keyword", "value_pointer", "schema_pointer"}


def test_a_report_survives_json(any_report: Report) -> None:
    text = json.dumps(report_json(any_report))
    back = read_report(json.loads(text))
    assert back == any_report
    assert json.dumps(report_json(back)) == text
    assert [it.fingerprint for it in back.findings] == [it.fingerprint for it in any_report.findings]


def test_a_report_is_read_with_the_rules_that_are_known() -> None:
    tree: Any = report_json(report())
    known = read_report(tree, rules=lambda name: REQUIRED if name == REQUIRED.id else None)
    assert any(it.rule is REQUIRED and it.rule.cases for it in known.findings)


def test_what_an_engine_adds_comes_beside_the_contract_and_never_over_it() -> None:
    tree: Any = report_json(fuzzed())
    assert tree["run"]["requests"] == 12
    assert tree["findings"][0]["curl"].startswith("curl ")
    assert tree["findings"][0]["witness"]["steps"][0]["response"]["status"] == 201


BROKEN: dict[str, Any] = {
    "no object": [],
    "another version": {"schema_version": "2"},
    "nothing in it": {"schema_version": "1"},
    "a rule nobody tells": report_json(report()) | {"rules": []},
    "a severity nobody knows": report_json(report()) | {"rules": [{"id": "x", "severity": "fatal"}]},
    "fewer findings than told": report_json(report()) | {"findings": []},
}


@pytest.mark.parametrize("tree", BROKEN.values(), ids=BROKEN)
def test_what_is_no_report_is_said_to_be_none(tree: Any) -> None:
    with pytest.raises(NotAReport):
        read_report(tree)
