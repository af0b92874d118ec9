"""openapi-spec-validator over our documents says what it says over its own."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from assent.check.second_opinion import Cursor, Opinion, Trail, second_opinion
from assent.check.standards import dialect_validator, official_schema, validator_of
from assent.check.survey import Kind, Survey, survey
from assent.document import from_tree
from assent.json import Json

PATH_ITEM: Json = {"get": {"responses": {"200": {"description": "Fine."}}}}


def described(version: str, **members: Json) -> Survey:
    key = "swagger" if version == "2.0" else "openapi"
    tree: dict[str, Json] = {key: version, "info": {"title": "T", "version": "1"}, "paths": {}, **members}
    return survey(from_tree(tree, name="openapi.yaml"))


def opinions(version: str, **members: Json) -> list[Opinion]:
    return list(second_opinion(described(version, **members)))


BAD: dict[str, dict[str, Json]] = {
    "duplicate tags": {"tags": [{"name": "a"}, {"name": "a"}]},
    "duplicate operation ids": {
        "paths": {
            "/a": {"get": {"operationId": "x", "responses": {"200": {"description": ""}}}},
            "/b": {"get": {"operationId": "x", "responses": {"200": {"description": ""}}}},
        }
    },
    "a path parameter that is not declared": {"paths": {"/a/{id}": PATH_ITEM}},
    "the same parameter twice": {
        "paths": {
            "/a": {
                "get": {
                    "parameters": [
                        {"name": "q", "in": "query", "schema": {"type": "string"}},
                        {"name": "q", "in": "query", "schema": {"type": "string"}},
                    ],
                    "responses": {"200": {"description": ""}},
                }
            }
        }
    },
    "a required property beside allOf": {
        "components": {
            "schemas": {"A": {"required": ["x"], "allOf": [{"properties": {"y": {"type": "string"}}}]}}
        }
    },
    "a schema that is none": {"components": {"schemas": {"A": {"type": "strng"}, "B": {"minLength": -1}}}},
    "nothing wrong": {"paths": {"/a": PATH_ITEM}},
}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
@pytest.mark.parametrize("name", BAD)
def test_it_says_what_the_validator_says_by_itself(version: str, name: str) -> None:
    import openapi_spec_validator

    members = BAD[name]
    tree = {"openapi": version, "info": {"title": "T", "version": "1"}, "paths": {}, **members}
    validator = getattr(openapi_spec_validator, f"OpenAPIV{version[:3].replace('.', '')}SpecValidator")(tree)
    theirs = Counter(type(error).__name__ for error in validator.root_validator(validator.schema_path))
    ours = Counter(opinion.error for opinion in opinions(version, **members))
    assert ours == theirs


@pytest.mark.parametrize("version", ["3.1.0", "3.2.0"])
def test_the_dialect_that_the_root_names_is_asked_for(version: str) -> None:
    schemas: Json = {"schemas": {"A": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": 3}}}
    found = opinions(
        version, jsonSchemaDialect="https://json-schema.org/draft/2020-12/schema", components=schemas
    )
    assert [opinion.node.pointer for opinion in found] == [("components", "schemas", "A", "type")]


def test_a_dangling_reference_stops_only_its_own_part() -> None:
    found = opinions(
        "3.1.0",
        paths={"/a": {"get": {"parameters": [{"$ref": "#/nowhere"}]}}, "/b/{id}": PATH_ITEM},
    )
    assert [opinion.error for opinion in found] == ["UnresolvableParameterError"]


def test_circular_tags_are_told() -> None:
    found = opinions("3.2.0", tags=[{"name": "a", "parent": "b"}, {"name": "b", "parent": "a"}])
    assert "Circular tag hierarchy" in found[0].message


def test_swagger_has_its_own_checks() -> None:
    found = opinions("2.0", paths={"/a/{id}": PATH_ITEM})
    assert [opinion.error for opinion in found] == ["UnresolvableParameterError"]


def test_progress_is_told() -> None:
    told: list[str] = []
    list(second_opinion(described("3.1.0", paths={"/a": PATH_ITEM}), lambda what, *_: told.append(what)))
    assert told == ["asking openapi-spec-validator"]


@pytest.fixture
def cursor() -> Cursor:
    surveyed = described("3.1.0", tags=[{"name": "a"}], servers=[])
    root = surveyed.description.root
    return Cursor(root, surveyed, Trail(root))


def test_a_cursor_reads_like_a_path_of_the_validator(cursor: Cursor) -> None:
    assert "tags" in cursor
    assert 0 in cursor / "tags"
    assert 1 not in cursor / "tags"
    assert "x" not in cursor / "openapi"
    assert (cursor / "tags")[0]["name"] == "a"
    assert [key for key, _ in (cursor / "info").items()] == ["title", "version"]
    assert list(cursor / "info") == ["title", "version"]
    assert (cursor / "tags").read_value() == [{"name": "a"}]
    assert (cursor / "openapi").read_str() == "3.1.0"
    assert (cursor / "tags").read_str(default="none") == "none"
    assert list((cursor / "tags").keys()) == []


def test_a_cursor_raises_what_a_path_raises(cursor: Cursor) -> None:
    with pytest.raises(KeyError):
        cursor / "absent"
    with pytest.raises(TypeError):
        (cursor / "tags").read_str()
    with pytest.raises(TypeError):
        list(cursor / "openapi")


@pytest.mark.parametrize("version", ["2.0", "3.0", "3.1", "3.2"])
def test_each_version_has_its_official_schema(version: str) -> None:
    assert official_schema(version)["$schema"]
    for kind in (Kind.OPENAPI, Kind.OPERATION, Kind.PATH_ITEM, Kind.PARAMETER, Kind.RESPONSE):
        assert validator_of(version, kind) is not None


def test_a_dialect_that_nobody_knows_has_no_validator() -> None:
    assert dialect_validator("https://schemas.example.com/own") is None


def test_the_validator_is_imported_without_what_it_does_not_need() -> None:
    """pydantic for its settings and requests for references take longer than checking a small description."""
    petstore = Path(__file__).parents[2] / "specs" / "petstore" / "petstore-3.1.yaml"
    code = f"import sys; from assent.cli import run; run(['check', {str(petstore)!r}]); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(done.stdout.split())
    assert "openapi_spec_validator" in modules
    assert modules.isdisjoint({"pydantic", "pydantic_settings", "requests", "httpx", "hypothesis", "rich"})
