"""Laws of loading: spelling does not matter, positions are right, bundling changes nothing, nothing heavy is imported."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings, strategies as st

from assent.document import Description, Limits, bundle, dereference, from_tree, load, write
from assent.document.document import Position
from assent.document.places_json import JsonPlaces
from assent.document.places_yaml import YamlPlaces
from assent.document.read_yaml import read_yaml
from assent.errors import DescriptionError, NotOpenApi
from assent.json import Json, Pointer, walk

LIMITS = Limits(bytes=1_000_000, depth=64, aliases=5_000, references=1_000)

names = st.sampled_from(
    [
        "a",
        "b",
        "$ref",
        "x-a",
        "default",
        "example",
        "properties",
        "items",
        "allOf",
        "<<",
        "",
        "a/b",
        "~",
        "é",
        "on",
        "1e3",
    ]
)
references = st.sampled_from(
    [
        "#",
        "",
        "#/components/schemas/a",
        "#/components/schemas/b",
        "#/components/schemas/~0",
        "#/paths/a",
        "#a",
        "b.yaml",
        "http://x/",
        "#/components/schemas/a/items",
    ]
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=6)
)
values = st.recursive(
    scalars | references,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(names, inner, max_size=4)
        | st.builds(lambda ref: {"$ref": ref}, references)
    ),
    max_leaves=15,
)
members = [
    "paths",
    "components",
    "webhooks",
    "info",
    "servers",
    "tags",
    "security",
    "definitions",
    "parameters",
    "$self",
]


def nested(keys: tuple[str, ...], value: Json) -> Json:
    for key in reversed(keys):
        value = {key: value}
    return value


deep = st.builds(
    nested,
    st.sampled_from(
        [
            ("schemas", "a"),
            ("schemas",),
            ("parameters", "a", "schema"),
            ("responses", "a", "content", "t", "schema"),
            ("pathItems", "a"),
            (),
        ]
    ),
    values,
)
descriptions = st.builds(
    lambda version, rest, components: {**version, **rest, "components": components},
    st.sampled_from([{"openapi": "3.0.0"}, {"openapi": "3.1.0"}, {"openapi": "3.2.0"}, {"swagger": "2.0"}]),
    st.dictionaries(st.sampled_from(members), values, max_size=3),
    deep | values,
)


def opened(raw: bytes) -> Description | None:
    with contextlib.suppress(DescriptionError):
        return load("-", stdin=io.BytesIO(raw), limits=LIMITS, cwd=Path("/nonexistent"))
    return None


def use(description: Description) -> None:
    for problem in description.problems():
        assert min(problem.at.position) >= 1
    for make in (bundle, dereference):
        tree = make(description).tree
        assert read_yaml(write(tree, format="yaml").encode(), "f", depth=200, aliases=0).tree == tree
        assert json.loads(write(tree, format="json")) == tree


@settings(max_examples=300, deadline=None)
@given(descriptions)
def test_any_tree_loads_and_can_be_used(tree: Json) -> None:
    description = opened(json.dumps(tree).encode())
    if description is not None:
        with contextlib.suppress(DescriptionError):
            use(description)


@settings(max_examples=200, deadline=None)
@given(descriptions)
def test_json_and_yaml_of_one_tree_load_the_same(tree: Json) -> None:
    one, other = (opened(text.encode()) for text in (json.dumps(tree), write(tree, format="yaml")))
    if one is None or other is None:
        assert one is other
        return
    assert one.root.value == other.root.value == tree
    told = [{(problem.kind, problem.at.pointer) for problem in each.problems()} for each in (one, other)]
    assert told[0] == told[1]


@settings(max_examples=200, deadline=None)
@given(descriptions)
def test_a_bundle_of_one_document_is_that_document(tree: Json) -> None:
    description = from_tree(tree, limits=LIMITS)
    with contextlib.suppress(DescriptionError):
        if len(bundle(description).tree) and not description.problems():
            again = bundle(from_tree(bundle(description).tree)).tree
            assert again == bundle(description).tree


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_load_or_are_refused(raw: bytes) -> None:
    opened(raw)
    opened(b"openapi: 3.1.0\n" + raw)
    opened(b'{"openapi": "3.1.0", "x": ' + raw + b"}")


pieces = st.sampled_from(
    ["a", ": ", ":", "- ", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ",", "&x ", "*x", "<<: ", "'", '"', "|\n", ">-\n", "!!str ", "!t ", "# c\n", "\t", "? ", "---\n", "...\n", "%YAML 1.2\n", "5", "1e3", "~", "\r\n", "\\", "é", "\ufeff", "\u2028", "\u0085", "@", "`"]
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(pieces, max_size=14).map("".join))
def test_pieces_of_yaml_load_or_are_refused(text: str) -> None:
    description = opened(("openapi: 3.1.0\nx-b: &x [1, {k: v}]\nx-a: " + text).encode())
    if description is not None:
        use(description)
        for pointer, _ in walk(description.root.value):
            assert min(description.root.document.locate([pointer])[pointer]) >= 1


def composed(raw: bytes) -> dict[Pointer, Position]:
    out: dict[Pointer, Position] = {}
    text = raw.decode()

    def visit(node: yaml.Node, at: yaml.Mark, pointer: Pointer) -> None:
        out[pointer] = (text.count("\n", 0, at.index) + 1, at.index - text.rfind("\n", 0, at.index))
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


plain_values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abé/~ ", max_size=3), inner, max_size=4), max_leaves=20
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(plain_values, st.sampled_from([None, 0, 2]))
def test_positions_agree_with_another_reader(tree: Json, indent: int | None) -> None:
    raw = write(tree, format="yaml").encode()
    expected = composed(raw)
    assert dict(YamlPlaces(raw)(list(expected))) == expected
    text = json.dumps(tree, indent=indent)
    expected = composed(text.replace("\\ud", "\\u0").encode())
    assert dict(JsonPlaces(text.encode(), json.loads(text))(list(expected))) == expected


def test_importing_the_loader_imports_nothing_heavy() -> None:
    heavy = "yaml prance hypothesis httpx jsonschema http.client ssl subprocess gzip importlib.metadata"
    code = f"import sys, assent.document; print([name for name in {heavy.split()} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_json_needs_no_yaml(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_text('{"openapi": "3.1.0", "paths": {"/a": {"$ref": "#/x"}}}')
    code = f"import sys; from assent.document import load; print(len(load({str(path)!r}).problems()), 'yaml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1 False"


def corpus_files(shared: Path) -> list[Path]:
    return sorted(
        path for path in (shared / "corpus").rglob("*") if path.suffix in {".json", ".yaml", ".yml"}
    )


def test_every_file_of_the_corpus_loads_or_is_named_as_no_description(shared: Path) -> None:
    complaints: list[str] = []
    loaded = 0
    for path in corpus_files(shared):
        try:
            load(str(path))
            loaded += 1
        except NotOpenApi as error:
            complaints.append(str(error))
    assert loaded == 26
    assert len(complaints) > 3000


@pytest.mark.parametrize(
    "name", ["adyen", "box", "slack", "twilio", "openai", "small", "digitalocean/2024-03/specification"]
)
def test_every_problem_of_a_real_description_has_its_position(shared: Path, name: str) -> None:
    for path in sorted((shared / "corpus" / name).glob("*.*")):
        if path.suffix == ".yml":
            continue
        for problem in load(str(path)).problems():
            assert problem.kind == "ignored-beside-reference"
            assert problem.at.line > 1
