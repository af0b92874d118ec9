"""Parameters travel as text: what a schema of values says about texts."""

from __future__ import annotations

import itertools

import pytest
from tests.compare.test_rewritings import compared

from assent.compare.case import parameter, takes
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
