"""Parameters that only stand elsewhere, or are only described in other words, are not read."""

from __future__ import annotations

import io
import json

import pytest

from assent.api import read_api
from assent.compare.case import Tree
from assent.compare.compare import compare_descriptions, known_between
from assent.compare.inputs import takes_same
from assent.document import Description, load
from assent.json import Json

PAGE: Tree = {"name": "page", "in": "query", "type": "integer"}
TEXT: Tree = {"name": "text", "in": "formData", "type": "string"}
TITLE: Tree = {"name": "title", "in": "formData", "type": "string", "required": True}
SHARED: Tree = {"$ref": "#/parameters/shared"}


def described(parameters: Json, **root: Json) -> Description:
    operation: Tree = {"parameters": parameters, "responses": {"200": {"description": "ok"}}}
    whole: Tree = {
        "swagger": "2.0",
        "info": {"title": "a", "version": "1"},
        "paths": {"/a": {"post": operation}},
        "parameters": {"shared": PAGE},
        **root,
    }
    return load("-", stdin=io.BytesIO(json.dumps(whole).encode()))


def same(before: Json, after: Json) -> bool:
    old, new = described(before), described(after)
    was, now = (read_api(it).paths["/a"].operations["POST"].inputs.nodes for it in (old, new))
    return takes_same(known_between(old, new), was, now, ("2.0", "2.0"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([PAGE, TEXT, TITLE], [TITLE, PAGE, TEXT]),
        ([PAGE], [{**PAGE, "description": "Which page."}]),
        ([SHARED, TEXT], [SHARED, {**TEXT, "description": "A text."}]),
    ],
    ids=["order", "words", "words beside a reference"],
)
def test_order_and_descriptions_of_parameters_say_nothing(before: Json, after: Json) -> None:
    assert same(before, after)
    assert not list(compare_descriptions(described(before), described(after)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([PAGE], [{**PAGE, "required": True}]),
        ([PAGE, TEXT], [PAGE]),
        ([PAGE], {"page": PAGE}),
        ([PAGE, {**PAGE, "type": "string"}], [{**PAGE, "type": "string"}, PAGE]),
        ([SHARED, {**PAGE, "type": "string"}], [{**PAGE, "type": "string"}, SHARED]),
        (
            [{"name": "a", "in": "body"}, {"name": "b", "in": "body", "schema": {}}],
            [{"name": "b", "in": "body", "schema": {}}, {"name": "a", "in": "body"}],
        ),
    ],
    ids=["demand", "one less", "no list", "told twice", "told twice by a reference", "two bodies"],
)
def test_parameters_that_may_say_something_else_are_read(before: Json, after: Json) -> None:
    assert not same(before, after)


def test_parameters_in_another_order_that_refer_to_what_changed_are_read() -> None:
    body: Tree = {"name": "it", "in": "body", "schema": {"$ref": "#/definitions/it"}}
    was = described([PAGE, body], definitions={"it": {"type": "integer"}})
    now = described([body, PAGE], definitions={"it": {"type": "string"}})
    old, new = (read_api(it).paths["/a"].operations["POST"].inputs.nodes for it in (was, now))
    assert not takes_same(known_between(was, now), old, new, ("2.0", "2.0"))
