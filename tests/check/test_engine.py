"""`check` over whole descriptions: what is told, what is told once, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.check import check
from assent.check.paths import ambiguous_pairs
from assent.document import from_tree, load
from assent.findings import Finding
from assent.json import Json

SPECS = Path(__file__).parents[2] / "specs"


def found_in(tree: dict[str, Json]) -> list[Finding]:
    return list(check(from_tree(tree, name="openapi.yaml")))


def described(version: str = "3.1.0", **members: Json) -> dict[str, Json]:
    key = "swagger" if version == "2.0" else "openapi"
    paths: dict[str, Json] = {} if "paths" in members or version[:3] in ("3.1", "3.2") else {"paths": {}}
    return {key: version, "info": {"title": "T", "version": "1"}, **paths, **members}


def rules_of(tree: dict[str, Json]) -> list[str]:
    return sorted(finding.rule.id for finding in found_in(tree))


OK: Json = {"200": {"description": "Fine."}}


def with_schema(schema: Json, version: str = "3.1.0") -> dict[str, Json]:
    return described(version, components={"schemas": {"A": schema}})


@pytest.mark.parametrize("path", sorted(SPECS.rglob("*.yaml")), ids=lambda path: path.name)
def test_our_own_descriptions_are_as_good_as_they_say(path: Path) -> None:
    text = path.read_text()
    if "openapi:" not in text and "swagger:" not in text:
        return
    errors = {
        str(finding.new): finding.rule.id for finding in check(load(str(path))) if finding.severity == "error"
    }
    assert bool(errors) == (path.parent.name == "demo"), errors


@pytest.mark.parametrize("version", ["2.0", "3.0.3", "3.1.0", "3.2.0"])
def test_an_empty_description_has_nothing_wrong(version: str) -> None:
    members: dict[str, Json] = {"components": {}} if version in ("3.1.0", "3.2.0") else {}
    assert rules_of(described(version, **members)) == []


def test_a_problem_of_a_shared_part_is_told_once() -> None:
    shared: Json = {"$ref": "#/components/schemas/A"}
    operation: Json = {
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": shared}}}}
    }
    tree = described(
        paths={f"/{name}": {"get": operation, "put": operation} for name in "abcdef"},
        components={"schemas": {"A": {"type": "integer", "default": "x"}}},
    )
    assert rules_of(tree) == ["mismatched-default"]


def test_a_misspelt_field_is_answered_with_the_one_that_was_meant() -> None:
    [finding] = found_in(described(paths={"/a": {"gte": {"responses": OK}}}))
    assert finding.message == "`gte` is not known here. Did you mean `get`?"
    assert finding.new is not None
    assert finding.new.pointer == ("paths", "/a", "gte")


def test_what_a_branch_of_the_official_schema_echoes_is_left_out() -> None:
    """A wrong `in` fails every kind of parameter in 3.0; only the one thing that is wrong is told."""
    parameter: Json = {"name": "q", "in": "quer", "schema": {}}
    for version in ("3.0.3", "3.1.0"):
        found = found_in(
            described(version, paths={"/a": {"get": {"parameters": [parameter], "responses": OK}}})
        )
        assert [finding.rule.id for finding in found] == ["invalid-structure"]
        assert found[0].message.startswith("`in` must be one of ")
        assert {'"cookie"', '"header"', '"path"', '"query"'} <= set(
            found[0].message.replace(",", "").replace(".", "").split()
        )


def test_a_missing_field_does_not_make_its_neighbours_unknown() -> None:
    tree = described(components={"securitySchemes": {"k": {"type": "apiKey", "in": "query"}}}, paths={})
    assert [finding.message for finding in found_in(tree) if finding.severity == "error"] == [
        "`name` is missing."
    ]


def test_either_of_two_fields_is_asked_for() -> None:
    for version in ("3.0.3", "3.1.0"):
        parameters: Json = [{"name": "q", "in": "query"}]
        found = found_in(
            described(version, paths={"/a": {"get": {"parameters": parameters, "responses": OK}}})
        )
        assert [finding.message for finding in found] == ["`schema` or `content` is missing."]


def test_parts_in_other_files_are_held_against_the_standard(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(
        'openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths:\n  /a: {$ref: a.yaml}\n'
    )
    (tmp_path / "a.yaml").write_text("get:\n  responses:\n    '200': {summary: x}\n")
    found = list(check(load(str(tmp_path / "openapi.yaml"))))
    assert {finding.rule.id for finding in found} == {"invalid-structure"}
    assert all(finding.new and finding.new.file.endswith("a.yaml") for finding in found)


def test_parts_below_extensions_are_held_against_the_standard() -> None:
    tree = described(
        paths={"/a": {"$ref": "#/components/x-items/a"}},
        components={"x-items": {"a": {"get": {"responses": 3}}}},
    )
    assert "invalid-structure" in rules_of(tree)


@pytest.mark.parametrize(
    ("schema", "rules"),
    [
        ({"type": "string", "pattern": "(?i)abc"}, ["uncompilable-pattern"]),
        ({"type": "string", "pattern": r"(a)\1"}, []),
        ({"patternProperties": {"[": {}}}, ["uncompilable-pattern"]),
        ({"type": "integer", "examples": [1, "x"]}, ["mismatched-example"]),
        ({"type": "object", "required": ["a", "b"]}, ["undefined-required-property"] * 2),
        ({"required": ["a"], "additionalProperties": {"type": "string"}}, []),
        ({"required": ["a"], "patternProperties": {"^a": {}}}, []),
        (
            {"properties": {"a": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
            ["undefined-required-property"],
        ),
        ({"not": {"required": ["a"]}}, []),
        ({"if": {"required": ["a"]}, "then": {}}, []),
        ({"allOf": [{"$ref": "#/nowhere"}], "required": ["a"]}, ["dangling-reference"]),
        (
            {
                "$defs": {"B": {"properties": {"b": {}}}},
                "$ref": "#/components/schemas/A/$defs/B",
                "required": ["b"],
            },
            [],
        ),
        ({"dependentSchemas": {"a": {"required": ["b"]}}, "properties": {"a": {}, "b": {}}}, []),
    ],
    ids=str,
)
def test_schemas_are_looked_into(schema: Json, rules: list[str]) -> None:
    assert rules_of(with_schema(schema)) == rules


def test_an_example_may_lack_what_only_the_other_side_sends() -> None:
    schema: dict[str, Json] = {
        "type": "object",
        "required": ["id", "secret", "name"],
        "properties": {
            "id": {"type": "string", "readOnly": True},
            "secret": {"type": "string", "writeOnly": True},
            "name": {"type": "string"},
        },
        "example": {"name": "x"},
    }
    assert rules_of(with_schema(schema)) == []
    wrong: Json = {**schema, "example": {"id": "x"}}
    assert rules_of(with_schema(wrong)) == ["mismatched-example"]


def test_examples_of_other_media_types_may_be_text() -> None:
    content: Json = {
        "application/xml": {"schema": {"type": "object"}, "example": "<a/>"},
        "application/json": {"schema": {"type": "object"}, "example": "{}"},
    }
    found = found_in(
        described(paths={"/a": {"get": {"responses": {"200": {"description": "", "content": content}}}}})
    )
    assert [finding.rule.id for finding in found] == ["mismatched-example"]
    assert found[0].new is not None
    assert "application/json" in found[0].new.pointer


def test_named_examples_are_looked_up() -> None:
    parameter: Json = {
        "name": "q",
        "in": "query",
        "schema": {"type": "integer"},
        "examples": {
            "a": {"$ref": "#/components/examples/x"},
            "b": {"externalValue": "b.json"},
            "c": {"value": 1},
        },
    }
    tree = described(
        paths={"/a": {"get": {"parameters": [parameter], "responses": OK}}},
        components={"examples": {"x": {"value": "one"}}},
    )
    assert rules_of(tree) == ["mismatched-example"]


def test_parameters_and_headers_of_swagger_are_schemas_themselves() -> None:
    parameter: Json = {"name": "q", "in": "query", "required": False, "type": "integer", "default": "x"}
    response: Json = {
        "description": "",
        "headers": {"X-A": {"type": "integer", "default": "y"}},
        "schema": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
        "examples": {"application/json": {}, "text/plain": "a"},
    }
    tree = described(
        "2.0", paths={"/a": {"get": {"parameters": [parameter], "responses": {"200": response}}}}
    )
    assert rules_of(tree) == ["mismatched-default", "mismatched-default", "mismatched-example"]


@pytest.mark.parametrize(
    ("templates", "pairs"),
    [
        (["/{a}/x", "/y/{b}"], [("/{a}/x", "/y/{b}", "/y/x")]),
        (["/a/{b}", "/a/c"], []),
        (["/{a}/{b}", "/c/d", "/c/{b}"], []),
        (["/a/{b}.json", "/a/{c}"], []),
        (["/{x}/v1", "/r.{fmt}/{y}"], []),
        (["/{x}/a/{y}", "/b/{z}/c"], [("/{x}/a/{y}", "/b/{z}/c", "/b/a/c")]),
        (["/{x}/v1", "/r.a/{y}"], [("/{x}/v1", "/r.a/{y}", "/r.a/v1")]),
        (["/f-{x}/a", "/f-b/{y}"], [("/f-{x}/a", "/f-b/{y}", "/f-b/a")]),
    ],
    ids=str,
)
def test_paths_are_ambiguous_where_neither_is_closer(
    templates: list[str], pairs: list[tuple[str, str, str]]
) -> None:
    assert list(ambiguous_pairs(templates)) == pairs


def test_paths_that_share_no_method_are_not_ambiguous() -> None:
    def item(method: str, name: str) -> Json:
        parameters: Json = [{"name": name, "in": "path", "required": True, "schema": {}}]
        return {method: {"parameters": parameters, "responses": OK}}

    assert rules_of(described(paths={"/{a}/x": item("get", "a"), "/y/{b}": item("put", "b")})) == []
    assert rules_of(described(paths={"/{a}/x": item("get", "a"), "/y/{b}": item("get", "b")})) == [
        "ambiguous-path"
    ]


def test_callbacks_and_webhooks_have_no_path_parameters() -> None:
    tree = described(
        webhooks={"{id}": {"post": {"responses": OK}}},
        paths={
            "/a": {
                "post": {
                    "responses": OK,
                    "callbacks": {"c": {"{$request.body#/url}": {"post": {"responses": OK}}}},
                }
            }
        },
    )
    assert rules_of(tree) == []


def test_findings_come_in_the_same_order_every_time() -> None:
    path = str(SPECS / "demo" / "careless.yaml")
    once = [(finding.rule.id, finding.message, str(finding.new)) for finding in check(load(path))]
    again = [(finding.rule.id, finding.message, str(finding.new)) for finding in check(load(path))]
    assert once == again


def test_progress_is_told() -> None:
    told: list[str] = []
    list(check(load(str(SPECS / "demo" / "careless.yaml")), progress=lambda what, *_: told.append(what)))
    assert any(what.startswith("checking ") for what in told)
