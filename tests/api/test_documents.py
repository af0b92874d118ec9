"""Descriptions of several documents: references lead out of files, and out of trees of git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from assent.api import Api, read_api
from assent.document import load
from assent.schema.model import Reference, Schema
from assent.schema.nodes import Pool

FILES = {
    "openapi.yaml": """
openapi: 3.0.3
info: {title: Many, version: "1"}
paths:
  /a: {$ref: "parts/paths.yaml#/a"}
  /b: {$ref: "parts/b.yaml"}
""",
    "parts/paths.yaml": """
a:
  get:
    $ref: get.yaml
here: {minLength: 3}
""",
    "parts/get.yaml": """
parameters: [{$ref: parameter.yaml}]
responses:
  "200":
    $ref: responses.yaml#/ok
""",
    "parts/parameter.yaml": "{name: q, in: query, schema: {type: string}}",
    "parts/responses.yaml": """
ok:
  description: ""
  content:
    application/json:
      schema: {type: object, properties: {x: {$ref: "schemas/x.yaml#/X"}}}
""",
    "parts/schemas/x.yaml": """X: {type: string, allOf: [{$ref: "../paths.yaml#/here"}]}""",
    "parts/b.yaml": "{put: {responses: {default: {$ref: 'responses.yaml#/gone'}}}}",
}

IDS = """
openapi: 3.1.1
info: {title: Identifiers, version: "1"}
components:
  schemas:
    A: {$id: inner/a, properties: {x: {$ref: b}}}
    B: {$id: inner/b, type: integer}
"""

SELF = """
openapi: 3.2.0
$self: https://h.example/apis/self.yaml
info: {title: Self, version: "1"}
paths:
  /a: {get: {parameters: [{$ref: "START#/components/parameters/q"}]}}
components:
  parameters:
    q: {name: q, in: query, schema: {type: string}}
  schemas:
    A: {$ref: "OTHER#/B"}
    C: {type: integer, $anchor: c}
    D: {$ref: "START#/components/schemas/C"}
    E: {$ref: "START#c"}
"""


def git(folder: Path, *words: str) -> None:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def target(schema: Schema) -> Schema:
    reference = schema.keywords["$ref"]
    assert isinstance(reference, Reference)
    return reference.target


def read(source: str, folder: Path, pool: Pool) -> Api:
    return read_api(load(source, cwd=folder), pool=pool)


@pytest.mark.parametrize("source", ["openapi.yaml", "HEAD:openapi.yaml"])
def test_references_lead_through_files(source: str, folder: Path) -> None:
    api = read(source, folder, Pool())
    get, put = api.operations.values()
    assert [key.name for key in get.parameters] == ["q"]
    use = get.responses["200"].content["application/json"].schema
    assert use is not None
    inner = target(use.schema.keywords["properties"]["x"])
    assert not inner.troubles
    assert target(inner.keywords["allOf"][0]).keywords == {"minLength": 3}
    assert put.responses["default"].unreadable
    assert [problem.kind for problem in api.problems()] == ["dangling-reference"]


@pytest.mark.parametrize("source", ["ids.yaml", "HEAD:ids.yaml"])
def test_identifiers_are_relative_to_their_document(source: str, folder: Path) -> None:
    (folder / "ids.yaml").write_text(IDS)
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "second")
    api = read(source, folder, Pool())
    inner = target(api.schemas["A"].schema.keywords["properties"]["x"])
    assert not inner.troubles
    assert inner.keywords == {"type": ("integer",)}


@pytest.mark.parametrize(
    "start",
    ["", "self.yaml", "/apis/self.yaml", "https://h.example/apis/self.yaml"],
    ids=["here", "relative", "from the root", "absolute"],
)
def test_a_document_may_name_itself(start: str, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("B: {$ref: 'self.yaml#/components/schemas/C'}")
    (tmp_path / "openapi.yaml").write_text(
        SELF.replace("START", start).replace(
            "OTHER", start.replace("self.yaml", "other.yaml") or "other.yaml"
        )
    )
    api = read("openapi.yaml", tmp_path, Pool())
    (get,) = api.operations.values()
    assert [key.name for key in get.parameters] == ["q"]
    assert target(target(api.schemas["A"].schema)).keywords == {"type": ("integer",)}
    assert target(api.schemas["D"].schema).keywords == {"type": ("integer",)}
    assert target(api.schemas["E"].schema).keywords == {"type": ("integer",)}


def test_a_working_tree_and_its_revision_are_equal(folder: Path) -> None:
    pool = Pool()
    assert read("openapi.yaml", folder, pool) == read("HEAD:openapi.yaml", folder, pool)
    (folder / "parts/parameter.yaml").write_text("{name: q, in: query, schema: {type: integer}}")
    assert read("openapi.yaml", folder, pool) != read("HEAD:openapi.yaml", folder, pool)


def test_operations_in_other_files_are_listed_without_loading_them(folder: Path) -> None:
    (folder / "root.yaml").write_text(
        "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths: {/a: {get: {$ref: nowhere.yaml}}}"
    )
    description = load("root.yaml", cwd=folder)
    api = read_api(description)
    assert [str(key.method) for key in api.operations] == ["GET"]
    assert len(description.documents) == 1
    (get,) = api.operations.values()
    assert get.unreadable
