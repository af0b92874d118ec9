"""Whatever the input, loading gives a clear error or a description with problems, and never a traceback."""

from __future__ import annotations

import contextlib
import copy
import gzip
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from assent.document import Description, Limits, bundle, dereference, load, write
from assent.errors import DescriptionError
from assent.json import Json, walk

RICH: Json = {
    "openapi": "3.2.0",
    "$self": "https://example.com/openapi.yaml",
    "info": {"title": "Träume", "version": "1", "contact": {"name": "n"}, "license": {"name": "l"}},
    "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
    "servers": [{"url": "https://{h}", "variables": {"h": {"default": "a", "enum": ["a"]}}}],
    "tags": [{"name": "t", "externalDocs": {"url": "https://example.com"}}],
    "security": [{"key": []}],
    "paths": {
        "/a/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "get": {
                "operationId": "a",
                "responses": {
                    "200": {
                        "description": "d",
                        "headers": {"H": {"schema": {"type": "integer"}}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}, "examples": {"e": {"value": 1}}}},
                        "links": {"l": {"operationRef": "#/paths/~1a~1{id}/get", "parameters": {"id": "$response.body#/id"}}},
                    },
                    "default": {"$ref": "#/components/responses/Bad"},
                },
            },
            "post": {
                "requestBody": {"content": {"multipart/form-data": {"schema": {"type": "object"}, "encoding": {"p": {"headers": {"X": {"schema": True}}}}}}},
                "callbacks": {"c": {"{$request.body#/url}": {"post": {"responses": {"204": {"description": "ok"}}}}}},
            },
            "query": {"requestBody": {"$ref": "#/components/requestBodies/B"}},
            "additionalOperations": {"COPY": {"responses": {}}},
        }
    },
    "webhooks": {"w": {"$ref": "#/components/pathItems/P"}},
    "components": {
        "parameters": {"Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}},
        "requestBodies": {"B": {"content": {"application/jsonl": {"itemSchema": {"$ref": "#/components/schemas/Pet"}}}}},
        "responses": {"Bad": {"description": "bad"}},
        "pathItems": {"P": {"post": {"security": [{}]}}},
        "securitySchemes": {"key": {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "https://a", "scopes": {"s": "d"}}}}},
        "schemas": {
            "Pet": {
                "$id": "pet",
                "$anchor": "it",
                "type": ["object", "null"],
                "required": ["id"],
                "properties": {"id": {"type": "integer", "minimum": 1}, "$ref": {"type": "string"}, "next": {"$ref": "#it"}},
                "discriminator": {"propertyName": "k", "mapping": {"a": "Pet", "b": "#"}},
                "allOf": [{"if": {"$dynamicRef": "#it"}, "then": {"prefixItems": [{}], "items": False}}],
                "example": {"$ref": "data"},
                "patternProperties": {"^x": {"enum": [1, {"$ref": "data"}]}},
            }
        },
    },
    "x-mine": {"$ref": "data"},
}  # fmt: skip
OLD: Json = {
    "swagger": "2.0",
    "info": {"title": "t", "version": "1"},
    "host": "a",
    "consumes": ["application/json"],
    "paths": {
        "/a": {
            "get": {
                "parameters": [{"in": "body", "name": "b", "schema": {"$ref": "#/definitions/D"}}, {"in": "query", "name": "q", "type": "array", "items": {"type": "string"}}],
                "responses": {"200": {"description": "d", "schema": {"$ref": "#/definitions/D"}, "headers": {"H": {"type": "string"}}}},
            }
        }
    },
    "definitions": {"D": {"type": "object", "properties": {"d": {"$ref": "#/definitions/D"}}, "allOf": [{}], "items": [{}]}},
    "securityDefinitions": {"k": {"type": "apiKey", "in": "header", "name": "K"}},
}  # fmt: skip

SMALL = Limits(bytes=2_000_000, aliases=50_000, references=20_000)


def use(description: Description) -> None:
    """Everything that the loader offers: problems with positions, following, the bundle and its texts."""
    for problem in description.problems():
        assert problem.at.line >= 1
        assert problem.at.column >= 1
        assert str(problem)
    for make in (bundle, dereference):
        with contextlib.suppress(DescriptionError):
            tree = make(description).tree
            assert write(tree, format="json")
            assert write(tree, format="yaml")


def survives(raw: bytes, folder: Path | None = None) -> bool:
    """Whether the text loads and can be used; if not, the error must say where and what, and nothing else."""
    complaint = ""
    try:
        use(load("-", stdin=io.BytesIO(raw), limits=SMALL, cwd=folder))
    except DescriptionError as error:
        complaint = str(error)
    assert not complaint or complaint.startswith("<stdin>")
    assert len(complaint) < 1500
    return not complaint


def texts(tree: Json) -> dict[str, bytes]:
    return {
        "json": json.dumps(tree, indent=1, ensure_ascii=False).encode(),
        "yaml": write(tree, format="yaml").encode(),
    }


SAMPLES = {
    f"{name}-{format}": raw
    for name, tree in (("rich", RICH), ("old", OLD))
    for format, raw in texts(tree).items()
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_samples_themselves_are_right(sample: str) -> None:
    assert load("-", stdin=io.BytesIO(SAMPLES[sample])).problems() == []


@pytest.mark.parametrize("twentieth", range(20))
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_text_cut_at_every_twentieth(sample: str, twentieth: int) -> None:
    raw = SAMPLES[sample]
    loaded = survives(raw[: len(raw) * twentieth // 20])
    assert not (loaded and sample.endswith("json"))


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_text_with_flipped_bytes(sample: str, seed: int) -> None:
    chance = random.Random(seed)
    raw = bytearray(SAMPLES[sample])
    for _ in range(chance.choice([1, 1, 2, 8, 64])):
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    survives(bytes(raw))


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_text_with_lines_moved_about(sample: str, seed: int) -> None:
    chance = random.Random(seed)
    lines = SAMPLES[sample].splitlines(keepends=True)
    for _ in range(3):
        lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
    survives(b"".join(lines))


WRONG: list[Json] = [
    None,
    True,
    5,
    -1.5,
    "text",
    "",
    [],
    {},
    [[]],
    [None],
    {"$ref": 5},
    {"$ref": "#"},
    {"": {}},
    {"$ref": "#/info"},
]


def positions(tree: Json) -> Iterator[tuple[str, ...]]:
    for pointer, _ in walk(tree):
        if pointer:
            yield pointer


def replaced(tree: Json, pointer: tuple[str, ...], value: Json) -> Json:
    new = copy.deepcopy(tree)
    here = new
    for token in pointer[:-1]:
        here = here[int(token)] if isinstance(here, list) else here[token]  # type: ignore[index]  # the pointer was walked
    if isinstance(here, list):
        here[int(pointer[-1])] = value
    elif isinstance(here, dict):
        here[pointer[-1]] = value
    return new


@pytest.mark.parametrize("tree", [RICH, OLD], ids=["rich", "old"])
def test_a_wrong_value_in_every_position(tree: Json) -> None:
    for index, pointer in enumerate(positions(tree)):
        for value in WRONG[index % 7 :: 7]:
            survives(json.dumps(replaced(tree, pointer, value)).encode())


HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"


def ladder(count: int, fan: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    return "\n".join([*lines, *(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * fan)}]" for i in range(1, count))])


def merges(count: int) -> str:
    lines = ["a0: &a0 {k0: 1}"]
    return "\n".join(
        [*lines, *(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}], k{i}: 1}}" for i in range(1, count))]
    )


def schemas(text: str) -> str:
    return f"{HEAD}components: {{schemas: {{{text}}}}}"


BOMBS: dict[str, bytes] = {
    "nothing": b"",
    "a nul": b"\0",
    "nuls": bytes(1000),
    "spaces": b" " * 100_000,
    "line ends": b"\n" * 100_000,
    "a lone brace": b"{",
    "a mark only": b"\xef\xbb\xbf",
    "half a mark": b"\xef\xbb",
    "utf-16 mark only": b"\xff\xfe",
    "odd utf-16": b"\xff\xfea",
    "utf-32 nonsense": b"\xff\xfe\0\0\xff\xff\xff\xff",
    "latin-1": (HEAD + "x: é").encode("latin-1"),
    "utf-7": (HEAD + "x: +AOk-").encode(),
    "surrogate in yaml": HEAD.encode() + b'x: "\\ud800"',
    "surrogate bytes": HEAD.encode() + b"x: \xed\xa0\x80",
    "surrogate in json": b'{"openapi": "3.1.0", "x": "\\ud800"}',
    "control characters": HEAD.encode() + b"x: \x01\x1b[31m",
    "escape in key": b'{"openapi": "3.1.0", "\\u001b[31m": {"$ref": 1}, "paths": {"/\\u001b[2J": {"$ref": "#/\\u001b"}}}',
    "next line": (HEAD + "x: a\u0085b\u2028c").encode(),
    "deep flow": b"[" * 100_000,
    "deep closed flow": b"[" * 10_000 + b"]" * 10_000,
    "deep braces": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "deep block": "\n".join(" " * i + "a:" for i in range(2000)).encode(),
    "deep dashes": b"- " * 5000 + b"x",
    "deep description": (HEAD + "x: " + "[" * 254 + "]" * 254).encode(),
    "deep schema": schemas("A: " + "{items: " * 240 + "{}" + "}" * 240).encode(),
    "deeper schema": schemas("A: " + "{items: " * 400 + "{}" + "}" * 400).encode(),
    "billion laughs": (HEAD + ladder(12, 9)).encode(),
    "quadratic laughs": (HEAD + "a: &a [" + "x, " * 3000 + "]\nb: [" + "*a, " * 3000 + "]").encode(),
    "ladder of merges": (HEAD + merges(200)).encode(),
    "recursive alias": (HEAD + "x: &x {y: *x}").encode(),
    "recursive merge": (HEAD + "x: &x {<<: *x}").encode(),
    "merge of a text": (HEAD + "x: {<<: text}").encode(),
    "merge of merges of texts": (HEAD + "x: {<<: [[a], {b: 1}]}").encode(),
    "unknown alias": (HEAD + "x: *nowhere").encode(),
    "python tag": (HEAD + "x: !!python/object/apply:os.system ['true']").encode(),
    "other tags": (HEAD + "x: !!binary aGk=\ny: !!set {a}\nz: !<tag:x> 5\npaths: !!omap []").encode(),
    "complex key": (HEAD + "? {a: 1}\n: 2").encode(),
    "several documents": (HEAD + "---\n" + HEAD).encode(),
    "document end": (HEAD + "...\nmore").encode(),
    "directive": ("%YAML 3.0\n---\n" + HEAD).encode(),
    "anchors only": ("&a &b " + HEAD).encode(),
    "tabs": HEAD.replace(": ", ":\t").encode() + b"paths:\n\t/a: {}",
    "equal keys": (HEAD + "x: 1\n" * 2000).encode(),
    "equal keys in json": b'{"openapi": "3.1.0", ' + b'"a": {"b": 1, "b": 2}, ' * 500 + b'"c": 1}',
    "huge integer": (HEAD + "x: " + "9" * 100_000).encode(),
    "huge exponent": (HEAD + "x: 1e999999999").encode(),
    "huge exponent in json": b'{"openapi": "3.1.0", "x": 1e999999999}',
    "tiny exponent": (HEAD + "x: 1e-999999999").encode(),
    "not a number": b'{"openapi": "3.1.0", "x": NaN, "y": -Infinity}',
    "a long text": (HEAD + "x: '" + "a" * 1_000_000 + "'").encode(),
    "a long key": (HEAD + "'" + "a" * 100_000 + "': 1").encode(),
    "too long": b" " * 3_000_000 + HEAD.encode(),
    "gzip": gzip.compress(HEAD.encode()),
    "gzip bomb": gzip.compress(bytes(50_000_000)),
    "gzip of gzip": gzip.compress(gzip.compress(HEAD.encode())),
    "damaged gzip": gzip.compress(HEAD.encode())[:-5],
    "not gzip": b"\x1f\x8b" + b"x" * 50,
    "self reference": schemas("A: {$ref: '#/components/schemas/A'}").encode(),
    "mutual references": schemas("A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}").encode(),
    "reference to the root": schemas("A: {$ref: '#'}").encode(),
    "reference to nothing": schemas("A: {$ref: ''}").encode(),
    "all of itself": schemas("A: {allOf: [{$ref: '#/components/schemas/A'}]}").encode(),
    "reference into itself": schemas("A: {$ref: '#/components/schemas/A/items'}").encode(),
    "path to itself": (HEAD + "paths: {/a: {$ref: '#/paths/~1a'}}").encode(),
    "section to itself": (HEAD + "components: {$ref: '#/components'}").encode(),
    "long chain": schemas(", ".join(f"A{i}: {{$ref: '#/components/schemas/A{i + 1}'}}" for i in range(3000))).encode(),
    "many references": schemas("A: {allOf: [" + ", ".join(f"{{$ref: '#/n{i}'}}" for i in range(25_000)) + "]}").encode(),
    "pointer nonsense": schemas("A: {$ref: '#/~2/%zz/~'}, B: {$ref: '#/components/schemas/A/$ref/0'}").encode(),
    "reference nonsense": schemas("A: {$ref: ':::'}, B: {$ref: 'http://['}, C: {$ref: 'http://[::1'}, D: {$ref: '\\\\x'}").encode(),
    "reference with control": schemas(r'A: {$ref: "\u0000"}, B: {$ref: "a\nb"}, C: {$ref: "http://a\r\nb/"}').encode(),
    "references to files": schemas("A: {$ref: '/etc/passwd'}, B: {$ref: 'file:///etc/passwd'}, C: {$ref: '../../../etc/passwd'}, D: {$ref: '/dev/zero'}, E: {$ref: '.'}").encode(),
    "references to hosts": schemas("A: {$ref: 'http://169.254.169.254/'}, B: {$ref: 'http://localhost:22/'}, C: {$ref: 'gopher://x'}, D: {$ref: 'javascript:1'}").encode(),
    "long reference": schemas("A: {$ref: '" + "a/" * 20_000 + "'}").encode(),
    "deep pointer": schemas("A: {$ref: '#" + "/a" * 50_000 + "'}").encode(),
    "identifier to itself": schemas("A: {$id: '#', $ref: '#'}, B: {$id: 'a', allOf: [{$id: 'a', $ref: a}]}").encode(),
    "identifier nonsense": schemas("A: {$id: ':::'}, B: {$id: 'http://['}, C: {$anchor: '/'}, D: {$dynamicRef: 5}").encode(),
    "self is odd": (HEAD.replace("3.1", "3.2") + "$self: '::'\npaths: {/a: {$ref: x}}").encode(),
    "version is odd": b"openapi: [3]",
    "version is long": b"openapi: 3.1." + b"1" * 4000,
    "no object": b"- openapi: 3.1.0",
    "a text": b"openapi",
    "html": b"<!DOCTYPE html><html><body>404</body></html>",
    "python": b"import os\nos.system('true')\n",
    "xml": b"<?xml version='1.0'?><a/>",
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "zip": b"PK\x03\x04" + bytes(50),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_text(name: str, tmp_path: Path) -> None:
    survives(BOMBS[name], folder=tmp_path)


def test_there_are_enough_of_them() -> None:
    assert len(BOMBS) >= 60
