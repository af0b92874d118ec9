"""Whatever JSON a pact file holds: it is read or refused in a sentence, and every interaction gets a verdict."""

from __future__ import annotations

from hypothesis import given, settings, strategies as st
from tests.pact.making import answering, api_of, expecting, match, node

from assent.api import Api
from assent.json import Json
from assent.pact.case import PETS
from assent.pact.comparator import comparator_lines
from assent.pact.coverage import coverage
from assent.pact.grouping import grouped
from assent.pact.read import NotAPact, read_pact
from assent.pact.verify import verify

API = api_of(PETS)
LOOSE = answering(
    {"properties": {"id": {"type": ["integer", "string"]}, "tag": {}}, "items": {"minLength": 1}}
)

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 999),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.sampled_from(
        ["", "$", "$.body", "$.body.id", "$[", "application/json", "text/plain", "base64", "JSON"]
    ),
    st.sampled_from(["/pets/7", "/pets/7?x=1", "GET", "get", "type", "regex", "(", "[", "4.0", "\x00", "é"]),
)
WORDS = st.sampled_from(
    [
        *(
            "consumer",
            "provider",
            "name",
            "interactions",
            "messages",
            "metadata",
            "description",
            "type",
            "key",
        ),
        *("request", "response", "method", "path", "query", "headers", "body", "status", "matchingRules"),
        *(
            "content",
            "contentType",
            "encoded",
            "matchers",
            "match",
            "regex",
            "min",
            "max",
            "combine",
            "rules",
        ),
        *("variants", "index", "providerStates", "providerState", "params", "pending", "pluginConfiguration"),
        *(
            "$",
            "$.id",
            "$.body",
            "$.path",
            "header",
            "id",
            "tag",
            "Accept",
            "Content-Type",
            "value",
            "format",
        ),
    ]
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def check(tree: Json, api: Api = API) -> None:
    """Read it, judge it, and tell of it in every way."""
    try:
        pact = read_pact(node(tree))
    except NotAPact:
        return
    found = list(verify(api, [pact]))
    assert len(found) == len(pact.interactions)
    assert list(comparator_lines(found)) or not found
    grouped(each.findings for each in found)
    coverage(api, [pact])


@given(ANYTHING)
@settings(max_examples=60, deadline=None)
def test_any_json_is_a_pact_or_refused_in_a_sentence(tree: Json) -> None:
    check(tree)


@given(st.dictionaries(WORDS, ANYTHING, max_size=5), st.dictionaries(WORDS, ANYTHING, max_size=5))
@settings(max_examples=120, deadline=None)
def test_any_request_and_response_get_a_verdict(request: dict[str, Json], response: dict[str, Json]) -> None:
    asked: Json = {"method": "GET", "path": "/pets/7", **request}
    answered: Json = {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"id": 7}}
    assert isinstance(answered, dict)
    check({"interactions": [{"description": "it", "request": asked, "response": answered | response}]})


@given(ANYTHING, ANYTHING)
@settings(max_examples=120, deadline=None)
def test_any_rule_over_any_body_gets_a_verdict(body: Json, rule: Json) -> None:
    check({"interactions": [expecting(body, {"$": rule, "$.id": match("type"), "$['id'][*]": rule})]}, LOOSE)


MATCHERS = st.sampled_from(
    [
        *("equality", "regex", "type", "include", "integer", "decimal", "number", "boolean", "null", "date"),
        *(
            "time",
            "datetime",
            "timestamp",
            "contentType",
            "values",
            "arrayContains",
            "statusCode",
            "notEmpty",
        ),
        *("semver", "eachKey", "eachValue", "unheard of"),
    ]
)


@given(MATCHERS, ANYTHING, st.dictionaries(WORDS, ANYTHING, max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_matcher_with_any_attributes_gets_a_verdict(
    word: str, body: Json, attributes: dict[str, Json]
) -> None:
    rule: Json = {"matchers": [{**attributes, "match": word}]}
    check({"interactions": [expecting(body, {"$": rule})]}, LOOSE)
