"""That a witness shows what its finding is about: one revision takes it, the other does not."""

from __future__ import annotations

import pytest

from assent.compare.case import answers, described, event, parameter, responds, sends, takes
from assent.compare.compare import compare_descriptions
from assent.document import from_tree
from assent.findings import Finding, Witness
from assent.json import Json
from assent.wire import Request, Response

WORD: Json = {"type": "string"}
NUMBER: Json = {"type": "integer"}


def found(old: Json, new: Json, rule: str) -> list[Finding]:
    """What the rule says of two descriptions."""
    return [it for it in compare_descriptions(from_tree(old), from_tree(new)) if it.rule.id == rule]


def witness(old: Json, new: Json, rule: str) -> Witness:
    (finding,) = found(old, new, rule)
    assert finding.witness is not None
    return finding.witness


def request(old: Json, new: Json, rule: str) -> Request:
    shown = witness(old, new, rule).request
    assert shown is not None
    return shown


def response(old: Json, new: Json, rule: str) -> Response:
    shown = witness(old, new, rule).response
    assert shown is not None
    return shown


@pytest.mark.parametrize(
    ("wider", "narrower", "sent"),
    [
        ("application/*", "application/json", "application/xml"),
        ("*/*", "application/*", "text/plain"),
        ("text/*", "text/plain", "text/example"),
        ("application/*+json", "application/json", "application/vnd.example+json"),
    ],
)
def test_a_range_that_narrows_is_shown_by_a_media_type_that_is_no_longer_in_it(
    wider: str, narrower: str, sent: str
) -> None:
    old, new = sends(WORD, media=wider), sends(WORD, media=narrower)
    assert request(old, new, "request-media-type-removed").header("content-type") == sent


def test_a_listener_is_shown_a_media_type_that_only_the_wider_range_has() -> None:
    def sending(media: str) -> Json:
        return event({"requestBody": {"required": True, "content": {media: {"schema": WORD}}}})

    shown = request(sending("application/json"), sending("application/*"), "request-media-type-added")
    assert shown.header("content-type") == "application/xml"


def test_a_schema_within_a_range_is_shown_by_the_media_type_that_it_is_about() -> None:
    old = sends(WORD, content={"application/json": {"schema": NUMBER}, "application/*": {"schema": WORD}})
    new = sends(WORD, content={"application/json": {"schema": NUMBER}, **xml(NUMBER)})
    assert request(old, new, "type-narrowed").header("content-type") == "application/xml"


def xml(schema: Json) -> dict[str, Json]:
    return {"application/xml": {"schema": schema}}


def test_a_client_that_asks_for_a_media_type_that_is_gone_is_shown_asking() -> None:
    both: Json = {"application/json": {"schema": WORD}, "application/xml": {"schema": WORD}}
    old, new = responds({"200": {"content": both}}), answers(WORD)
    assert request(old, new, "response-media-type-removed").header("accept") == "application/xml"


def test_a_media_type_that_is_gone_is_shown_by_one_that_the_client_does_not_know() -> None:
    both: Json = {"application/json": {"schema": WORD}, "text/plain": {"schema": WORD}}
    old = responds({"200": {"content": {"application/json": {}, "application/xml": {}}}})
    shown = response(old, responds({"200": {"content": both}}), "response-media-type-removed")
    assert shown.header("content-type") == "text/plain"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [(["200"], ["2XX"], 201), (["200", "201"], ["2XX"], 202), (["2XX"], ["2XX", "304"], 304)],
    ids=["a class", "a class beside two", "a status"],
)
def test_a_new_success_is_shown_by_a_status_that_was_not_described(
    old: list[str], new: list[str], shown: int
) -> None:
    before, after = (responds({status: {} for status in each}) for each in (old, new))
    assert response(before, after, "success-status-added").status == shown


def test_each_new_success_is_shown_by_itself() -> None:
    new = responds({"200": {}, "304": {}, "302": {}})
    shown = [it.witness for it in found(responds({"200": {}}), new, "success-status-added")]
    assert [it.response.status for it in shown if it and it.response] == [304, 302]


def test_a_success_that_replaces_another_is_shown_rather_than_an_error() -> None:
    old, new = responds({"200": {}}), responds({"404": {}, "202": {}})
    assert response(old, new, "success-status-replaced").status == 202


def body(schema: Json) -> Json:
    return {"content": {"application/json": {"schema": schema}}}


OBJECT: Json = {"type": "object"}


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ({"404": WORD}, {"4XX": NUMBER}, 404),
        ({"404": WORD, "default": NUMBER}, {"default": NUMBER}, 404),
        ({"4XX": WORD, "400": NUMBER}, {"400": NUMBER, "default": NUMBER}, 401),
        ({"400": NUMBER, "404": WORD}, {"4XX": NUMBER}, 404),
        ({"400": OBJECT, "404": WORD}, {"4XX": OBJECT}, 404),
    ],
    ids=["a class", "all others", "but for one", "one of two", "the second of two"],
)
def test_another_body_is_shown_by_a_status_that_both_revisions_describe_by_it(
    old: dict[str, Json], new: dict[str, Json], shown: int
) -> None:
    before, after = (responds({"200": {}} | {at: body(it) for at, it in each.items()}) for each in (old, new))
    assert response(before, after, "type-widened").status == shown


def test_a_missing_header_is_shown_by_a_status_that_promised_it() -> None:
    tag: Json = {"headers": {"ETag": {"required": True, "schema": WORD}}}
    old, new = responds({"400": {}, "404": tag}), responds({"4XX": {}})
    assert response(old, new, "required-header-removed").status == 404


def asking(schema: Json, *, place: str = "query", path: str = "/pets/{limit}", **members: Json) -> Json:
    at = path if place == "path" else "/pets"
    required: dict[str, Json] = {"required": True} if place == "path" else {}
    return takes(parameter(place=place, schema=schema, **required, **members), path=at)


def listing(**members: Json) -> Json:
    return {"type": "array", "items": NUMBER, **members}


@pytest.mark.parametrize("least", [{}, {"minItems": 1}], ids=["none", "one"])
def test_elements_that_one_value_replaces_are_shown_by_several(least: dict[str, Json]) -> None:
    shown = request(asking(listing(**least)), asking(NUMBER), "type-narrowed")
    assert shown.url == "/pets?limit=0&limit=0"


def test_a_text_in_a_path_is_shown_by_one_that_is_not_empty() -> None:
    (finding,) = found(asking(WORD, place="path"), asking(NUMBER, place="path"), "type-narrowed")
    assert finding.witness is not None
    assert finding.witness.request == Request("GET", "/pets/string")
    assert finding.message.endswith('it must be an integer, but is "string".')


def test_a_parameter_of_the_path_is_shown_whatever_its_name_was() -> None:
    def named(name: str, schema: Json) -> Json:
        first = parameter(name="size", place="path", required=True)
        second = parameter(name=name, place="path", required=True, schema=schema)
        return takes(first, second, path=f"/pets/{{size}}/{{{name}}}")

    shown = request(named("old", {"enum": ["a", "b"]}), named("new", {"enum": ["b"]}), "enum-value-removed")
    assert shown.url == "/pets/string/a"


TAGS: dict[str, Json] = {"type": "object", "properties": {"tags": {"type": "array", "items": WORD}}}
FORM = "application/x-www-form-urlencoded"
NEEDED: dict[str, Json] = {"required": ["tags"]}


@pytest.mark.parametrize("schema", [TAGS, TAGS | NEEDED], ids=["optional", "required"])
def test_a_field_that_is_written_differently_is_shown_in_a_form(schema: Json) -> None:
    new = sends(None, content={FORM: {"schema": schema, "encoding": {"tags": {"explode": False}}}})
    shown = request(sends(schema, media=FORM), new, "form-field-encoded-differently")
    assert shown.body == b"tags=string&tags=string"


def test_a_field_of_an_answer_is_shown_in_an_answer() -> None:
    def answering(**encoding: Json) -> Json:
        return responds({"200": {"content": {FORM: {"schema": TAGS, **encoding}}}})

    new = answering(encoding={"tags": {"explode": False}})
    assert response(answering(), new, "form-field-encoded-differently").body == b"tags=string,string"


def test_what_one_of_a_sequence_lacks_is_shown_in_a_sequence() -> None:
    def streaming(**members: Json) -> Json:
        schema: Json = {"type": "object", "properties": {"id": WORD}, **members}
        tree = responds({"200": {"content": {"application/jsonl": {"itemSchema": schema}}}})
        return tree | {"openapi": "3.2.0"}

    assert response(streaming(required=["id"]), streaming(), "property-became-optional").body == b"{}\n"


def test_a_parameter_that_is_ignored_is_shown_in_a_request_that_nobody_refuses() -> None:
    shown = witness(asking(WORD), takes(), "parameter-removed")
    assert shown.request == Request("GET", "/pets?limit=string")
    assert (shown.accepted_by, shown.refused_by) == ("old", None)


def test_a_body_that_is_ignored_is_shown_in_a_request_that_nobody_refuses() -> None:
    shown = witness(sends(WORD, required=False), described(), "body-removed")
    assert shown.request is not None
    assert shown.request.body == b'"string"'
    assert (shown.accepted_by, shown.refused_by) == ("old", None)


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        (asking({"default": 1}), asking({"default": 2}), "default-changed"),
        (
            answers({"discriminator": {"propertyName": "kind"}}),
            answers({"discriminator": {"propertyName": "type"}}),
            "discriminator-changed",
        ),
        (event({"parameters": [parameter()]}), event({}), "parameter-removed"),
    ],
    ids=["a default", "a discriminator", "what a listener could miss before"],
)
def test_what_nobody_refuses_has_no_witness(before: Json, after: Json, rule: str) -> None:
    assert [it.witness for it in found(before, after, rule)] == [None]


@pytest.mark.parametrize(("known", "status"), [("200", 500), ("default", 204)])
def test_where_no_answer_is_described_any_more_another_may_come(known: str, status: int) -> None:
    old = responds({"200": {}, known: {}})
    new = described()
    new["paths"] = {"/pets": {"post": {}}}
    shown = witness(old, new, "success-status-replaced").response
    assert shown is not None
    assert shown.status == status
