"""Positions agree with those of PyYAML's own composer, and point at what people would look at."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml

from assent.document.access import Limits
from assent.document.document import Position
from assent.document.offsets_json import offsets
from assent.document.parse import parse
from assent.document.places_json import JsonPlaces
from assent.document.places_yaml import YamlPlaces
from assent.json import Pointer, walk

PLACES = {"json": JsonPlaces, "yaml": YamlPlaces}


def composed(raw: bytes) -> dict[Pointer, Position]:
    """Every pointer's place by PyYAML's composer: members at their key, elements at their value."""
    out: dict[Pointer, Position] = {}

    def visit(node: yaml.Node, at: yaml.Mark, pointer: Pointer) -> None:
        out[pointer] = (at.line + 1, at.column + 1)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                visit(value, key.start_mark, (*pointer, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                visit(value, value.start_mark, (*pointer, str(index)))

    root = yaml.compose(raw, Loader=yaml.CBaseLoader)
    assert root is not None
    visit(root, root.start_mark, ())
    return out


JSON = '{\n  "a": [1, {"b": "é"}, "x"],\n\t"c/d": {"": null}\n}'


@pytest.mark.parametrize("format", ["json", "yaml"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("pointer", "position"),
    [
        ((), (1, 1)),
        (("a",), (2, 3)),
        (("a", "0"), (2, 9)),
        (("a", "1"), (2, 12)),
        (("a", "1", "b"), (2, 13)),
        (("a", "2"), (2, 24)),
        (("c/d",), (3, 2)),
        (("c/d", ""), (3, 10)),
        (("a", "7"), (2, 3)),
        (("a", "0", "deeper"), (2, 9)),
        (("nowhere", "x"), (1, 1)),
    ],
)
def test_a_member_stands_at_its_key_and_an_element_at_its_value(
    format: str, line_end: str, pointer: Pointer, position: Position
) -> None:
    text = JSON.replace("\t", "\t" if format == "json" else " ").replace("\n", line_end)
    assert PLACES[format](text.encode())([pointer])[pointer] == position


YAML = """\
# comment
base: &base
  one: 1
  two: {three: 3}
uses: *base
merged:
  <<: *base
  own: 5
listed: [*base, &late {x: 1}]
again:
- <<: [*late, {y: 2}]
text: |
  several
  lines
"quoted key" : x
? explicit
: value
"""


@pytest.mark.parametrize(
    ("pointer", "position"),
    [
        (("base",), (2, 1)),
        (("base", "two", "three"), (4, 9)),
        (("uses",), (5, 1)),
        (("uses", "two", "three"), (4, 9)),
        (("merged", "one"), (3, 3)),
        (("merged", "two"), (4, 3)),
        (("merged", "two", "three"), (4, 9)),
        (("merged", "own"), (8, 3)),
        (("listed", "0"), (9, 10)),
        (("listed", "0", "one"), (3, 3)),
        (("listed", "1", "x"), (9, 24)),
        (("again", "0"), (11, 3)),
        (("again", "0", "x"), (9, 24)),
        (("again", "0", "y"), (11, 16)),
        (("text",), (12, 1)),
        (("quoted key",), (15, 1)),
        (("explicit",), (16, 3)),
    ],
)
def test_what_comes_through_an_anchor_stands_where_it_was_written(
    pointer: Pointer, position: Position
) -> None:
    assert YamlPlaces(YAML.encode())([pointer])[pointer] == position


def test_deep_texts_are_located_without_recursion() -> None:
    levels = 5000
    raw = b"[" * levels + b"]" * levels
    pointer = ("0",) * (levels - 1)
    assert YamlPlaces(raw)([pointer])[pointer] == (1, levels)
    assert JsonPlaces(b'{"a": {"b": [1, [2]]}}')([("a", "b", "1")])[("a", "b", "1")] == (1, 17)


def test_positions_of_real_descriptions_agree_with_the_composer(shared: Path) -> None:
    corpus = shared / "corpus"
    small = sorted((corpus / "small").iterdir())
    files = [*small, *random.Random(7).sample(sorted(corpus.glob("digitalocean/*/**/*.yml")), 60)]
    for path in files:
        raw = path.read_bytes()
        expected = composed(raw)
        places = (JsonPlaces if path.suffix == ".json" else YamlPlaces)(raw)
        assert dict(places(list(expected))) == expected, path


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a": 1, "b": {"c": [1, 12, [] ]}, "a": [2]}',
        b'{"a": "\\ud800", "b": [true]}',
        b'  [ {"\\u00e9\\"x": 1}, {} , [ [ ] ],\r\n -1.5e3 ]  ',
        b'{"a":1,\r"b":{"c":2}}',
        '{"é": {"😀": "é",\n "ü": ["é", 1]}}'.encode(),
        b'{"b": {"c": [1]}, "x": {"a": 1, "a": 2},\n"b": {"d": 1}, "a": 1}',
        b'{"\\u0061": "}\\"]", "x\\\\": {"\\"": "{"},\n"b" : {"\\\\u0063": 1, "c": ["\\\\", {}, "\\n[\\""]}}',
        b'{"a":' + b"[" * 200 + b"]" * 200 + b',\n"b":{"c":[0,-12345678901234567890123,1e400]}}\n',
        b' "a" ',
        b"[]",
        b"7",
    ],
    ids=[
        "equal keys",
        "lone surrogate",
        "odd spacing",
        "old line ends",
        "beyond ASCII",
        "equal keys that lead on",
        "escapes",
        "depth and size",
        "string",
        "empty",
        "number",
    ],
)
def test_places_asked_at_once_are_those_asked_one_by_one(raw: bytes) -> None:
    pointers = [
        ("a",),
        ("b", "c", "1"),
        ("b", "c", "2"),
        ("é", "ü", "1"),
        ("0", 'é"x'),
        ("2", "0"),
        ("3",),
        (),
    ]
    one_by_one = JsonPlaces(raw, asked=True)
    assert JsonPlaces(raw)(pointers) == {pointer: one_by_one([pointer])[pointer] for pointer in pointers}


def test_plain_texts_are_answered_from_their_bytes() -> None:
    """The quick way hangs on how msgspec words an error: another wording would leave only the slow way."""
    raw = b'{"passed": {"by": [1]}, "a": [{"b": 1}, {"c": {}}]}'
    assert offsets(raw, [("a", "1", "c"), ("a", "0", "x")]) == {("a", "1", "c"): 41, ("a", "0", "x"): 30}


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("a:\n  - b: {c: [1, []]}\n    d: {}\n  - []\ne: |\n  x\nf: [{g: 1}]\n", True),
        ("- 1\n- [2, {a: 3}]\n", True),
        ("just text", True),
        ("a: &x {b: 1}\nc: 2\n", True),
        ("a: &x {b: 1}\nc: *x\nd: 2\n", False),
        ("a: &x {b: 1}\nc:\n  <<: {e: 1}\n  d: 2\n", False),
        ("a: {x: 1}\nb: 2\na: {y: [1, 2]}\nc: 3\n", False),
    ],
    ids=["nested", "list", "scalar", "anchor", "alias", "merge", "equal keys"],
)
def test_places_noted_while_reading_are_those_of_a_second_look(text: str, noted: bool) -> None:
    raw = text.encode()
    document = parse(raw, uri="file:///a.yaml", name="a.yaml", limits=Limits())
    assert isinstance(document.locate, YamlPlaces)
    assert (document.locate.offsets is not None) is noted
    pointers = [pointer for pointer, _ in walk(document.tree)] + [("a", "nowhere"), ("9",)]
    assert document.locate(pointers) == YamlPlaces(raw)(pointers)
