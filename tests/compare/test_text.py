"""Parameters travel as text: what a schema of values says about texts."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from tests.compare.test_rewritings import compared

from assent.compare.case import parameter, responds, sends, takes
from assent.compare.compare import compare_descriptions
from assent.document import from_tree
from assent.findings import Severity
from assent.json import Json

KINDS: dict[str, Json] = {
    "a string": {"type": "string"},
    "an integer": {"type": "integer"},
    "a number": {"type": "number"},
    "a boolean": {"type": "boolean"},
    "1 to 10": {"type": "integer", "minimum": 1, "maximum": 10},
    "short": {"type": "string", "maxLength": 5},
    "listed texts": {"enum": ["1", "2"]},
    "listed numbers": {"enum": [1, 2]},
    "digits": {"type": "string", "pattern": "^(0|[1-9][0-9]*)$"},
    "true alone": {"type": "boolean", "enum": [True]},
    "no boolean": {"type": "boolean", "enum": ["asc", "desc"]},
    "anything": {},
}

FINE = {
    ("an integer", "a string"),
    ("an integer", "a number"),
    ("a number", "a string"),
    ("a boolean", "a string"),
    ("a boolean", "short"),
    ("1 to 10", "a string"),
    ("1 to 10", "an integer"),
    ("1 to 10", "a number"),
    ("1 to 10", "short"),
    ("1 to 10", "digits"),
    ("short", "a string"),
    ("digits", "a string"),
    ("digits", "an integer"),
    ("digits", "a number"),
    *(
        (listed, other)
        for listed in ("listed texts", "listed numbers")
        for other in ("a string", "an integer", "a number", "1 to 10", "short", "digits")
    ),
    ("listed texts", "listed numbers"),
    ("listed numbers", "listed texts"),
    *(("true alone", other) for other in ("a string", "a boolean", "short")),
    *(("no boolean", other) for other in KINDS),  # nobody can send one
    ("anything", "a string"),
    *((other, "anything") for other in KINDS),
}
"""Which changes of a query parameter refuse no text that was fine."""


@pytest.mark.parametrize(("old", "new"), list(itertools.permutations(KINDS, 2)), ids=" to ".join)
def test_a_parameter_refuses_only_texts_that_no_longer_fit(old: str, new: str) -> None:
    found = compared(takes(parameter(schema=KINDS[old])), takes(parameter(schema=KINDS[new])))
    broken = [finding for finding in found if finding.severity is Severity.ERROR]
    assert bool(broken) == ((old, new) not in FINE)
    assert all(finding.decided for finding in found)


@pytest.mark.parametrize("explode", [True, False])
def test_a_text_may_become_an_array_of_one(explode: bool) -> None:
    words: Json = {"type": "array", "items": {"type": "string"}}
    found = compared(takes(parameter(explode=explode)), takes(parameter(explode=explode, schema=words)))
    assert all(finding.severity is Severity.NOTE for finding in found)


def test_an_array_that_is_repeated_is_no_text() -> None:
    words: Json = {"type": "array", "items": {"type": "string"}}
    (found,) = compared(takes(parameter(schema=words)), takes(parameter()))
    assert found.rule.id == "type-narrowed"


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "integer"}, "must be an integer, but is"),
        ({"type": "integer", "minimum": 3}, "must be an integer (minimum 3), but is"),
        ({"type": "boolean"}, "must be a boolean, but is"),
        ({"type": ["integer", "boolean"]}, "must be an integer or a boolean, but is"),
    ],
    ids=["integer", "bounded", "boolean", "several"],
)
def test_a_text_that_is_refused_is_told_by_the_type_that_the_author_wrote(schema: Json, said: str) -> None:
    def asked(held: Json) -> Json:
        parameter: Json = {"in": "query", "name": "since", "schema": held}
        operation: Json = {"parameters": [parameter], "responses": {"200": {"description": ""}}}
        return {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {"/": {"get": operation}},
        }

    (found,) = compare_descriptions(from_tree(asked({"type": "string"})), from_tree(asked(schema)))
    assert said in found.message
    assert found.witness is not None
    assert [(it.keyword, said in it.message) for it in found.witness.because[:1]] == [("type", True)]


FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
NESTED: dict[str, tuple[Json, bool]] = {
    "a field": ({"v": {"type": "KIND"}}, False),
    "elements": ({"v": {"type": "array", "items": {"type": "KIND"}}}, False),
    "in an object": ({"v": {"type": "object", "properties": {"w": {"type": "KIND"}}}}, True),
    "in elements": (
        {"v": {"type": "array", "items": {"type": "object", "properties": {"w": {"type": "KIND"}}}}},
        True,
    ),
    "in any other": ({"v": {"type": "object", "additionalProperties": {"type": "KIND"}}}, True),
}
"""Fields of a form, and whether the kind is one of JSON, where numbers are no texts."""


@pytest.mark.parametrize("media", FORMS)
@pytest.mark.parametrize("name", NESTED)
def test_objects_in_a_form_are_json(name: str, media: str) -> None:
    fields, is_json = NESTED[name]
    old, new = (
        sends({"type": "object", "properties": _with_kind(fields, kind)}, media=media)
        for kind in ("integer", "string")
    )
    found = compared(old, new)
    assert [it.rule.id for it in found if it.severity is Severity.ERROR] == ["type-narrowed"] * is_json
    assert all(it.witness is not None and it.witness.request is not None for it in found if is_json)


@pytest.mark.parametrize(
    ("encoding", "media", "is_json"),
    [
        ({"contentType": "application/json"}, "multipart/form-data", True),
        ({"contentType": "application/json"}, "application/x-www-form-urlencoded", True),
        ({"contentType": "text/plain"}, "multipart/form-data", False),
        ({"style": "deepObject"}, "application/x-www-form-urlencoded", False),
    ],
)
def test_a_field_travels_as_the_sender_encodes_it(encoding: Json, media: str, is_json: bool) -> None:
    def form(kind: str) -> dict[str, Json]:
        field: Json = {"type": kind}
        if encoding == {"style": "deepObject"}:
            field = {"type": "object", "properties": {"w": field}}
        schema: Json = {"type": "object", "properties": {"v": field}}
        return sends(None, content={media: {"schema": schema, "encoding": {"v": encoding}}})

    errors = [it for it in compared(form("integer"), form("string")) if it.severity is Severity.ERROR]
    assert bool(errors) is is_json


def _with_kind(tree: Json, kind: str) -> Json:
    match tree:
        case dict():
            return {name: _with_kind(held, kind) for name, held in tree.items()}
        case "KIND":
            return kind
        case _:
            return tree


A: Json = {"$ref": "#/components/schemas/A"}
CIRCLES: dict[str, Json] = {
    "a property": {"type": "object", "properties": {"a": A, "v": {"type": "KIND"}}},
    "any property": {"type": "object", "additionalProperties": A, "properties": {"v": {"type": "KIND"}}},
    "items": {"type": "array", "items": A, "prefixItems": [{"type": "KIND"}]},
    "an alternative": {"oneOf": [{"type": "array", "items": A}, {"type": "KIND"}]},
    "a conjunct": {"allOf": [A, {"type": "KIND"}]},
}
"""Schemas that refer to themselves."""
CARRIED: dict[str, Callable[[], dict[str, Json]]] = {
    "a form": lambda: sends(A, media="multipart/form-data"),
    "a query": lambda: takes({"name": "q", "in": "query", "style": "deepObject", "schema": A}),
    "a header": lambda: responds({"200": {"headers": {"X": {"schema": A}}}}),
}


@pytest.mark.parametrize("circle", CIRCLES)
@pytest.mark.parametrize("carried", CARRIED)
def test_schemas_of_texts_may_refer_to_themselves(carried: str, circle: str) -> None:
    def revision(kind: str, most: int) -> dict[str, Json]:
        schema = _with_kind(CIRCLES[circle], kind)
        assert isinstance(schema, dict)
        return CARRIED[carried]() | {"components": {"schemas": {"A": schema | {"maxItems": most}}}}

    for kind in ("integer", "string"):
        found = compared(revision("integer", 5), revision(kind, 4))
        assert all(it.decided for it in found) or circle in ("an alternative", "a conjunct")


LIMIT: dict[str, Json] = {"name": "limit", "in": "query"}
NO_MORE: Json = {"type": "integer", "maximum": 9}


def as_json(schema: Json) -> dict[str, Json]:
    return {"content": {"application/json": {"schema": schema}}}


@pytest.mark.parametrize("kind", ["integer", "boolean", "string", "array"])
@pytest.mark.parametrize("forwards", [True, False])
def test_a_parameter_may_become_json_if_it_is_written_the_same(kind: str, *, forwards: bool) -> None:
    plain = takes(parameter(schema={"type": kind}))
    written = takes(LIMIT | as_json({"type": kind}))
    found = compared(*((plain, written) if forwards else (written, plain)))
    expected = ["parameter-serialised-differently"] if kind in ("string", "array") else []
    assert [it.rule.id for it in found] == expected


def test_the_schemas_of_a_parameter_that_becomes_json_are_compared() -> None:
    plain, written = (
        takes(parameter(schema={"type": "integer"})),
        takes(LIMIT | as_json(NO_MORE)),
    )
    assert [it.rule.id for it in compared(plain, written)] == ["range-narrowed"]


def test_a_header_of_json_is_compared() -> None:
    def answering(schema: Json) -> dict[str, Json]:
        return responds({"200": {"headers": {"X": as_json(schema)}}})

    found = compared(answering(NO_MORE), answering({"type": "integer"}))
    assert [it.rule.id for it in found if it.severity is Severity.ERROR] == ["range-widened"]
