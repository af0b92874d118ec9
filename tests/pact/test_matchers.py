from __future__ import annotations

import pytest
from tests.pact.making import match

from assent.json import Json
from assent.pact.dates import UnknownPattern, date_pattern
from assent.pact.matchers import Reading, accepted
from assent.pact.model import Wildcard
from assent.pact.paths import PathError, parse_path, weight
from assent.pact.rule_lists import rule_lists
from assent.schema import read
from assent.schema.patterns import matches, pattern
from assent.schema.violations import accepts

CASES: dict[str, tuple[Json, Json, list[Json], list[Json]]] = {
    "equality": ({"$": match("equality")}, 1, [1], [2, "1"]),
    "type": ({"$": match("type")}, "a", ["", "b"], [1, None]),
    "type of a list grows": ({"$": match("type")}, [1], [[], [2, 3]], [["a"], 1]),
    "min and max": ({"$": match("type", min=1, max=2)}, [1], [[1], [1, 2]], [[], [1, 2, 3]]),
    "regex": ({"$": match("regex", regex="^a+$")}, "a", ["aa"], ["b", 1]),
    "include": ({"$": match("include", value="a.b")}, "a.b", ["xa.by"], ["axb"]),
    "integer": ({"$": match("integer")}, 1, [2, -1], [1.5, "1"]),
    "number": ({"$": match("number")}, 1, [1.5], ["1"]),
    "boolean": ({"$": match("boolean")}, True, [False], [0, "true"]),
    "null": ({"$": match("null")}, None, [None], [0]),
    "date": (
        {"$": match("date", format="yyyy-MM-dd")},
        "2020-01-31",
        ["1999-12-01"],
        ["31.1.2020", "2020-13-01"],
    ),
    "time": ({"$": match("time", format="HH:mm")}, "10:20", ["23:59"], ["24:00", "1:2"]),
    "datetime": (
        {"$": match("datetime", format="yyyy-MM-dd'T'HH:mm:ssXXX")},
        "2020-01-01T00:00:00Z",
        ["2021-02-03T04:05:06+01:00"],
        ["2020-01-01"],
    ),
    "semver": ({"$": match("semver")}, "1.2.3", ["0.0.1-rc.1"], ["1.2", "01.2.3"]),
    "notEmpty": ({"$": match("notEmpty")}, "a", ["b"], ["", 1]),
    "values": ({"$": match("values"), "$.*": match("type")}, {"a": 1}, [{"b": 2}, {}], [{"b": "x"}]),
    "eachKey": (
        {"$": match("eachKey", rules=[{"match": "regex", "regex": "^k"}])},
        {"k1": 1},
        [{"k2": "x"}],
        [{"x": 1}],
    ),
    "eachValue": (
        {"$": match("eachValue", rules=[{"match": "integer"}])},
        {"a": 1},
        [{"z": 3}],
        [{"a": "x"}],
    ),
    "arrayContains": (
        {"$": match("arrayContains", variants=[{"index": 0, "rules": {"$.n": match("type")}}])},
        [{"n": 1}],
        [[{"n": 5}], ["x", {"n": 2}]],
        [[], [{"n": "a"}]],
    ),
    "OR": (
        {"$": {"combine": "OR", "matchers": [{"match": "integer"}, {"match": "null"}]}},
        1,
        [2, None],
        ["a"],
    ),
    "AND": (
        {"$": {"matchers": [{"match": "type"}, {"match": "regex", "regex": "^a"}]}},
        "a",
        ["ab"],
        ["b", 1],
    ),
    "a type cascades to what lies below": (
        {"$": match("type")},
        {"a": {"b": 1}},
        [{"a": {"b": 2}}],
        [{"a": {}}],
    ),
    "the more exact path decides": (
        {"$": match("type"), "$.a": match("equality")},
        {"a": 1, "b": 1},
        [{"a": 1, "b": 9}],
        [{"a": 2, "b": 1}],
    ),
}


@pytest.mark.parametrize(("rules", "example", "taken", "refused"), CASES.values(), ids=CASES.keys())
def test_a_matcher_takes_what_it_says(
    rules: Json, example: Json, taken: list[Json], refused: list[Json]
) -> None:
    schema = read(accepted(example, rule_lists(rules, [])).schema, dialect="2020-12")
    assert [value for value in [example, *taken] if not accepts(schema, value)] == []
    assert [value for value in refused if accepts(schema, value)] == []


def test_without_a_matcher_only_the_example_is_taken_and_further_members() -> None:
    schema = read(accepted({"a": [1]}, ()).schema, dialect="2020-12")
    assert accepts(schema, {"a": [1], "b": 2})
    assert not accepts(schema, {"a": [1, 1]})


def test_a_request_takes_no_further_members() -> None:
    schema = read(accepted({"a": 1}, (), reading=Reading(closed=True)).schema, dialect="2020-12")
    assert not accepts(schema, {"a": 1, "b": 2})


def test_what_a_schema_cannot_say_is_named() -> None:
    rules = rule_lists({"$.a": match("contentType", value="image/png"), "$.b": match("telepathy")}, [])
    unsaid = accepted({"a": 1, "b": 2}, rules).unsaid
    assert unsaid == ("content of type image/png at /a", "the matcher 'telepathy' at /b")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("$", ()),
        ("$.a.b", ("a", "b")),
        ("$['a b'][0]", ("a b", "0")),
        ("$.a[*].*", ("a", Wildcard.ANY, Wildcard.ANY)),
        ("$.a['*']", ("a", "*")),
        ("$.x.#text", ("x", "#text")),
        ("$.a['@id']", ("a", "@id")),
        ("Accept", ("Accept",)),
    ],
)
def test_a_path_is_read_in_every_spelling(text: str, path: object) -> None:
    assert parse_path(text) == path


@pytest.mark.parametrize("text", ["$.", "$[", "$.a[", "$['a]", "$..a"])
def test_an_unreadable_path_says_from_where(text: str) -> None:
    with pytest.raises(PathError, match="from character"):
        parse_path(text)


def test_a_more_exact_and_a_longer_path_weigh_more() -> None:
    exact, wild, short = (weight(parse_path(text), ("a", "b")) for text in ("$.a.b", "$.a.*", "$.a"))
    assert exact > wild > short > 0 == weight(parse_path("$.c"), ("a", "b"))


@pytest.mark.parametrize(
    ("java", "text", "right"),
    [
        ("yyyy-MM-dd'T'HH:mm:ss.SSSZ", "2020-01-02T03:04:05.678+0100", True),
        ("EEE, d MMM yyyy HH:mm:ss Z", "Wed, 4 Jul 2001 12:08:56 -0700", True),
        ("hh 'o''clock' a", "12 o'clock PM", False),
        ("HH:mm[:ss]", "10:20", True),
        ("dd/MM/yy", "31/12/99", True),
        ("dd/MM/yy", "32/12/99", False),
    ],
)
def test_a_java_pattern_takes_what_it_prints(java: str, text: str, right: bool) -> None:
    assert matches(pattern(date_pattern(java)), text) is right


def test_an_unknown_letter_is_named() -> None:
    with pytest.raises(UnknownPattern, match="'j'"):
        date_pattern("jj")
