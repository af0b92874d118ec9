"""Positions agree with those of PyYAML's own composer, and point at what people would look at."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import yaml

from assent.document import offsets_json
from assent.document.access import Limits
from assent.document.document import Locate, Position
from assent.document.offsets_json import offsets
from assent.document.parse import parse
from assent.document.places_json import JsonPlaces
from assent.document.places_yaml import YamlPlaces
from assent.json import Pointer, walk


def placed(raw: bytes) -> JsonPlaces:
    return JsonPlaces(raw, json.loads(raw))


def one_by_one(raw: bytes, pointers: Iterable[Pointer]) -> dict[Pointer, Position]:
    """What the slow look says, which knows nothing of layouts."""
    places = JsonPlaces(raw, None, asked=True)
    return {pointer: places([pointer])[pointer] for pointer in pointers}


PLACES: dict[str, Callable[[bytes], Locate]] = {"json": placed, "yaml": YamlPlaces}


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
    assert placed(b'{"a": {"b": [1, [2]]}}')([("a", "b", "1")])[("a", "b", "1")] == (1, 17)


def test_positions_of_real_descriptions_agree_with_the_composer(shared: Path) -> None:
    corpus = shared / "corpus"
    small = sorted((corpus / "small").iterdir())
    files = [*small, *random.Random(7).sample(sorted(corpus.glob("digitalocean/*/**/*.yml")), 60)]
    for path in files:
        raw = path.read_bytes()
        expected = composed(raw)
        places = (placed if path.suffix == ".json" else YamlPlaces)(raw)
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
    assert placed(raw)(pointers) == one_by_one(raw, pointers)


def test_plain_texts_are_answered_from_their_bytes() -> None:
    """The quick way hangs on how msgspec words an error: another wording would leave only the slow way."""
    raw = b'{"passed": {"by": [1]}, "a": [{"b": 1}, {"c": {}}]}'
    assert offsets(raw, json.loads(raw), [("a", "1", "c"), ("a", "0", "x")]) == {
        ("a", "1", "c"): 41,
        ("a", "0", "x"): 30,
    }


LAID_OUT = """{
  "a": {
    "b": [
      {
        "c": "{",
        "d\\"": "\\n  }"
      },
      [],
      "x"
    ],
    "d": {}
  },
  "e": [
    1,
    [
      "]"
    ]
  ]
}
"""


@pytest.mark.parametrize("word", ["x", "é👍", r"\u00e9\uD83D\udc4d\n\\u0061 \u0000", r"\u201F"])
def test_texts_laid_out_by_lines_are_not_read_by_patterns(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setattr(offsets_json, "_meet", lambda *_: pytest.fail("the layout was not seen"))
    raw = LAID_OUT.replace('"x"', f'"{word}"').encode()
    pointers = [pointer for pointer, _ in walk(json.loads(raw))]
    assert placed(raw)(pointers) == one_by_one(raw, pointers)


@pytest.mark.parametrize(
    "raw",
    [
        b'{\n  "a": {\n    "b": 1\n  },\n  "b": 2,\n  "a": {\n    "b": 3\n  }\n}',
        b'{\n  "a": 1,\n  "a": {\n    "b": 3\n  },\n  "b": 2\n}',
        b'{\n  "a": {\n    "b": 3\n  },\n  "b": 2,\n  "a": 1\n}',
        b'{\n  "a": {\n    "b": 1\n  },\n  "a": {\n    "b": 2,\n    "c": 3,\n    "d": 4\n  },\n  "d": 5\n}',
        b'{\n  "a": {\n    "b": 1,\n    "\\u0062": 2\n  }\n}',
        b'{\n  "a": [\n    {\n      "b": 1,\n      "b": 2\n    }\n  ],\n  "b": 3\n}',
        b'{\n  "a": {\n    "c": {\n  }, "b": {\n    "d": 1\n  }\n  },\n  "b": 2\n}',
        b'{\n  "a": {"b": [\n    1\n  ]},\n  "b": {\n  "d": 1\n  }\n}',
        b'{\n  "a": 1, "b": {\n    "d": 1\n  }\n}',
        b'{\n  "a":\n  {\n    "b": 1\n  },\n  "b": 2\n}',
        b'{\r\n  "a": {\r\n    "b": 1\r\n  },\r\n  "b": 2\r\n}',
        b'{\n\t"a": {\n\t\t"b": 1\n\t},\n\t"b": 2\n}',
        b'{\n  "a": {\n      "b": [\n\n        1\n      ]\n    },\n  "b": 2\n}',
        b'[\n  {\n    "b": 1\n  }, {\n    "b": 2\n  }\n]',
        b'{\n  "a": "\\ud800",\n  "b": [\n    1\n  ]\n}',
        b'{\n  "a": 1e400,\n  "b": [\n    1\n  ]\n}',
        b'\n{\n  "a": 1\n}',
        b'{\n  "a": {\n    "b": 1 }\n  }',
    ],
)
def test_misleading_layouts_mislead_nobody(raw: bytes) -> None:
    names = ("a", "b", "c", "d", "0", "1")
    pointers = [(), *((name,) for name in names), *((one, other) for one in names for other in names)]
    pointers += [("a", "0", name) for name in names] + [("a", "b", name) for name in names]
    for asked in [pointers, *([it] for it in pointers)]:
        assert placed(raw)(asked) == one_by_one(raw, asked)


@pytest.mark.parametrize("seed", range(200))
def test_layouts_at_random_with_equal_keys_are_answered_as_by_the_slow_look(seed: int) -> None:
    draw = random.Random(seed)
    spoiled = draw.choice([0.0, 0.0, 0.02, 0.2])

    def space(line: str) -> str:
        if draw.random() < spoiled:
            return draw.choice(["", " ", "\n", line + "  ", line[:-2] or "\n", "\t", "\r\n", line + "\n"])
        return line

    def text(depth: int) -> str:
        kind, line = draw.random(), "\n" + "  " * depth
        if depth > 4 or kind < 0.3:
            return draw.choice(
                ['"}"', "1", '"\\n  }"', '"\\\\"', "{}", "[]", "null", '"é\\"]"', '"\\u00e9"', "1.0e0"]
            )
        parts = [text(depth + 1) for _ in range(draw.randint(1, 4))]
        if kind < 0.8:
            keys = draw.sample(["a", "b", "c", "\\u0061", "0", '\\"', "é", "\\u00e9"], len(parts))
            parts = [f'"{key}": {part}' for key, part in zip(keys, parts, strict=True)]
        inner = "".join(space(line + "  ") + part + "," for part in parts)[:-1] + space(line)
        return "{" + inner + "}" if kind < 0.8 else "[" + inner + "]"

    raw = text(0).encode()
    pointers = [pointer for pointer, _ in walk(json.loads(raw))] + [("a", "nowhere"), ("0", "a", "9")]
    for asked in (pointers, draw.sample(pointers, draw.randint(1, len(pointers)))):
        assert placed(raw)(asked) == one_by_one(raw, asked)


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
