"""What one revision cannot read is neither gone nor new: it is not decided."""

from __future__ import annotations

import pytest

from assent.compare.case import described, event, parameter, takes
from assent.compare.compare import compare_descriptions
from assent.document import from_tree
from assent.findings import Finding
from assent.json import Json


def compared(old: Json, new: Json) -> list[Finding]:
    return list(compare_descriptions(from_tree(old), from_tree(new)))


def doubts(found: list[Finding]) -> set[str]:
    """The operations of findings, all of which have to be that a part is unreadable."""
    assert {(it.rule.id, it.decided) for it in found} <= {("part-unreadable", False)}
    return {f"{place.method} {place.path}" for it in found for place in it.operations or ()}


NOWHERE: Json = {"$ref": "#/nowhere"}
DONE: Json = {"responses": {"200": {"description": "Done"}}}
CIRCLE: Json = {"/pets": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1pets"}}
NO_OPERATIONS: dict[str, Json] = {
    "paths that are a list": [],
    "paths that are a text": "x",
    "paths of a reference to nothing": NOWHERE,
    "a path item that is a list": {"/pets": []},
    "a path item of a reference to nothing": {"/pets": NOWHERE},
    "path items in a circle": CIRCLE,
    "an operation that is a text": {"/pets": {"post": "x"}},
    "an operation of a reference to nothing": {"/pets": {"post": 5, "parameters": []}},
}


@pytest.mark.parametrize("paths", NO_OPERATIONS.values(), ids=NO_OPERATIONS)
def test_an_operation_that_cannot_be_read_is_not_gone(paths: Json) -> None:
    assert doubts(compared(described(), described(paths=paths))) == {"POST /pets"}


@pytest.mark.parametrize("paths", NO_OPERATIONS.values(), ids=NO_OPERATIONS)
def test_an_operation_that_could_not_be_read_is_not_new(paths: Json) -> None:
    assert doubts(compared(described(paths=paths), described())) == {"POST /pets"}


@pytest.mark.parametrize("paths", NO_OPERATIONS.values(), ids=NO_OPERATIONS)
def test_what_holds_no_operation_that_is_known_is_told_once(paths: Json) -> None:
    found = compared(described(paths={}), described(paths=paths))
    assert found
    assert doubts(found) == set()
    assert len({it.fingerprint for it in found}) == len(found)
    assert len({it.new for it in found}) == len(found)


@pytest.mark.parametrize("paths", NO_OPERATIONS.values(), ids=NO_OPERATIONS)
def test_what_neither_revision_can_read_is_no_change(paths: Json) -> None:
    assert compared(described(paths=paths), described(paths=paths, tags=[{"name": "new"}])) == []


def test_all_operations_of_a_path_are_told_of_in_one_finding() -> None:
    whole: Json = {"/pets": {"get": DONE, "post": DONE}}
    found = compared(described(paths=whole), described(paths={"/pets": NOWHERE}))
    assert doubts(found) == {"GET /pets", "POST /pets"}
    assert len(found) == 1


def test_an_operation_is_gone_where_another_cannot_be_read() -> None:
    found = compared(described(), described(paths={"/pets": {"get": "x"}}))
    assert {it.rule.id for it in found} == {"operation-removed", "part-unreadable"}


def test_an_operation_is_gone_beside_what_neither_revision_can_read() -> None:
    old: Json = {"/pets": {"additionalOperations": 5, "post": DONE}}
    new: Json = {"/pets": {"additionalOperations": 5}}
    found = compared(described(paths=old, openapi="3.2.0"), described(paths=new, openapi="3.2.0"))
    assert [it.rule.id for it in found] == ["operation-removed"]


def test_a_webhook_that_cannot_be_read_is_not_gone() -> None:
    old = event({})
    assert doubts(compared(old, old | {"webhooks": []})) == {"POST petBorn"}
    assert doubts(compared(old, old | {"webhooks": {"petBorn": NOWHERE}})) == {"POST petBorn"}


def answering(response: Json) -> Json:
    return described({"responses": {"200": response}})


HEADER: Json = {"required": True, "schema": {"type": "string"}}
BODY: Json = {"required": True, "content": {"text/plain": {}}}
CALLBACK: Json = {"{$request.body#/url}": {"post": DONE}}
PARTS: dict[str, tuple[Json, Json]] = {
    "a body": (described({"requestBody": BODY}), described({"requestBody": NOWHERE})),
    "a body's content": (
        described({"requestBody": BODY}),
        described({"requestBody": {"required": True, "content": []}}),
    ),
    "a parameter": (takes(parameter(required=True)), takes({"name": "limit", "in": "moon"})),
    "a parameter of no name": (takes(parameter(required=True)), takes({"$ref": "#/nowhere"})),
    "parameters": (takes(parameter(required=True)), described({"parameters": "x"}, method="get")),
    "responses": (answering({"description": ""}), described({"responses": []})),
    "a response": (
        answering({"description": "", "content": {"text/plain": {}}, "headers": {"X-Id": HEADER}}),
        answering(None),
    ),
    "a response's content": (
        answering({"description": "", "content": {"text/plain": {}}}),
        answering({"description": "", "content": "x"}),
    ),
    "a header": (
        answering({"description": "", "headers": {"X-Id": HEADER}}),
        answering({"description": "", "headers": {"X-Id": NOWHERE}}),
    ),
    "headers": (
        answering({"description": "", "headers": {"X-Id": HEADER}}),
        answering({"description": "", "headers": []}),
    ),
    "a callback": (described({"callbacks": {"a": CALLBACK}}), described({"callbacks": {"a": NOWHERE}})),
}


@pytest.mark.parametrize(("whole", "broken"), PARTS.values(), ids=PARTS)
def test_a_part_that_cannot_be_read_is_neither_gone_nor_new(whole: Json, broken: Json) -> None:
    assert len(compared(whole, broken)) == len(compared(broken, whole)) == 1
    assert doubts(compared(whole, broken)) == doubts(compared(broken, whole)) != set()


def test_a_parameter_is_new_where_one_of_another_name_could_not_be_read() -> None:
    other: Json = {"name": "page", "in": "moon"}
    assert isinstance(other, dict)
    found = compared(takes(other), takes(other | {"in": "query"}, parameter(required=True)))
    assert {it.rule.id for it in found} == {"part-unreadable", "required-parameter-added"}


NEW: dict[str, Json] = {
    "a parameter whose demand": takes(parameter(required="true")),
    "a parameter whose style": takes(parameter(style="weird")),
    "a body whose demand": described({"requestBody": {"required": "true", "content": {}}}, method="get"),
}


@pytest.mark.parametrize("new", NEW.values(), ids=NEW)
def test_what_cannot_be_read_of_a_new_part_is_told(new: Json) -> None:
    found = compared(takes(), new)
    assert "part-unreadable" in {it.rule.id for it in found if not it.decided}
