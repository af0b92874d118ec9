from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from assent.document import Limits
from assent.document.parse import parse
from assent.document.read_yaml import read_yaml
from assent.document.write import write
from assent.errors import LimitExceeded, ParseError
from assent.json import Json


def read(text: str, *, depth: int = 256, aliases: int = 1000) -> Json:
    return read_yaml(text.encode(), "f.yaml", depth=depth, aliases=aliases).tree


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"),
        ("no", "no"),
        ("yes", "yes"),
        ("y", "y"),
        ("2020-01-01", "2020-01-01"),
        ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z"),
        ("0123", "0123"),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        (".inf", ".inf"),
        ("-.INF", "-.INF"),
        (".nan", ".nan"),
        ("+1", "+1"),
        (".5", ".5"),
        ("1e3", 1000.0),
        ("1.", 1.0),
        ("-0", 0),
        ("0", 0),
        ("12345678901234567890123", 12345678901234567890123),
        ("1e400", 10**400),
        ("null", None),
        ("~", None),
        ("", None),
        ("Null", None),
        ("true", True),
        ("TRUE", True),
        ("False", False),
        ("tRuE", "tRuE"),
        ("'5'", "5"),
        ('"true"', "true"),
        ("-", None),
        ("1.2.3", "1.2.3"),
        ("v1: x", None),
    ],
)
def test_a_plain_scalar_means_what_json_compatible_yaml_says(text: str, value: Json) -> None:
    if text == "-":
        assert read("a:\n  -") == {"a": [None]}
    elif text == "v1: x":
        assert read(text) == {"v1": "x"}
    else:
        assert read(f"a: {text}") == {"a": value}
        assert isinstance(value, bool) or read(f"- {text}") == [value]


@pytest.mark.parametrize("key", ["200", "null", "true", "1.0", "on", "2020-01-01", "~"])
def test_a_key_stays_the_text_that_was_written(key: str) -> None:
    assert read(f"{key}: x") == {key: "x"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!!str 5", "5"),
        ("! 5", "5"),
        ("!!int '5'", 5),
        ("!!float 5", 5),
        ("!!bool 'true'", True),
        ("!!null ''", None),
        ("!!map {a: 1}", {"a": 1}),
        ("!!seq [1]", [1]),
    ],
)
def test_a_tag_of_json_types_is_honoured(text: str, value: Json) -> None:
    assert read(f"a: {text}") == {"a": value}


@pytest.mark.parametrize("text", ["!foo x", "!!binary aGk=", "!!int x", "!!timestamp 2020-01-01", "!!bool 1"])
def test_a_tag_without_meaning_leaves_a_string_and_a_suspicion(text: str) -> None:
    reading = read_yaml(f"a: {text}".encode(), "f", depth=9, aliases=9)
    assert reading.tree == {"a": text.split(" ")[1]}
    assert reading.suspicious


def test_lines_of_tabs_only_are_blank_as_yaml_1_2_says() -> None:
    document = parse(b"a: 1\n\t\nb:\n\t# comment\n  - x\nc: [x]\n  \t\n", uri="f", name="f", limits=Limits())
    assert document.tree == {"a": 1, "b": ["x"], "c": ["x"]}
    assert document.locate([("b", "0")])["b", "0"] == (5, 5)


def test_an_alias_is_the_value_itself() -> None:
    assert read("a: &x {b: [1, 2]}\nc: *x\nd: [*x]") == {
        "a": {"b": [1, 2]},
        "c": {"b": [1, 2]},
        "d": [{"b": [1, 2]}],
    }


def test_an_anchor_on_a_key_names_the_key() -> None:
    assert read("&k name: x\nother: *k\n*k : y") == {"name": "y", "other": "name"}


def test_an_anchor_defined_twice_means_the_latest() -> None:
    assert read("a: &x 1\nb: *x\nc: &x 2\nd: *x") == {"a": 1, "b": 1, "c": 2, "d": 2}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("<<: *x\n  b: 9", {"a": 1, "b": 9}),
        ("b: 9\n  <<: *x", {"a": 1, "b": 9}),
        ("<<: [*y, *x]", {"a": 7, "b": 2}),
        ("<<: {a: 5, c: 6}", {"a": 5, "c": 6}),
        ("<<: [{a: 5}, *x]", {"a": 5, "b": 2}),
        ("'<<': *x", {"<<": {"a": 1, "b": 2}}),
    ],
)
def test_a_merge_key_adds_what_the_mapping_lacks(text: str, value: Json) -> None:
    tree = read(f"x: &x {{a: 1, b: 2}}\ny: &y {{a: 7}}\nz:\n  {text}")
    assert isinstance(tree, dict)
    assert tree["z"] == value


def test_a_merge_of_a_merge_reaches_through() -> None:
    tree = read("a: &a {p: 1}\nb: &b {<<: *a, q: 2}\nc: {<<: *b, r: 3}")
    assert isinstance(tree, dict)
    assert tree["c"] == {"p": 1, "q": 2, "r": 3}


@pytest.mark.parametrize(
    "text",
    ["a: 1\r\nb:\r\n  - x\r\n", "a: 1\rb:\r  - x\r", "a:\t1\t# one\nb: [\n\tx]\t\n", "a: 1 # comment\n# comment\nb: [x,]\n", "{a: 1, b: [x]}", "%YAML 1.2\n---\na: 1\nb: [x]\n...\n"],
    ids=["crlf", "cr", "tabs", "comments", "flow", "directive"],
)  # fmt: skip
def test_spelling_does_not_change_the_tree(text: str) -> None:
    assert read(text) == {"a": 1, "b": ["x"]}


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("a: 1\n---\nb: 2\n---\nc: 3\n", 2, 1, "several YAML documents; others begin on lines 2, 4"),
        ("", 1, 1, "empty"),
        ("# only a comment\n", 2, 1, "empty"),
        ("? [a]\n: 1", 1, 3, "key must be a scalar"),
        ("{a: 1}: 2", 1, 1, "key must be a scalar"),
        ("a: *nowhere", 1, 4, "names no anchor"),
        ("a: &x [*x]", 1, 8, "stands inside the value it names"),
        ("a: &x {b: *x}", 1, 11, "stands inside the value it names"),
        ("a: 1\n\tb: 2", 2, 1, "tab"),
        ("a: b: c", 1, 5, "mapping values are not allowed"),
        ("a: [1, 2", 1, 9, "the text ends too early: while parsing a flow sequence that begins at 1:4"),
        ("a:\n  b: {\n\n\n", 2, 7, "the text ends too early"),
        ("a: 'x", 1, 6, "quoted scalar"),
        ("a: \x07", 1, 4, "U+0007"),
        ("é: [}", 1, 5, "flow"),
        ("a: 1e99999", 1, 4, "beyond"),
        ("a: @x", 1, 4, "cannot start any token"),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_place(text: str, line: int, column: int, says: str) -> None:
    with pytest.raises(ParseError) as caught:
        read(text)
    assert says in str(caught.value)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_bomb_of_aliases_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    with pytest.raises(LimitExceeded, match="--max-aliases"):
        read("\n".join(lines), aliases=1_000_000)


def test_depth_through_aliases_counts() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 40)]
    assert read("\n".join(lines), depth=41, aliases=10_000)
    with pytest.raises(LimitExceeded, match="--max-depth"):
        read("\n".join(lines), depth=40, aliases=10_000)


def test_depth_counts_containers() -> None:
    assert read("[[[1]]]", depth=3) == [[[1]]]
    with pytest.raises(LimitExceeded, match="--max-depth"):
        read("[[[[1]]]]", depth=3)


def test_the_size_of_an_alias_counts_what_it_repeats() -> None:
    assert read("a: &a [1, 2, 3]\nb: [*a, *a]", aliases=10)
    with pytest.raises(LimitExceeded):
        read("a: &a [1, 2, 3]\nb: [*a, *a, *a]", aliases=10)


texts = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    [
        "on",
        "1e3",
        "0123",
        "~",
        "",
        "<<",
        "=",
        "null",
        "1_0",
        "x: y",
        "- a",
        "a #b",
        "line\nbreak\n",
        " x",
        "\ttab",
        "\u2028",
    ]
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_what_is_written_as_yaml_reads_back_the_same(value: Json) -> None:
    assert read(write(value, format="yaml")) == value


@given(json_values)
def test_what_is_written_as_json_is_yaml_too(value: Json) -> None:
    text = write(value, format="json")
    if all(char.isprintable() or char == "\n" for char in text):
        assert read(text) == value
