"""Parameters survive being written and read, in every style, and read as their schema asks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st
from tests.wire.describing import content_parameter, parameter, response_header

from assent.api.model import In, Parameter, Style
from assent.json import Json
from assent.wire import Request
from assent.wire.parameters import (
    Nothing,
    Reading,
    Sent,
    claimed_names,
    read,
    read_header,
    take_apart,
    view_of,
    write,
    write_header,
)
from assent.wire.styles import Unwritable, query_pairs
from assent.wire.views import Undecodable

STYLES = [
    *((In.PATH, style) for style in (Style.MATRIX, Style.LABEL, Style.SIMPLE)),
    *(
        (In.QUERY, style)
        for style in (
            Style.FORM,
            Style.SPACE_DELIMITED,
            Style.PIPE_DELIMITED,
            Style.TAB_DELIMITED,
            Style.DEEP_OBJECT,
        )
    ),
    (In.HEADER, Style.SIMPLE),
    (In.COOKIE, Style.FORM),
    (In.COOKIE, Style.COOKIE),
]

texts = st.text(max_size=4) | st.text("a,;|.= \t&+%[]/#é\"'", max_size=4)
scalar = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
SCALAR: Json = {"type": ["null", "boolean", "number", "string"]}
SHAPES: list[tuple[Json, st.SearchStrategy[Json]]] = [
    (SCALAR, scalar),
    ({"type": "array", "items": SCALAR}, st.lists(scalar, max_size=3)),
    (
        {"type": "object", "properties": {"a": SCALAR, "b.c": SCALAR}, "additionalProperties": False},
        st.fixed_dictionaries({}, optional={"a": scalar, "b.c": scalar}),
    ),
]


def sent(parameter: Parameter, written: str | list[tuple[str, str]]) -> Sent:
    """What the provider would get, by way of a request."""
    match parameter.location, written:
        case In.PATH, str():
            return Sent(path={parameter.name: written})
        case In.HEADER, str():
            return take_apart(Request("GET", "http://h/", ((parameter.name, written),)), {})
        case In.COOKIE, list():
            crumbs = "; ".join(f"{name}={text}" for name, text in written)
            return take_apart(Request("GET", "http://h/", (("Cookie", crumbs),)), {})
        case In.QUERYSTRING, str():
            return take_apart(Request("GET", f"http://h/?{written}"), {})
        case In.QUERY, list():
            query = "&".join(f"{name}={text}" for name, text in written)
            return take_apart(Request("GET", f"http://h/?{query}"), {})
    raise AssertionError


def read_back(parameter: Parameter, value: Json) -> Reading:
    return read(parameter, sent(parameter, write(parameter, value)), view_of(parameter))


@pytest.mark.parametrize("shape", [0, 1, 2], ids=["scalar", "array", "object"])
@pytest.mark.parametrize("explode", [True, False], ids=["exploded", "whole"])
@pytest.mark.parametrize(("location", "style"), STYLES, ids=str)
def test_a_value_that_can_be_written_is_among_its_readings(
    location: In, style: Style, explode: bool, shape: int
) -> None:
    schema, values = SHAPES[shape]
    described = parameter(location, schema, style=style, explode=explode)

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(values)
    def law(value: Json) -> None:
        try:
            found = read_back(described, value)
        except Unwritable:
            return
        assert isinstance(found, tuple), found
        assert any(_same(value, it) for it in found)

    law()


@pytest.mark.parametrize("value", [['""'], ['"a"']], ids=str)
def test_a_cookie_does_not_keep_quotes_around_its_value(value: Json) -> None:
    described = parameter(In.COOKIE, SHAPES[1][0], style=Style.COOKIE, explode=True)
    with pytest.raises(Unwritable, match="quotes"):
        read_back(described, value)


def _same(value: Json, other: Json) -> bool:
    """Equal as JSON: numbers by value, true is not 1."""
    match value, other:
        case list(), list():
            return len(value) == len(other) and all(map(_same, value, other))
        case dict(), dict():
            return value.keys() == other.keys() and all(_same(value[key], other[key]) for key in value)
        case bool() | None | str(), _:
            return type(value) is type(other) and value == other
        case _:
            return value == other and not isinstance(other, bool)


TABLE = [
    (In.PATH, Style.MATRIX, False, "blue", ";p=blue"),
    (In.PATH, Style.MATRIX, False, "", ";p"),
    (In.PATH, Style.MATRIX, False, ["blue", "black"], ";p=blue,black"),
    (In.PATH, Style.MATRIX, True, ["blue", "black"], ";p=blue;p=black"),
    (In.PATH, Style.MATRIX, False, {"R": 100, "G": 200}, ";p=R,100,G,200"),
    (In.PATH, Style.MATRIX, True, {"R": 100, "G": 200}, ";R=100;G=200"),
    (In.PATH, Style.LABEL, False, "blue", ".blue"),
    (In.PATH, Style.LABEL, False, ["blue", "black"], ".blue,black"),
    (In.PATH, Style.LABEL, True, ["blue", "black"], ".blue.black"),
    (In.PATH, Style.LABEL, False, {"R": 100, "G": 200}, ".R,100,G,200"),
    (In.PATH, Style.LABEL, True, {"R": 100, "G": 200}, ".R=100.G=200"),
    (In.PATH, Style.SIMPLE, False, ["blue", "black"], "blue,black"),
    (In.PATH, Style.SIMPLE, False, {"R": 100, "G": 200}, "R,100,G,200"),
    (In.PATH, Style.SIMPLE, True, {"R": 100, "G": 200}, "R=100,G=200"),
    (In.PATH, Style.SIMPLE, False, "a/b é", "a%2Fb%20%C3%A9"),
    (In.QUERY, Style.FORM, True, "", [("p", "")]),
    (In.QUERY, Style.FORM, False, ["blue", "black"], [("p", "blue,black")]),
    (In.QUERY, Style.FORM, True, ["blue", "black"], [("p", "blue"), ("p", "black")]),
    (In.QUERY, Style.FORM, False, {"R": 100, "G": 200}, [("p", "R,100,G,200")]),
    (In.QUERY, Style.FORM, True, {"R": 100, "G": 200}, [("R", "100"), ("G", "200")]),
    (In.QUERY, Style.SPACE_DELIMITED, False, ["blue", "black"], [("p", "blue%20black")]),
    (In.QUERY, Style.PIPE_DELIMITED, False, ["blue", "black"], [("p", "blue%7Cblack")]),
    (In.QUERY, Style.TAB_DELIMITED, False, ["blue", "black"], [("p", "blue%09black")]),
    (In.QUERY, Style.DEEP_OBJECT, True, {"R": 100, "G": 200}, [("p%5BR%5D", "100"), ("p%5BG%5D", "200")]),
    (In.HEADER, Style.SIMPLE, True, {"R": 100, "G": 200}, "R=100,G=200"),
    (In.COOKIE, Style.FORM, True, "a b", [("p", "a%20b")]),
    (In.COOKIE, Style.COOKIE, True, "a b", [("p", "a b")]),
]


@pytest.mark.parametrize(("location", "style", "explode", "value", "written"), TABLE, ids=str)
def test_the_table_of_styles(
    location: In, style: Style, explode: bool, value: Json, written: str | list[tuple[str, str]]
) -> None:
    described = parameter(location, {"type": ["string", "array", "object"]}, style=style, explode=explode)
    assert write(described, value) == written


def query(
    schema: Json, text: str, *, style: Style = Style.FORM, explode: bool = True, required: bool = False
) -> Reading:
    described = parameter(In.QUERY, schema, style=style, explode=explode, required=required)
    return read(described, Sent(query=query_pairs(text)), view_of(described))


@pytest.mark.parametrize(
    ("schema", "text", "expected"),
    [
        ({"type": "integer"}, "p=1", (1,)),
        ({"type": "string"}, "p=1", ("1",)),
        ({"type": ["string", "integer"]}, "p=1", (1, "1")),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "p=", (None,)),
        ({"type": "integer"}, "p=x", ("x",)),
        ({"type": "integer"}, "p=01", ("01",)),
        ({"type": "boolean"}, "p=true", (True,)),
        ({"type": "boolean"}, "p=True", ("True",)),
        ({"enum": [1, 2]}, "p=1", (1,)),
        ({"allOf": [{"type": "integer"}, {"minimum": 1}]}, "p=1", (1,)),
        ({}, "p=1", (1, "1")),
        ({"type": "string"}, "p=a+b", ("a b", "a+b")),
        ({"type": "string"}, "p=a%2Bb", ("a+b",)),
        ({"type": "array", "items": {"type": "integer"}}, "p=1&p=2", ([1, 2],)),
        ({"type": "array", "items": {"type": "integer"}}, "p=1", ([1],)),
        ({"type": "array", "items": {"type": "integer"}}, "p[]=1&p[]=2", ([1, 2],)),
        ({"type": "integer"}, "q=1", Nothing.ABSENT),
        ({"properties": {"a": {"type": "integer"}}, "type": "object"}, "a=1", ({"a": 1},)),
        ({"anyOf": [{"type": "string"}, {"type": "array"}]}, "p=a", (["a"], "a")),
    ],
    ids=str,
)
def test_a_text_is_read_as_the_schema_asks(schema: Json, text: str, expected: Reading) -> None:
    assert query(schema, text) == expected


def test_a_recursive_schema_is_read_without_end() -> None:
    schema: Json = {
        "$ref": "#/$defs/a",
        "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/a"}, {"type": "integer"}]}},
    }
    assert query(schema, "p=1") == (1, "1")


def test_a_deep_object_is_read_at_any_depth() -> None:
    schema: Json = {
        "type": "object",
        "properties": {
            "a": {"type": "object", "properties": {"b": {"type": "integer"}}},
            "c": {"type": "array", "items": {"type": "boolean"}},
        },
    }
    expected = ({"a": {"b": 1}, "c": [True, False]},)
    assert query(schema, "p[a][b]=1&p[c]=true&p[c]=false", style=Style.DEEP_OBJECT) == expected
    assert query(schema, "p%5Ba%5D%5Bb%5D=1&p[c][0]=true&p[c][1]=false", style=Style.DEEP_OBJECT) == expected


def test_delimiters_may_be_encoded() -> None:
    schema: Json = {"type": "array", "items": {"type": "integer"}}
    assert query(schema, "p=1,2", explode=False) == ([1, 2],)
    assert ([1, 2]) in query(schema, "p=1%2C2", explode=False)  # type: ignore[operator]  # a tuple here
    assert query(schema, "p=1|2", style=Style.PIPE_DELIMITED, explode=False) == ([1, 2],)
    assert query(schema, "p=1%7c2", style=Style.PIPE_DELIMITED, explode=False) == ([1, 2],)
    assert query(schema, "p=1+2", style=Style.SPACE_DELIMITED, explode=False) == ([1, 2],)


def test_an_array_that_is_sent_in_another_style_is_not_read() -> None:
    found = query({"type": "array", "items": {"type": "integer"}}, "p=1&p=2", explode=False)
    assert isinstance(found, Undecodable)
    assert not found.undecided


def test_an_object_inside_a_text_has_no_defined_meaning() -> None:
    found = query({"type": "array", "items": {"type": "object"}}, "p=a")
    assert isinstance(found, Undecodable)
    assert found.undecided


def test_an_exploded_object_leaves_the_names_of_others_alone() -> None:
    whole = parameter(In.QUERY, {"type": "object"}, style=Style.FORM, explode=True)
    other = parameter(In.QUERY, {"type": "integer"}, style=Style.FORM, explode=True, name="page")
    pairs = Sent(query=query_pairs("a=1&page=2"))
    assert read(whole, pairs, view_of(whole), claimed=claimed_names([other])) == ({"a": 1}, {"a": "1"})


def test_an_empty_value_is_allowed_where_the_description_says_so() -> None:
    described = parameter(
        In.QUERY, {"type": "integer"}, style=Style.FORM, explode=True, allow_empty_value=True
    )
    assert read(described, Sent(query=query_pairs("p")), view_of(described)) is Nothing.EMPTY


def test_a_parameter_with_content_is_written_and_read_as_its_media_type() -> None:
    described = content_parameter(In.QUERY, "application/json", {"type": "object"})
    value: Json = {"a": [1, "&="]}
    assert read_back(described, value) == (value,)


def test_a_whole_query_string_is_a_form() -> None:
    described = content_parameter(
        In.QUERYSTRING, "application/x-www-form-urlencoded", {"properties": {"a": {"type": "integer"}}}
    )
    assert write(described, {"a": 1, "b": "x y"}) == "a=1&b=x%20y"
    assert read_back(described, {"a": 1, "b": "x y"}) == ({"a": 1, "b": "x y"},)


def test_a_response_header_is_written_and_read() -> None:
    described = response_header({"type": "array", "items": {"type": "integer"}})
    assert write_header(described, [1, 2]) == "1,2"
    assert read_header(described, (("x-h", "1"), ("x-h", "2")), view_of(described)) == ([1, 2],)
    assert read_header(described, (), view_of(described)) is Nothing.ABSENT


@pytest.mark.parametrize("value", ["", ".", "..", [], {}, "\ud800", [["nested"]]], ids=repr)
def test_a_path_cannot_hold_everything(value: Json) -> None:
    with pytest.raises(Unwritable):
        write(parameter(In.PATH, {}, style=Style.SIMPLE, explode=False), value)
