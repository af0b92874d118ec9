"""Taking over what a team has written for oasdiff."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import filter as matching

import pytest
from tests.findings.example import findings, rule

from assent import catalogue
from assent.errors import UsageError
from assent.findings import OperationPlace, Severity, Side
from assent.findings.oasdiff import (
    _OTHERS,
    _SCHEMA,
    meaning,
    read_ignored,
    read_severities,
    without_ignored,
)
from assent.findings.policy import overridden

CHECKS = {
    "api-removed-without-deprecation": ("operation-removed", None),
    "request-parameter-became-required": ("parameter-became-required", Side.REQUEST),
    "new-required-request-property": ("required-property-added", Side.REQUEST),
    "request-property-max-decreased": ("range-narrowed", Side.REQUEST),
    "request-property-max-length-set": ("length-narrowed", Side.REQUEST),
    "request-property-exclusive-min-increased": ("range-narrowed", Side.REQUEST),
    "request-body-min-items-increased": ("item-count-narrowed", Side.REQUEST),
    "request-parameter-pattern-added": ("pattern-narrowed", Side.REQUEST),
    "response-property-became-nullable": ("null-allowed", Side.RESPONSE),
    "response-property-enum-value-added": ("enum-value-added", Side.RESPONSE),
    "response-body-one-of-added": ("alternative-added", Side.RESPONSE),
    "response-required-property-removed": ("required-property-removed", Side.RESPONSE),
    "response-success-status-removed": ("success-status-removed", None),
    "required-response-header-removed": ("required-header-removed", Side.RESPONSE),
    "api-security-added": ("security-requirement-added", None),
    "endpoint-deprecated": ("deprecation-announced", None),
}


@pytest.mark.parametrize(("check", "expected"), CHECKS.items())
def test_a_check_of_oasdiffs_is_a_rule_of_ours_on_one_side(
    check: str, expected: tuple[str, Side | None]
) -> None:
    known = meaning(check)
    assert known
    assert expected[0] in known.rules
    assert known.side is expected[1]


def test_every_rule_that_a_check_is_taken_for_is_there() -> None:
    named = {name for _, rules in _SCHEMA for name in rules}
    named |= {name for _, known in _OTHERS for name in known.rules}
    ids = list(catalogue.rules())
    assert [name for name in sorted(named) if not matching(ids, name)] == []


def test_a_severity_file_becomes_overrides_and_what_it_cannot_is_told() -> None:
    text = "# ours\nresponse-property-enum-value-added err\n\napi-removed-without-deprecation none\nmade-up-check warn\n"
    overrides, untranslated = read_severities(text, file="levels.txt")
    found = {it.rule.id: it.severity for it in overridden(findings(), overrides)}
    assert found["enum-value-added"] is Severity.ERROR
    assert "operation-removed" not in found
    assert found["maximum-lowered"] is Severity.ERROR
    assert [str(it) for it in untranslated] == [
        "levels.txt:5: 'made-up-check warn': no rule of assent is like this check."
    ]


@pytest.mark.parametrize("line", ["response-property-enum-value-added fatal", "one", "one two three"])
def test_a_line_of_another_form_is_an_error(line: str) -> None:
    with pytest.raises(UsageError, match=r"levels.txt:1: .* Levels are err, warn, info, none"):
        read_severities(line, file="levels.txt")


def test_a_severity_for_parameters_leaves_bodies_alone() -> None:
    lowered = rule("range-narrowed", "A range is smaller", Severity.ERROR)
    overrides, _ = read_severities("request-parameter-max-decreased info", file="levels.txt")
    parameter = replace(findings()[1], rule=lowered)
    body = replace(findings()[0], rule=lowered)
    assert [it.severity for it in overridden([parameter, body], overrides)] == [Severity.NOTE, Severity.ERROR]


IGNORED = [
    "DELETE /orders/{id} api removed without deprecation",
    "in API DELETE /orders/{order_id} api path removed without deprecation",
    "delete /orders/{id}, api removed before the sunset date",
]


@pytest.mark.parametrize("line", IGNORED)
def test_a_line_of_an_ignore_file_waives_its_finding_and_says_where(line: str) -> None:
    ignored, untranslated = read_ignored(f"# x\n{line}\n", file="ignore.txt")
    assert untranslated == ()
    bare = [replace(it, waived=None) for it in findings()]
    found = {it.rule.id: it.waived for it in without_ignored(bare, ignored)}
    gone = found.pop("operation-removed")
    assert gone
    assert gone.reason == "ignored for oasdiff in ignore.txt:2"
    assert set(found.values()) == {None}


def test_a_finding_is_waived_only_where_every_operation_is_named() -> None:
    said = (
        "added the new `lost` enum value to the `items/state` response property for the response status `200`"
    )
    one, _ = read_ignored(f"GET /orders {said}", file="i")
    both, _ = read_ignored(f"GET /orders {said}\nGET /orders/{{x}} {said}", file="i")
    enum = next(it for it in findings() if it.rule.id == "enum-value-added")
    assert [it.waived for it in without_ignored([enum], one)] == [None]
    (found,) = without_ignored([enum], both)
    assert found.waived
    assert found.waived.reason == "ignored for oasdiff in i:1, i:2"


NOT_MEANT = {
    "another name": "GET /orders added the new `found` enum value to the `items/state` response property",
    "another property": "GET /orders added the new `lost` enum value to the `items/colour` response property",
    "another side": "GET /orders added the new `lost` enum value to the request property `items/state`",
    "another operation": "PUT /orders added the new `lost` enum value to the `items/state` response property",
    "another check": "GET /orders the response property `items/state` became nullable",
}


@pytest.mark.parametrize("line", NOT_MEANT.values(), ids=NOT_MEANT)
def test_a_line_about_something_else_waives_nothing(line: str) -> None:
    ignored, untranslated = read_ignored(line, file="i")
    assert untranslated == ()
    enum = next(it for it in findings() if it.rule.id == "enum-value-added")
    enum = replace(enum, operations=(OperationPlace("GET", "/orders", "status 200 body application/json"),))
    assert [it.waived for it in without_ignored([enum], ignored)] == [None]


UNTRANSLATED = {
    "no operation": ("removed the schema `Order`", "it names no method and path."),
    "a message nobody knows": ("GET /orders is purple", "assent does not know this message."),
    "nothing named": (
        "GET /orders added `subschema #1` to the request body `allOf` list",
        "it does not name",
    ),
}


@pytest.mark.parametrize(("line", "why"), UNTRANSLATED.values(), ids=UNTRANSLATED)
def test_a_line_that_cannot_be_taken_over_is_told(line: str, why: str) -> None:
    ignored, untranslated = read_ignored(line, file="i")
    assert ignored == ()
    assert why in str(untranslated[0])


MESSAGES = {
    "removed the enum value `a` of the request property `x/b`": ("enum-value-removed", ("a", "b")),
    "the request property `items/op` became required": ("property-became-required", ("op",)),
    "the `query` request parameter `limit` became required": (
        "parameter-became-required",
        ("query", "limit"),
    ),
    "deleted the 'query' request parameter 'limit'": ("parameter-removed", ("query", "limit")),
    "the `a/b` request property's maxLength was increased from `8` to `15`": ("length-narrowed", ("b",)),
    "the `d` request property's max was set to `730.00`": ("range-narrowed", ("d",)),
    "removed the media type `application/json` for the response with the status `204`": (
        "response-media-type-removed",
        ("application/json", "204"),
    ),
    "removed the success response with the status '200'": ("success-status-removed", ("200",)),
    "removed the optional property `allOf[subschema #2]/made` from the response with the `201` status": (
        "property-removed",
        ("made", "201"),
    ),
    "added `#/components/schemas/A` to the `pay` request property `oneOf` list": (
        "alternative-added",
        ("pay",),
    ),
    "the response property `n` became nullable for the status `200`": ("null-allowed", ("n", "200")),
    "the `n` response's property type/format changed from `integer`/`int64` to `string`/`` for status `200`": (
        "type-*",
        ("n",),
    ),
}


@pytest.mark.parametrize(("message", "expected"), MESSAGES.items())
def test_a_message_of_oasdiffs_is_understood(message: str, expected: tuple[str, tuple[str, ...]]) -> None:
    (ignored,), _ = read_ignored(f"GET /x {message}", file="i")
    assert expected[0] in ignored.meaning.rules
    assert ignored.names == expected[1]
