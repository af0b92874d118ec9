"""Another way of writing the same set is no change: the list at the end of docs/compatibility.md."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from assent.compare.case import Tree, answers, described, parameter, sends, takes
from assent.compare.change import Options
from assent.compare.compare import compare_descriptions
from assent.document import load
from assent.findings import Finding, Profile, Severity
from assent.json import Json


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Two ways of writing one set; `versions` are those in which they are written."""

    one: Json
    other: Json
    versions: tuple[str, str] = ("3.1.0", "3.1.0")


A: Tree = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}
B: Tree = {"type": "object", "required": ["b"], "properties": {"b": {"type": "integer"}}}
WORD: Tree = {"type": "string"}
PET: Tree = {"$ref": "#/components/schemas/Pet"}
ANIMAL: Tree = {"$ref": "#/components/schemas/Animal"}
NAME: Tree = {"type": "string", "maxLength": 9}
COMPONENTS: Tree = {"schemas": {"Pet": NAME, "Animal": NAME}}

REWRITINGS = {
    "a reference and what it leads to": Rewriting(PET, NAME),
    "a renamed component": Rewriting(PET, ANIMAL),
    "an allOf of one": Rewriting(NAME, {"allOf": [NAME]}),
    "an allOf of a reference": Rewriting(PET, {"allOf": [PET]}),
    "an anyOf of one": Rewriting(NAME, {"anyOf": [NAME]}),
    "a oneOf of one": Rewriting(NAME, {"oneOf": [NAME]}),
    "anyOf in another order": Rewriting(
        {"anyOf": [WORD, {"type": "integer"}]}, {"anyOf": [{"type": "integer"}, WORD]}
    ),
    "oneOf in another order": Rewriting({"oneOf": [A, B, WORD]}, {"oneOf": [WORD, B, A]}),
    "allOf in another order": Rewriting(
        {"allOf": [{"minLength": 1}, {"maxLength": 5}]}, {"allOf": [{"maxLength": 5}, {"minLength": 1}]}
    ),
    "a repeated branch": Rewriting(
        {"anyOf": [WORD, {"type": "integer"}]}, {"anyOf": [WORD, {"type": "integer"}, WORD]}
    ),
    "allOf and its keywords together": Rewriting(
        {"allOf": [{"type": "string"}, {"maxLength": 5}]}, {"type": "string", "maxLength": 5}
    ),
    "an enumeration in another order": Rewriting({"enum": ["a", "b"]}, {"enum": ["b", "a"]}),
    "an enumeration that says a value twice": Rewriting({"enum": ["a", "b"]}, {"enum": ["a", "b", "a"]}),
    "an enumeration of one and a constant": Rewriting({"enum": ["a"]}, {"const": "a"}),
    "a type and a list of one": Rewriting({"type": "string"}, {"type": ["string"]}),
    "types and alternatives": Rewriting(
        {"type": ["string", "integer"]}, {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    ),
    "number and integer beside it": Rewriting({"type": "number"}, {"type": ["integer", "number"]}),
    "nullable and a list of types": Rewriting(
        {"type": "string", "nullable": True}, {"type": ["string", "null"]}, ("3.0.3", "3.1.0")
    ),
    "nullable and an anyOf with null": Rewriting(
        {"type": "string", "nullable": True},
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        ("3.0.3", "3.1.0"),
    ),
    "null beside a type": Rewriting(
        {"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": ["string", "null"]}
    ),
    "an alternative that is another's": Rewriting(
        {"anyOf": [{"type": "number"}, {"type": "integer"}]}, {"type": "number"}
    ),
    "alternatives that exclude one another, one of them twice": Rewriting(
        {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        {"anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "integer"}]},
    ),
    "nullable false": Rewriting(
        {"type": "string"}, {"type": "string", "nullable": False}, ("3.0.3", "3.0.3")
    ),
    "a boolean and a number for exclusiveMinimum": Rewriting(
        {"type": "number", "minimum": 1, "exclusiveMinimum": True},
        {"type": "number", "exclusiveMinimum": 1},
        ("3.0.3", "3.1.0"),
    ),
    "exclusiveMaximum false": Rewriting(
        {"type": "number", "maximum": 1},
        {"type": "number", "maximum": 1, "exclusiveMaximum": False},
        ("3.0.3", "3.0.3"),
    ),
    "an integer's bounds": Rewriting(
        {"type": "integer", "minimum": 1}, {"type": "integer", "exclusiveMinimum": 0}
    ),
    "a bound as 1 and as 1.0": Rewriting(
        {"type": "number", "minimum": 1}, {"type": "number", "minimum": 1.0}
    ),
    "minLength 0": Rewriting(WORD, {"type": "string", "minLength": 0}),
    "minItems 0": Rewriting({"type": "array"}, {"type": "array", "minItems": 0}),
    "minProperties 0": Rewriting({"type": "object"}, {"type": "object", "minProperties": 0}),
    "uniqueItems false": Rewriting({"type": "array"}, {"type": "array", "uniqueItems": False}),
    "items of anything": Rewriting({"type": "array"}, {"type": "array", "items": {}}),
    "additionalProperties true": Rewriting(A, {**A, "additionalProperties": True}),
    "additionalProperties of anything": Rewriting(A, {**A, "additionalProperties": {}}),
    "required in another order": Rewriting(
        {**A, "properties": {"a": WORD, "b": WORD}, "required": ["a", "b"]},
        {**A, "properties": {"b": WORD, "a": WORD}, "required": ["b", "a"]},
    ),
    "nothing required": Rewriting({"type": "object"}, {"type": "object", "required": []}, ("3.1.0", "3.1.0")),
    "properties in a part": Rewriting(A, {"allOf": [A]}),
    "properties spread over parts": Rewriting(
        {"type": "object", "required": ["a"], "properties": {"a": WORD, "b": WORD}},
        {"allOf": [A, {"type": "object", "properties": {"b": WORD}}]},
    ),
    "not not": Rewriting(WORD, {"not": {"not": WORD}}),
    "a pattern without a group": Rewriting(
        {"type": "string", "pattern": "^(?:ab)+$"}, {"type": "string", "pattern": "^(ab)+$"}
    ),
    "another word about it": Rewriting(WORD, {"type": "string", "description": "a word", "example": "x"}),
    "2.0 and 3.0": Rewriting(
        {"type": "string", "maxLength": 5}, {"type": "string", "maxLength": 5}, ("3.0.3", "3.1.0")
    ),
}

Place = Callable[[Json], Tree]


def _query(schema: Json) -> Tree:
    return takes(parameter(schema=schema))


PLACES: dict[str, Place] = {
    "a request's body": sends,
    "a response's body": answers,
    "a property sent": lambda schema: sends({"type": "object", "properties": {"part": schema}}),
    "a property answered": lambda schema: answers({"type": "object", "properties": {"part": schema}}),
    "items sent": lambda schema: sends({"type": "array", "items": schema}),
    "items answered": lambda schema: answers({"type": "array", "items": schema}),
    "a parameter": _query,
}


def compared(before: Tree, after: Tree, profile: Profile = Profile.WIRE) -> list[Finding]:
    old, new = (load("-", stdin=io.BytesIO(json.dumps(tree).encode())) for tree in (before, after))
    return list(compare_descriptions(old, new, options=Options(profile=profile)))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", REWRITINGS)
def test_another_way_of_writing_the_same_is_no_change(name: str, place: str) -> None:
    written = REWRITINGS[name]
    one, other = (
        PLACES[place](schema) | {"openapi": version, "components": COMPONENTS}
        for schema, version in zip((written.one, written.other), written.versions, strict=True)
    )
    for before, after in ((one, other), (other, one)):
        assert {it.rule.id for it in compared(before, after)} <= {"schema-renamed"}


STRUCTURES: dict[str, tuple[Tree, Tree]] = {
    "parameters of a path and of its operation": (
        described(paths={"/a": {"parameters": [parameter()], "get": {"responses": {}}}}),
        described(paths={"/a": {"get": {"responses": {}, "parameters": [parameter()]}}}),
    ),
    "other names for path parameters": (
        takes(parameter(name="id", place="path", required=True), path="/pets/{id}"),
        takes(parameter(name="petId", place="path", required=True), path="/pets/{petId}"),
    ),
    "header names in another case": (
        takes(parameter(name="X-Trace", place="header")),
        takes(parameter(name="x-trace", place="header")),
    ),
    "defaults written out": (
        takes(parameter()),
        takes(parameter(required=False, style="form", explode=True, allowReserved=False, deprecated=False)),
    ),
    "security of a description and of its operation": (
        described(
            security=[{"key": []}],
            components={"securitySchemes": {"key": {"type": "http", "scheme": "basic"}}},
        ),
        described(
            {"security": [{"key": []}]},
            components={"securitySchemes": {"key": {"type": "http", "scheme": "Basic"}}},
        ),
    ),
    "servers of a description and of its path": (
        described(servers=[{"url": "https://a.example/v1"}]),
        described({"servers": [{"url": "https://a.example/v1/"}]}, servers=[{"url": "https://b.example"}]),
    ),
    "a server with a variable of one value": (
        described(servers=[{"url": "https://a.example/v1"}]),
        described(
            servers=[{"url": "https://a.example/{v}", "variables": {"v": {"default": "v1", "enum": ["v1"]}}}]
        ),
    ),
    "a media type with a charset": (sends(WORD), sends(WORD, media="application/json; charset=utf-8")),
    "a media type in another case": (sends(WORD), sends(WORD, media="Application/JSON")),
    "a parameter that is referred to": (
        takes(parameter()),
        described(
            {"parameters": [{"$ref": "#/components/parameters/Limit"}]},
            method="get",
            components={"parameters": {"Limit": parameter()}},
        ),
    ),
}


@pytest.mark.parametrize("name", STRUCTURES)
def test_another_way_of_writing_an_operation_is_at_most_a_note(name: str) -> None:
    for before, after in (STRUCTURES[name], STRUCTURES[name][::-1]):
        loud = [it for it in compared(before, after) if it.severity is not Severity.NOTE or not it.decided]
        assert loud == []


@pytest.mark.parametrize("place", PLACES)
def test_what_differs_only_in_order_gives_nothing_at_all(place: str) -> None:
    for name in ("an enumeration in another order", "a type and a list of one", "an allOf of one"):
        written = REWRITINGS[name]
        assert compared(PLACES[place](written.one), PLACES[place](written.other)) == []


@pytest.mark.parametrize(("mark", "describe"), [("readOnly", sends), ("writeOnly", answers)])
def test_a_property_that_is_required_and_begins_to_exist_on_a_side_is_lacking(
    mark: str, describe: Callable[[Json], dict[str, Json]]
) -> None:
    def revision(*, marked: bool) -> dict[str, Json]:
        held: Json = {"type": "string", mark: marked}
        return describe({"type": "object", "properties": {"a": held}, "required": ["a"]})

    old, new = revision(marked=mark == "readOnly"), revision(marked=mark == "writeOnly")
    (error,) = (it for it in compared(old, new) if it.severity is Severity.ERROR)
    assert error.witness is not None
    assert error.witness.value == {}
