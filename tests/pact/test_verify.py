from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.pact.making import answering, api_of, expecting, interaction, match, verified

import assent.pact.rules
from assent.api import Api
from assent.catalogue import rules
from assent.findings import Case, Rule, Severity
from assent.json import Json
from assent.pact.case import PETS
from assent.pact.verify import Compatibility, Verification, strictly

RULES = [rule for rule in rules().values() if rule.engine == "pact"]
CASES = [(rule, case) for rule in RULES for case in rule.cases]
PET: Json = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "integer"},
        "tag": {"type": ["string", "null"]},
        "kind": {"enum": ["a", "b"]},
    },
}


def rules_of(verification: Verification) -> list[str]:
    return [finding.rule.id for finding in verification.findings]


@pytest.mark.parametrize(("rule", "case"), CASES, ids=lambda it: getattr(it, "id", None) or "case")
def test_a_case_reports_its_rule_first_and_as_severe_as_it_is(rule: Rule, case: Case) -> None:
    assert isinstance(case.before, str)
    found = verified(api_of(case.before), case.after).findings
    if case.breaks:
        assert (found[0].rule.id, found[0].severity) == (rule.id, rule.severity)
    else:
        assert found == ()


def test_each_rule_has_a_file_of_its_name() -> None:
    folder = Path(assent.pact.rules.__file__).parent
    files = sorted(path.stem.replace("_", "-") for path in folder.glob("*.py") if path.stem != "__init__")
    assert sorted(rule.id for rule in RULES) == files


RISKS: dict[str, tuple[Json, dict[str, Any], str]] = {
    "an optional property relied on": ({"id": 1, "tag": "x"}, {"$.tag": match("type")}, "required"),
    "nullable relied on as non-null": ({"tag": "x"}, {"$.tag": match("type")}, "type"),
    "a regex narrower than the enum": (
        {"id": 1, "kind": "a"},
        {"$.kind": match("regex", regex="^a$")},
        "pattern",
    ),
}


@pytest.mark.parametrize(("body", "matchers", "keyword"), RISKS.values(), ids=RISKS.keys())
def test_what_the_provider_may_send_and_the_consumer_refuses_is_a_risk(
    body: Json, matchers: Json, keyword: str
) -> None:
    found = verified(answering(PET), expecting(body, matchers))
    assert found.verdict is Compatibility.AT_RISK
    witnesses = [finding.witness for finding in found.findings]
    assert keyword in {because.keyword for witness in witnesses if witness for because in witness.because}


def test_a_list_that_may_be_empty_is_a_risk_to_each_like() -> None:
    api = answering({"type": "array", "items": {"type": "integer"}})
    found = verified(api, expecting([1], {"$": match("type", min=1)}))
    assert found.verdict is Compatibility.AT_RISK
    assert found.findings[0].witness
    assert found.findings[0].witness.value == []


def test_an_integer_matcher_against_a_number_is_a_risk() -> None:
    found = verified(answering({"type": "number"}), expecting(1, {"$": match("integer")}))
    assert found.verdict is Compatibility.AT_RISK


def test_a_literal_is_no_risk_since_the_provider_state_picks_it() -> None:
    found = verified(answering(PET), expecting({"id": 7}))
    assert (found.verdict, found.findings) == (Compatibility.COMPATIBLE, ())


@pytest.mark.parametrize(
    "body", [{"id": "seven"}, {"id": 7, "colour": "red"}, [1], 0, False, "x", {"kind": "c"}]
)
def test_an_example_that_no_such_provider_sends_is_incompatible(body: Json) -> None:
    found = verified(answering(PET), expecting(body))
    assert found.verdict is Compatibility.INCOMPATIBLE
    assert rules_of(found) == ["response-body-impossible"]


def test_an_expected_null_is_checked() -> None:
    api = answering(PET)
    assert verified(api, expecting(None)).verdict is Compatibility.INCOMPATIBLE
    assert verified(answering({"type": "null"}), expecting(None)).verdict is Compatibility.COMPATIBLE


@pytest.mark.parametrize("body", [None, ""], ids=["null", "empty"])
def test_an_expected_nothing_is_at_risk_where_the_provider_may_send_a_body(body: Json) -> None:
    expected: Json = {"request": {"method": "GET", "path": "/"}, "response": {"status": 200, "body": body}}
    found = verified(answering(PET), expected)
    assert (found.verdict, rules_of(found)) == (Compatibility.AT_RISK, ["response-body-at-risk"])
    assert found.findings[0].witness
    assert found.findings[0].witness.value == {"id": 0}
    assert verified(answering({"type": ["null", "object"]}), expected).verdict is Compatibility.COMPATIBLE
    assert verified(answering({}, content={}), expected).verdict is Compatibility.COMPATIBLE


def test_an_empty_text_is_held_against_its_schema() -> None:
    kind: Json = {"Content-Type": "text/plain"}
    assert verified(as_type("text/plain", {"type": "string"}), expecting("", headers=kind)).findings == ()
    long = verified(as_type("text/plain", {"type": "string", "minLength": 1}), expecting("", headers=kind))
    assert long.verdict is Compatibility.AT_RISK


def asked_with(parameter: Json, path: str) -> Verification:
    """The verdict on a request below `/numbers/{n}`."""
    described = f"""\
openapi: 3.0.3
info: {{title: t, version: "1"}}
paths:
  /numbers/{{n}}:
    get:
      parameters: [{{name: n, in: path, required: true, schema: {parameter}}}]
      responses: {{"200": {{description: ""}}}}
"""
    return verified(
        api_of(described), {"request": {"method": "GET", "path": path}, "response": {"status": 200}}
    )


@pytest.mark.parametrize("text", ["00123.45600", "007", "%2B5", "-01"])
def test_a_number_that_only_jsons_grammar_refuses_is_a_warning(text: str) -> None:
    found = asked_with({"type": "number"}, f"/numbers/{text}")
    assert (found.verdict, rules_of(found)) == (Compatibility.COMPATIBLE, ["invalid-parameter"])
    assert found.findings[0].severity is Severity.WARNING
    assert "No standard says" in found.findings[0].applied[-1]


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        ({"type": "number", "maximum": 100}, "00123"),
        ({"type": "integer"}, "007.5"),
        ({"type": "number"}, "0x7"),
        ({"type": "string", "pattern": "^7$"}, "007"),
    ],
)
def test_a_text_that_is_refused_in_any_notation_is_an_error(parameter: Json, text: str) -> None:
    assert asked_with(parameter, f"/numbers/{text}").verdict is Compatibility.INCOMPATIBLE


@pytest.mark.parametrize(
    ("schema", "text", "verdict"),
    [
        ({"type": "object"}, "a-string", Compatibility.INCOMPATIBLE),
        ({"type": "string"}, "a-string", Compatibility.COMPATIBLE),
        ({"type": "string"}, "7", Compatibility.COMPATIBLE),
        ({"type": "object"}, '{"a": 1}', Compatibility.COMPATIBLE),
        ({"type": "integer"}, "7", Compatibility.COMPATIBLE),
    ],
)
def test_a_text_without_a_media_type_is_what_alone_is_described(
    schema: Json, text: str, verdict: Compatibility
) -> None:
    described: Json = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/": {
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": schema}}},
                    "responses": {"200": {"description": ""}},
                }
            }
        },
    }
    sent: Json = {"method": "POST", "path": "/", "body": text}
    found = verified(api_of(json.dumps(described)), {"request": sent, "response": {"status": 200}})
    assert found.verdict is verdict


def test_the_cause_names_the_keyword_and_both_places() -> None:
    (finding,) = verified(answering(PET), expecting({"id": "seven"})).findings
    assert finding.witness
    (because,) = finding.witness.because
    assert (because.keyword, because.value_pointer) == ("type", ("id",))
    assert because.schema_pointer[-2:] == ("id", "type")


def test_write_only_properties_are_no_part_of_an_answer() -> None:
    api = answering({"type": "object", "properties": {"password": {"type": "string", "writeOnly": True}}})
    assert verified(api, expecting({"password": "x"})).verdict is Compatibility.INCOMPATIBLE


def test_risks_are_errors_under_strict() -> None:
    found = strictly(verified(answering(PET), expecting({"id": 1, "tag": "x"}, {"$.tag": match("type")})))
    assert {finding.severity for finding in found.findings} == {Severity.ERROR}


def test_a_pending_interaction_is_reported_and_fails_nothing() -> None:
    found = verified(answering(PET), {**expecting({"id": "seven"}), "pending": True})
    assert [finding.severity for finding in found.findings] == [Severity.NOTE]


def test_a_request_that_expects_to_be_refused_is_a_warning() -> None:
    pact: Json = {"request": {"method": "GET", "path": "/pets/x"}, "response": {"status": 400}}
    found = verified(api_of(PETS), pact)
    refusals = [finding for finding in found.findings if finding.rule.id == "invalid-parameter"]
    assert [finding.severity for finding in refusals] == [Severity.WARNING]


def test_messages_and_plugins_are_named_as_not_checked() -> None:
    message = verified(api_of(PETS), {"type": "Asynchronous/Messages", "description": "m"})
    plugin = verified(api_of(PETS), {**expecting(1), "pluginConfiguration": {"protobuf": {}}})
    assert message.verdict is Compatibility.UNDECIDED
    assert "interaction-not-checked" in rules_of(plugin)


def test_a_malformed_interaction_is_a_finding_on_it() -> None:
    assert rules_of(verified(api_of(PETS), {"request": 5, "response": {}}))[:1] == ["interaction-unreadable"]
    assert rules_of(verified(api_of(PETS), "nonsense")) == ["interaction-unreadable"]


def below(base: str) -> Api:
    return api_of(PETS.replace("paths:", f"servers: [{{url: 'https://example.com{base}'}}]\npaths:"))


def test_a_path_may_be_written_below_the_servers_base_path_or_without() -> None:
    for path in ("/v1/pets/7", "/pets/7"):
        pact: Json = {"request": {"method": "GET", "path": path}, "response": {"status": 200}}
        assert verified(below("/v1"), pact).verdict is Compatibility.COMPATIBLE


def test_head_is_answered_where_get_is() -> None:
    pact: Json = {"request": {"method": "HEAD", "path": "/pets/7"}, "response": {"status": 200}}
    assert verified(api_of(PETS), pact).verdict is Compatibility.COMPATIBLE


def test_the_content_type_of_the_answer_picks_the_schema() -> None:
    api = answering(
        {},
        content={
            "application/json": {"schema": {"type": "integer"}},
            "text/plain": {"schema": {"type": "string", "maxLength": 2}},
        },
    )
    plain: Json = {"Content-Type": "text/plain"}
    assert verified(api, expecting("ok", headers=plain)).verdict is Compatibility.COMPATIBLE
    assert verified(api, expecting("long", headers=plain)).verdict is Compatibility.INCOMPATIBLE


def test_an_absent_body_and_an_empty_one_are_not_the_same() -> None:
    absent, empty = interaction(bare()), interaction(bare(body=""))
    assert verified(answering(PET), bare()).verdict is Compatibility.COMPATIBLE
    assert absent.response != empty.response


def bare(**response: Json) -> Json:
    return {"request": {"method": "GET", "path": "/"}, "response": {"status": 200, **response}}


@pytest.mark.parametrize("body", [[], [7], [7, 8]])
def test_how_long_a_literal_list_is_the_provider_state_picks(body: Json) -> None:
    found = verified(answering({"type": "array", "items": {"type": "integer"}}), expecting(body))
    assert (found.verdict, found.findings) == (Compatibility.COMPATIBLE, ())


def test_a_literal_list_of_a_length_that_never_comes_is_incompatible() -> None:
    found = verified(
        answering({"type": "array", "items": {"type": "integer"}, "maxItems": 1}), expecting([7, 8])
    )
    assert found.verdict is Compatibility.INCOMPATIBLE


def test_a_pending_interaction_keeps_its_verdict() -> None:
    found = verified(answering(PET), {**expecting({"id": "seven"}), "pending": True})
    assert found.verdict is Compatibility.INCOMPATIBLE


def test_a_literal_null_is_no_risk_where_something_else_may_come() -> None:
    assert verified(answering(PET), expecting({"id": 7, "tag": None})).findings[0].message.endswith("'tag'.")
    required: Json = {
        "type": "object",
        "required": ["tag"],
        "properties": {"tag": {"type": ["string", "null"]}},
    }
    assert verified(answering(required), expecting({"tag": None})).verdict is Compatibility.COMPATIBLE


XML_PET: Json = {"type": "object", "xml": {"name": "pet"}, "properties": {"id": {"type": "integer"}}}


def as_type(kind: str, schema: Json) -> Api:
    return answering({}, content={kind: {"schema": schema}})


def test_xml_without_matchers_is_held_against_its_schema_as_json_is() -> None:
    kind: Json = {"Content-Type": "application/xml"}
    body = "<pet><id>7</id></pet>"
    optional = verified(as_type("application/xml", XML_PET), expecting(body, headers=kind))
    assert (optional.verdict, rules_of(optional)) == (Compatibility.AT_RISK, ["response-body-at-risk"])
    assert isinstance(XML_PET, dict)
    required = as_type("application/xml", {**XML_PET, "required": ["id"]})
    assert verified(required, expecting(body, headers=kind)).verdict is Compatibility.COMPATIBLE
    wrong = verified(required, expecting("<pet><id>seven</id></pet>", headers=kind))
    assert wrong.verdict is Compatibility.INCOMPATIBLE


def test_of_matched_xml_the_expected_body_is_checked_and_the_rest_named_as_not_checked() -> None:
    rules: Json = {"$.pet.id['#text']": match("type")}
    expected = expecting("<pet><id>7</id></pet>", rules, headers={"Content-Type": "application/xml"})
    found = verified(as_type("application/xml", XML_PET), expected)
    assert (found.verdict, rules_of(found)) == (Compatibility.UNDECIDED, ["interaction-not-checked"])
    assert "application/xml" in found.findings[0].message


def test_matchers_over_bytes_are_named_as_not_checked() -> None:
    api = as_type("image/png", {"type": "string", "format": "binary"})
    body: Json = {"content": "iVBORw0KGgo=", "contentType": "image/png", "encoded": "base64"}
    kind: Json = {"Content-Type": "image/png"}
    assert verified(api, expecting(body, headers=kind)).verdict is Compatibility.COMPATIBLE
    matched = verified(api, expecting(body, {"$": match("contentType", value="image/png")}, headers=kind))
    assert rules_of(matched) == ["interaction-not-checked"]


def test_an_unknown_matcher_is_named_as_not_checked() -> None:
    found = verified(answering({"type": "integer"}), expecting(7, {"$": match("moonphase")}))
    assert (found.verdict, rules_of(found)) == (Compatibility.UNDECIDED, ["interaction-not-checked"])
    assert "moonphase" in found.findings[0].message


def header(schema: Json) -> Api:
    return answering({}, headers={"X-Kind": {"required": True, "schema": schema}})


def with_header(regex: str) -> Json:
    rules: Json = {"header": {"X-Kind": match("regex", regex=regex)}}
    answer: Json = {"status": 200, "headers": {"X-Kind": "1"}, "matchingRules": rules}
    return {"request": {"method": "GET", "path": "/"}, "response": answer}


def test_a_headers_regex_narrower_than_its_enum_is_a_risk_with_a_witness() -> None:
    found = verified(header({"type": "string", "enum": ["1", "2"]}), with_header("^1$"))
    assert (found.verdict, rules_of(found)) == (Compatibility.AT_RISK, ["response-header-at-risk"])
    assert found.findings[0].witness
    assert found.findings[0].witness.value == "2"
    assert verified(header({"enum": ["1", "2"]}), with_header("^[12]$")).findings == ()


def test_matchers_of_a_header_that_is_no_text_are_named_as_not_checked() -> None:
    found = verified(header({"type": "integer"}), with_header("^1$"))
    assert (found.verdict, rules_of(found)) == (Compatibility.UNDECIDED, ["interaction-not-checked"])


def test_the_closest_alternative_is_the_one_cause_of_a_union() -> None:
    kinds: list[Json] = [
        {"type": "object", "required": ["k"], "properties": {"k": {"const": kind}, "x": {"type": "integer"}}}
        for kind in ("a", "b")
    ]
    (finding,) = verified(answering({"oneOf": kinds}), expecting({"k": "a", "x": "text"})).findings
    assert "/x" in finding.message


def test_a_risk_is_shown_as_the_answer_that_the_provider_may_give() -> None:
    (finding,) = verified(answering(PET), expecting({"id": 1, "tag": "x"}, {"$.id": match("type")})).findings[
        :1
    ]
    assert finding.witness
    assert finding.witness.response
    assert finding.witness.response.header("content-type") == "application/json"
    assert json.loads(finding.witness.response.body) == finding.witness.value


def test_an_optional_header_relied_on_is_a_risk_with_an_answer_without_it() -> None:
    api = answering({}, headers={"X-Kind": {"schema": {"type": "string"}}})
    expected: Json = {
        "request": {"method": "GET", "path": "/"},
        "response": {"status": 200, "headers": {"X-Kind": "1"}},
    }
    (finding,) = verified(api, expected).findings
    assert finding.rule.id == "response-header-at-risk"
    assert finding.witness
    assert finding.witness.response
    assert finding.witness.response.headers == ()


def test_one_cause_in_any_element_of_a_list_is_told_once_with_all_that_an_object_lacks() -> None:
    api = answering(
        {"type": "array", "items": {"properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}}}
    )
    each_like = verified(api, expecting([{"a": 1, "b": 2}], {"$": match("type")}))
    assert [finding.subject for finding in each_like.findings] == ["/* required a b"]
    assert each_like.findings[0].message.endswith("at /0: lacks the required properties 'a' and 'b'.")
    literal = verified(api, expecting([{"a": 1}, {"a": 2}, {"a": 3}]))
    assert [finding.subject for finding in literal.findings] == ["/*/a required"]


PETS_LIST: Json = {"type": "array", "items": PET}


@pytest.mark.parametrize(
    "item", [{"colour": "red"}, {"id": "seven"}, {"id": 7, "kind": "c"}], ids=["unknown", "type", "enum"]
)
def test_an_example_that_cannot_come_is_incompatible_whatever_its_matchers_accept_besides(item: Json) -> None:
    found = verified(answering(PETS_LIST), expecting([item], {"$": match("type")}))
    assert (found.verdict, rules_of(found)) == (Compatibility.INCOMPATIBLE, ["response-body-impossible"])


def test_one_element_stands_for_any_number_of_them_where_a_matcher_says_so() -> None:
    three: Json = {"type": "array", "items": {"type": "integer"}, "minItems": 3}
    assert verified(answering(three), expecting([1], {"$": match("type", min=1)})).findings == ()
    one: Json = {"type": "array", "items": {"type": "integer"}, "maxItems": 1}
    assert (
        verified(answering(one), expecting([1, 2], {"$": match("type")})).verdict
        is Compatibility.INCOMPATIBLE
    )


def test_a_member_with_a_quote_in_its_name_is_told_as_it_is() -> None:
    api = answering({"type": "object", "properties": {"it's": {"type": "integer"}}})
    (finding,) = verified(api, expecting({"it's": 1})).findings
    assert finding.message.endswith("""lacks the required property "it's".""")
