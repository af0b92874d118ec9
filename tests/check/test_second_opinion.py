"""openapi-spec-validator over our documents says what it says over its own."""

from __future__ import annotations

import copy
import itertools
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assent.check.borrowed import folder_of, official_schema
from assent.check.second_opinion import Cursor, Opinion, Trail, second_opinion
from assent.check.standards import dialect_validator, validator_of
from assent.check.survey import Kind, Survey, survey
from assent.document import from_tree, load
from assent.json import Json

PATH_ITEM: dict[str, Json] = {"get": {"responses": {"200": {"description": "Fine."}}}}


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


BAD_IN_2: dict[str, dict[str, Json]] = {
    **{name: members for name, members in BAD.items() if "components" not in members},
    "a schema that is none": {
        "paths": {"/a": {"get": {"responses": {"200": {"description": "", "schema": {"type": "strng"}}}}}}
    },
    "a body whose schema is none": {
        "paths": {
            "/a": {
                "post": {
                    "parameters": [{"name": "b", "in": "body", "schema": {"minLength": -1}}],
                    "responses": {"200": {"description": ""}},
                }
            }
        }
    },
    "the path's parameters are not in its template": {
        "paths": {"/a": {**PATH_ITEM, "parameters": [{"name": "id", "in": "path", "type": "string"}]}}
    },
    "definitions are looked at where they are used": {
        "definitions": {"A": {"type": "strng"}, "B": {"type": "nothing"}},
        "paths": {
            "/a": {
                "get": {"responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/A"}}}},
                "put": {"responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/A"}}}},
            }
        },
    },
}


def theirs(tree: dict[str, Any], version: str) -> Counter[str]:
    """What the validator says by itself, default values aside."""
    import openapi_spec_validator

    name = f"OpenAPIV{'2' if version == '2.0' else version[:3].replace('.', '')}SpecValidator"
    validator = getattr(openapi_spec_validator, name)(tree)
    validator.keyword_validators_registry["default"] = lambda *_: iter(())
    return Counter(type(error).__name__ for error in validator.root_validator(validator.schema_path))


@pytest.mark.parametrize(
    ("version", "name"),
    [(version, name) for version in ("3.0.3", "3.1.0", "3.2.0") for name in BAD]
    + [("2.0", name) for name in BAD_IN_2],
)
def test_it_says_what_the_validator_says_by_itself(version: str, name: str) -> None:
    members = (BAD_IN_2 if version == "2.0" else BAD)[name]
    key = "swagger" if version == "2.0" else "openapi"
    tree = {key: version, "info": {"title": "T", "version": "1"}, "paths": {}, **members}
    ours = Counter(opinion.error for opinion in opinions(version, **members))
    assert ours == theirs(tree, version)


def mutations(tree: Json, seed: int) -> Iterator[dict[str, Any]]:
    """The description, changed in one place each time: a member removed, doubled under another name, or of another type."""
    chance = random.Random(seed)
    while True:
        changed: Any = copy.deepcopy(tree)
        holder: Any = changed["paths"]
        for _ in range(chance.randrange(1, 9)):
            inner = [each for each in (holder.values() if isinstance(holder, dict) else holder) if each]
            inner = [each for each in inner if isinstance(each, dict | list)]
            if not inner:
                break
            holder = chance.choice(inner)
        if not holder:
            continue
        key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        match chance.choice(("remove", "double", "rename", "retype")):
            case "remove":
                del holder[key]
            case "double" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
            case "rename" if isinstance(holder, dict):
                holder[f"{key}{{x}}"] = holder.pop(key)
            case _:
                holder[key] = chance.choice(("text", -1, {"type": "strng"}, [], True))
        yield changed


def agrees(tree: dict[str, Any], version: str) -> bool | None:
    """Whether both say the same; None where the validator itself stops on what it does not expect."""
    try:
        expected = theirs(tree, version)
    except Exception:  # noqa: BLE001 - whatever stops the validator, nobody can compare with it
        return None
    found = Counter(each.error for each in second_opinion(survey(from_tree(tree, name="openapi.yaml"))))
    assert found == expected
    return True


@pytest.mark.parametrize("name", ["petstore-2.0.yaml", "petstore-3.0.yaml", "petstore-3.1.yaml"])
def test_it_agrees_with_the_validator_on_mutated_descriptions(name: str) -> None:
    description = load(str(Path(__file__).parents[2] / "specs" / "petstore" / name))
    tree: Any = description.root.value
    compared = [agrees(each, description.version) for each in itertools.islice(mutations(tree, 2), 60)]
    assert agrees(tree, description.version)
    assert compared.count(True) >= 30


def test_it_agrees_with_the_validator_on_a_real_swagger_description(shared: Path) -> None:
    [file] = sorted((shared / "corpus" / "slack").glob("*.json"))[:1]
    tree = json.loads(file.read_bytes())
    assert tree["swagger"] == "2.0"
    paths = dict(itertools.islice(tree["paths"].items(), 0, None, 12))
    assert agrees({**tree, "paths": paths}, "2.0")
    compared = [agrees(each, "2.0") for each in itertools.islice(mutations({**tree, "paths": paths}, 3), 12)]
    assert compared.count(True) >= 6


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


def test_the_validator_is_asked_without_importing_what_it_does_not_need() -> None:
    """jsonschema, referencing and pydantic take longer to import than a small description to check."""
    petstore = Path(__file__).parents[2] / "specs" / "petstore" / "petstore-3.1.yaml"
    code = f"import sys; from assent.cli import run; run(['check', {str(petstore)!r}]); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(done.stdout.split())
    assert "assent.check.borrowed" in modules
    assert modules.isdisjoint(
        {
            "attr",
            "jsonschema",
            "jsonschema_path",
            "openapi_schema_validator",
            "openapi_spec_validator",
            "pydantic",
            "referencing",
            "requests",
        }
    )


def test_borrowing_leaves_the_whole_package_to_who_imports_it() -> None:
    code = (
        "from assent.check.borrowed import keyword_checks; keyword_checks('3.1');"
        "import openapi_spec_validator as v, jsonschema, openapi_spec_validator.validation.keywords as k;"
        "assert k.ValidationError is jsonschema.ValidationError; v.validate({'openapi': '3.1.0',"
        "'info': {'title': 'T', 'version': '1'}, 'paths': {}})"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_package_that_is_not_installed_is_named() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_package"):
        folder_of("no_such_package")
