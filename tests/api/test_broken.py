"""Nothing that is wrong in a description raises; what cannot be read is a problem, and a gap where it is missed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.api.making import EVERYTHING, PETSTORES, api, api_of, operation

from assent.api import Api, In, ParameterKey, every_operation, read_api
from assent.api.routing import ambiguities, find, router
from assent.document import load
from assent.errors import DescriptionError
from assent.json import Pointer, walk
from assent.schema.nodes import Pool

WRONG: tuple[Any, ...] = (
    None,
    True,
    5,
    -0.5,
    "text",
    "",
    [],
    {},
    [5],
    [None],
    {"a": 1},
    {"$ref": 5},
    {"$ref": "#/nowhere"},
    {"$ref": "#"},
    {"x-a": None},
)


@cache
def tree_of(name: str) -> Any:
    path = EVERYTHING if name == "everything" else PETSTORES[name]
    return load(str(path)).root.value


@cache
def pointers(name: str) -> tuple[Pointer, ...]:
    return tuple(pointer for pointer, _ in walk(tree_of(name)) if pointer)


def replaced(tree: Any, pointer: Pointer, value: Any) -> Any:
    """The tree with another value at the pointer; nothing else is changed."""
    if not pointer:
        return value
    key: Any = int(pointer[0]) if isinstance(tree, list) else pointer[0]
    copy = list(tree) if isinstance(tree, list) else dict(tree)
    copy[key] = replaced(tree[key], pointer[1:], value)
    return copy


def used(read: Api) -> None:
    """Reads everything and does everything that an engine does first."""
    for problem in read.problems():
        assert str(problem)
        assert problem.message.endswith((".", ")")), problem.message
    for each in every_operation(read):
        assert each.servers
        for parameter in each.parameters.values():
            assert parameter.schema is None or parameter.schema.schema is not None
    for use in read.schemas.values():
        assert use.schema is not None
    table = router(read)
    for key in read.operations:
        find(table, key.method, key.path)
    assert list(ambiguities(read.paths)) is not None
    assert read == read  # equality walks everything


SAMPLED = {"2.0": (0, 2), "3.0": (0, 3), "3.1": (1, 3), "3.2": (2, 3), "everything": (0, 6)}
"""Which values are replaced: the petstores of 3.x are so alike that together they have every place."""


@pytest.mark.parametrize("name", SAMPLED)
def test_every_value_of_a_description_may_be_wrong(name: str) -> None:
    first, step = SAMPLED[name]
    for number, pointer in enumerate(pointers(name)[first::step]):
        tree = replaced(tree_of(name), pointer, WRONG[number % len(WRONG)])
        try:
            read = api_of(tree)
        except DescriptionError:
            assert pointer in {("openapi",), ("swagger",)}
            continue
        used(read)


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_several_values_may_be_wrong_at_once(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["everything", *PETSTORES]))
    tree = deepcopy(tree_of(name))
    for pointer in data.draw(st.lists(st.sampled_from(pointers(name)), min_size=1, max_size=4)):
        try:
            tree = replaced(tree, pointer, data.draw(st.sampled_from(WRONG)))
        except (KeyError, IndexError, TypeError, ValueError):
            continue
    try:
        description = load("-", stdin=BytesIO(json.dumps(tree).encode()))
    except DescriptionError:
        return
    pool = Pool()
    read = read_api(description, pool=pool)
    used(read)
    assert read == read_api(description, pool=pool)


def kinds(read: Api) -> list[str]:
    return [problem.kind for problem in read.problems()]


BROKEN_PARTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "parameters": ({"parameters": 5}, "parameters", "wrong-type"),
    "a parameter": ({"parameters": [5]}, "parameters/0", "wrong-type"),
    "a parameter without name": ({"parameters": [{"in": "query"}]}, "parameters/0", "missing-field"),
    "a parameter in no place": (
        {"parameters": [{"name": "a", "in": "moon"}]},
        "parameters/0",
        "unknown-value",
    ),
    "a dangling parameter": (
        {"parameters": [{"$ref": "#/components/parameters/A"}]},
        "parameters/0",
        "dangling-reference",
    ),
    "a parameter twice": (
        {"parameters": [{"name": "a", "in": "query"}] * 2},
        "parameters/1",
        "duplicate-parameter",
    ),
    "responses": ({"responses": []}, "responses", "wrong-type"),
    "a status": ({"responses": {"2": {"description": ""}}}, "responses/2", "unknown-value"),
    "a request body": ({"requestBody": True}, "requestBody", "wrong-type"),
    "a dangling body": ({"requestBody": {"$ref": "#/a"}}, "requestBody", "dangling-reference"),
    "callbacks": ({"callbacks": 1}, "callbacks", "wrong-type"),
    "a callback": ({"callbacks": {"a": {"$ref": "#/a"}}}, "callbacks/a", "dangling-reference"),
    "security": ({"security": {}}, "security", "wrong-type"),
    "an unknown scheme": ({"security": [{"k": []}]}, "security/0/k", "undeclared-security-scheme"),
    "servers": ({"servers": 5}, "servers", "wrong-type"),
    "a server without url": ({"servers": [{}]}, "servers/0", "missing-field"),
    "tags": ({"tags": "a"}, "tags", "wrong-type"),
    "deprecated": ({"deprecated": "yes"}, "deprecated", "wrong-type"),
    "operationId": ({"operationId": 5}, "operationId", "wrong-type"),
}


@pytest.mark.parametrize("name", BROKEN_PARTS)
def test_what_an_operation_cannot_show_is_marked(name: str) -> None:
    raw, part, kind = BROKEN_PARTS[name]
    read = api(paths={"/a": {"get": raw}})
    (get,) = read.operations.values()
    assert [gap.part for gap in get.unreadable] == [part]
    assert kinds(read) == [kind]
    assert all(problem.at.line == 1 for problem in read.problems())


def test_what_has_no_value_is_absent_and_a_problem() -> None:
    read = api(paths={"/a": {"get": {"responses": None, "parameters": None, "deprecated": None}}})
    (get,) = read.operations.values()
    assert not get.unreadable
    assert not get.responses
    assert kinds(read) == ["wrong-type"] * 3


def test_a_response_that_cannot_be_read_is_still_promised() -> None:
    get = operation({"responses": {"404": {"$ref": "#/nowhere"}}})
    assert get.responses["404"].unreadable
    assert not get.unreadable


def test_a_path_item_that_cannot_be_read_is_marked() -> None:
    read = api(paths={"/a": {"$ref": "#/nowhere"}, "/b": 5, "/c": {"get": 5}})
    assert [bool(item.unreadable) for item in read.paths.values()] == [True, True, True]
    assert not read.operations
    assert kinds(read) == ["dangling-reference", "wrong-type", "wrong-type"]


def test_paths_that_cannot_be_read_are_marked() -> None:
    read = api(paths=[])
    assert [gap.part for gap in read.unreadable] == ["paths"]


def test_what_a_path_lacks_its_operations_lack() -> None:
    read = api(paths={"/a": {"parameters": [{"$ref": "#/nowhere"}], "get": {"responses": {}}}})
    (get,) = read.operations.values()
    assert [gap.part for gap in get.unreadable] == ["parameters/0"]


@pytest.mark.parametrize("member", ["security", "servers"])
def test_what_the_description_lacks_its_operations_lack_unless_they_have_their_own(member: str) -> None:
    own = {"security": [], "servers": [{"url": "/b"}]}[member]
    broken: dict[str, Any] = {member: [5]}
    read = api(paths={"/a": {"get": {}, "put": {member: own}}}, **broken)
    get, put = read.operations.values()
    assert [gap.part for gap in get.unreadable] == [f"{member}/0"]
    assert not put.unreadable


def test_an_operation_that_is_a_dangling_reference_is_marked() -> None:
    get = operation({"$ref": "#/nowhere"})
    assert [gap.part for gap in get.unreadable] == [""]


def test_the_rest_of_a_broken_operation_stays_usable() -> None:
    get = operation({"parameters": [5, {"name": "q", "in": "query", "schema": {}}], "responses": 5})
    assert [key.name for key in get.parameters] == ["q"]


def test_a_broken_scheme_is_left_out_and_what_needs_it_says_so() -> None:
    read = api(
        components={"securitySchemes": {"k": {"type": "apiKey", "in": "query"}}},
        paths={"/a": {"get": {"security": [{"k": []}]}}},
    )
    (get,) = read.operations.values()
    assert [need.scheme for requirement in get.security for need in requirement.needs] == [None]
    assert [gap.part for gap in get.unreadable] == ["security/0/k"]
    assert [gap.part for gap in read.unreadable] == ["components/securitySchemes/k"]


@pytest.mark.parametrize(
    ("security", "part"),
    [
        ([{"k": None}], None),
        ([{"unknown": []}], "security/0/unknown"),
        ([{"k": [5]}], "k/0"),
        ([5], "security/0"),
    ],
)
def test_what_is_wrong_in_equal_requirements_is_told_at_each(security: Any, part: str | None) -> None:
    shared = {"get": {"security": security}}
    read = api(
        components={"securitySchemes": {"k": {"type": "http", "scheme": "basic"}}},
        paths={
            "/b": {"$ref": "#/paths/~1a"},
            "/a": shared,
            "/c": shared,
            "/d": {"get": {"security": [{"k": []}]}},
        },
    )
    gaps = {key.path: [gap.part for gap in it.unreadable] for key, it in read.operations.items()}
    asked = [] if part is None else [part]
    assert gaps == {"/a": asked, "/b": asked, "/c": asked, "/d": []}
    assert {it.at.pointer[1] for it in read.problems()} == {"/a", "/c"}


def test_equal_requirements_are_read_once() -> None:
    read = api(
        components={"securitySchemes": {"k": {"type": "http", "scheme": "basic"}}},
        paths={path: {"get": {"security": [{"k": ["a"]}]}} for path in ("/a", "/b")},
    )
    one, other = (operation.security for operation in read.operations.values())
    assert one is other


def test_equal_gaps_are_equal_and_other_gaps_are_not() -> None:
    pool = Pool()
    assert operation({"parameters": 5}, pool=pool) == operation({"parameters": 5}, pool=pool)
    assert operation({"parameters": 5}, pool=pool) != operation({"parameters": 6}, pool=pool)
    assert operation({"parameters": 5}, pool=pool) != operation({}, pool=pool)


def test_problems_of_unused_components_are_found() -> None:
    read = api(
        components={"parameters": {"a": {"name": 5, "in": "query"}}, "responses": {"b": {"content": 1}}}
    )
    assert kinds(read) == ["wrong-type", "wrong-type"]


@pytest.mark.parametrize("version", ["2.0", "3.1"])
def test_a_parameter_that_another_stands_for_is_told_of_all_the_same(version: str) -> None:
    broken = {"name": "a", "in": "query", "required": 5}
    whole = {"name": "a", "in": "query", "required": True}
    overridden = {"parameters": [broken], "get": {"parameters": [whole], "responses": {}}}
    twice = {"get": {"parameters": [whole, broken], "responses": {}}}
    read = api(version, paths={"/a": overridden, "/b": twice})
    told = [(it.kind, it.at.pointer[-1]) for it in read.problems()]
    assert told == [("wrong-type", "required"), ("duplicate-parameter", "1"), ("wrong-type", "required")]
    assert all(it.parameters[ParameterKey(In.QUERY, "a")].required for it in read.operations.values())


def test_a_header_parameter_that_is_ignored_is_told_of_all_the_same() -> None:
    read = api(paths={"/a": {"get": {"parameters": [{"name": "Accept", "in": "header", "required": 5}]}}})
    assert [it.at.pointer[-1] for it in read.problems()] == ["required"]


def test_a_problem_in_a_shared_part_is_told_once() -> None:
    read = api(
        components={"parameters": {"a": {"name": "a", "in": "query", "required": "yes"}}},
        paths={
            "/a": {name: {"parameters": [{"$ref": "#/components/parameters/a"}]} for name in ("get", "put")}
        },
    )
    assert kinds(read) == ["wrong-type"]
    assert [len(each.parameters) for each in every_operation(read)] == [1, 1]


def deep_encoding(levels: int) -> dict[str, Any]:
    inner: dict[str, Any] = {"contentType": "text/plain"}
    for _ in range(levels):
        inner = {"itemEncoding": inner}
    return inner


def test_endless_nesting_is_a_problem() -> None:
    header = {
        "content": {
            "multipart/mixed": {"encoding": {"p": {"headers": {"A": {"$ref": "#/components/headers/A"}}}}}
        }
    }
    read = api(components={"headers": {"A": header}})
    assert kinds(read) == ["endless-nesting"]
    deep = api("3.2", components={"mediaTypes": {"M": deep_encoding(150)}})
    assert kinds(deep) == ["endless-nesting"]


def test_a_long_chain_of_parts_is_no_trouble() -> None:
    headers = {
        f"H{i}": {
            "content": {
                "multipart/mixed": {
                    "encoding": {"p": {"headers": {"n": {"$ref": f"#/components/headers/H{i + 1}"}}}}
                }
            }
        }
        for i in range(400)
    }
    assert "endless-nesting" in kinds(api(components={"headers": headers}))


def callbacks_in_callbacks(levels: int) -> Iterator[tuple[str, Any]]:
    for i in range(levels):
        item = {"$ref": f"#/components/pathItems/P{(i + 1) % levels}"}
        yield f"P{i}", {"post": {"callbacks": {"c": {"{$url}": item}}, "responses": {}}}


@pytest.mark.parametrize("levels", [1, 2, 600])
def test_callbacks_may_go_round_in_circles(levels: int) -> None:
    pool = Pool()
    tree: dict[str, Any] = {
        "components": {"pathItems": dict(callbacks_in_callbacks(levels))},
        "paths": {"/a": {"$ref": "#/components/pathItems/P0"}},
    }
    one, other = api(pool=pool, **tree), api(pool=pool, **deepcopy(tree))
    assert one == other
    assert len(list(every_operation(one))) == levels + 1
    assert one.problems() == []
    last = tree["components"]["pathItems"][f"P{levels - 1}"]["post"]
    last["deprecated"] = True
    assert one != api(pool=pool, **tree)
