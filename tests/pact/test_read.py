from __future__ import annotations

import pytest
from tests.pact.making import interaction, node

from assent.json import Json
from assent.pact.model import AbsentBody, BytesBody, Combine, EmptyBody, JsonBody, Kind, Matcher, Wildcard
from assent.pact.read import NotAPact, read_pact


def request(**members: Json) -> Json:
    return {"request": {"method": "get", "path": "/", **members}, "response": {"status": 200}}


def response(**members: Json) -> Json:
    return {"request": {"method": "GET", "path": "/"}, "response": {"status": 200, **members}}


@pytest.mark.parametrize(
    "written",
    ["a=1&b=2&b=3", {"a": "1", "b": ["2", "3"]}, {"a": ["1"], "b": ["2", "3"]}],
    ids=["text", "map", "lists"],
)
def test_a_query_may_be_a_text_or_a_map_of_lists(written: Json) -> None:
    read = interaction(request(query=written)).request
    assert read
    assert read.query == (("a", "1"), ("b", "2"), ("b", "3"))


def test_a_query_in_the_path_counts() -> None:
    read = interaction(request(path="/pets?limit=1")).request
    assert read
    assert (read.path, read.query) == ("/pets", (("limit", "1"),))


def test_headers_may_be_texts_or_lists() -> None:
    read = interaction(request(headers={"Accept": ["a/b", "c/d"], "X": "1"})).request
    assert read
    assert read.headers == (("Accept", "a/b"), ("Accept", "c/d"), ("X", "1"))


JSON: Json = {"Content-Type": "application/json"}
BODIES: dict[str, tuple[dict[str, Json], object]] = {
    "absent": ({}, AbsentBody()),
    "null": ({"body": None}, JsonBody(value=None)),
    "empty text": ({"body": ""}, EmptyBody()),
    "zero": ({"body": 0}, JsonBody(value=0)),
    "false": ({"body": False}, JsonBody(value=False)),
    "text": ({"body": "hello"}, BytesBody(content=b"hello")),
    "a JSON string": (
        {"body": "hello", "headers": JSON},
        JsonBody(value="hello", content_type="application/json"),
    ),
    "an envelope": (
        {"body": {"content": {"a": 1}, "contentType": "application/json", "encoded": False}},
        JsonBody(value={"a": 1}, content_type="application/json"),
    ),
    "an envelope in Base64": (
        {"body": {"content": "AAE=", "contentType": "image/png", "encoded": "base64"}},
        BytesBody(content=b"\x00\x01", content_type="image/png"),
    ),
    "an envelope of JSON text": (
        {"body": {"content": '{"a": 1}', "contentType": "application/json", "encoded": "JSON"}},
        JsonBody(value={"a": 1}, content_type="application/json"),
    ),
    "an object that merely has contents": (
        {"body": {"content": "x", "other": 1}},
        JsonBody(value={"content": "x", "other": 1}),
    ),
}


@pytest.mark.parametrize(("members", "body"), BODIES.values(), ids=BODIES.keys())
def test_a_body_is_read_as_it_was_meant(members: dict[str, Json], body: object) -> None:
    read = interaction(response(**members))
    assert read.response
    assert read.response.body == body
    assert read.malformed == ()


RULES: dict[str, Json] = {
    "version 2": {"$.body.a[*].b": {"match": "regex", "regex": "x"}},
    "version 3": {"body": {"$.a[*].b": {"combine": "OR", "matchers": [{"match": "regex", "regex": "x"}]}}},
    "version 3 matchers in a version 2 table": {
        "$.body['a'][*]['b']": {"matchers": [{"match": "regex", "regex": "x"}]}
    },
}


@pytest.mark.parametrize("written", RULES.values(), ids=RULES.keys())
def test_rules_of_every_version_become_one_form(written: Json) -> None:
    read = interaction(response(matchingRules=written)).response
    assert read
    (rule,) = read.rules.body
    assert rule.path == ("a", Wildcard.ANY, "b")
    assert rule.matchers == (Matcher(match="regex", attributes={"regex": "x"}),)


def test_a_combination_is_kept() -> None:
    read = interaction(response(matchingRules=RULES["version 3"])).response
    assert read
    assert read.rules.body[0].combine is Combine.OR


def test_states_are_read_in_every_spelling() -> None:
    base = request()
    assert isinstance(base, dict)
    several: Json = [{"name": "a", "params": {"id": 1}}, {"name": "b"}]
    assert [state.name for state in interaction({**base, "providerStates": several}).states] == ["a", "b"]
    for key in ("providerState", "provider_state"):
        assert [state.name for state in interaction({**base, key: "c"}).states] == ["c"]


def test_what_cannot_be_read_is_said_and_the_rest_is_kept() -> None:
    read = interaction(response(matchingRules={"body": {"$.a[": {"match": "type"}}}, body={"a": 1}))
    assert "cannot be read" in read.malformed[0]
    assert read.response
    assert read.response.body == JsonBody(value={"a": 1})


def test_a_document_that_is_no_pact_is_named_so() -> None:
    with pytest.raises(NotAPact, match="neither `interactions` nor `messages`"):
        read_pact(node({"openapi": "3.0.0"}))


def test_messages_are_kept_as_such() -> None:
    pact = read_pact(
        node({"consumer": {"name": "c"}, "provider": {"name": "p"}, "messages": [{"description": "m"}]})
    )
    assert [each.kind for each in pact.interactions] == [Kind.ASYNCHRONOUS_MESSAGE]


@pytest.mark.parametrize("junk", [None, 1, "x", [], [[]], {"request": None}, {"request": {}, "response": []}])
def test_no_interaction_makes_reading_fail(junk: Json) -> None:
    pact = read_pact(node({"interactions": [junk, request()]}))
    assert pact.interactions[0].malformed
    assert not pact.interactions[1].malformed
