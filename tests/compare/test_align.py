"""Which thing of one revision is which of the other."""

from __future__ import annotations

import io
import json

import pytest

from assent.api import Operation, read_api
from assent.compare.align import (
    align_content,
    align_parameters,
    align_paths,
    align_responses,
    askable,
    receivers,
)
from assent.compare.case import Tree, parameter, responds, sends, takes
from assent.document import load
from assent.json import Json


def operation(tree: Tree, path: str = "/pets") -> Operation:
    api = read_api(load("-", stdin=io.BytesIO(json.dumps(tree).encode())))
    return next(iter(api.paths[path].operations.values()))


def test_paths_are_one_whatever_their_parameters_are_called() -> None:
    pairs = list(align_paths(["/a/{x}", "/b", "/c/{x}"], ["/c/{y}/d", "/a/{y}", "/b"]))
    assert pairs == [("/a/{x}", "/a/{y}"), ("/b", "/b"), ("/c/{x}", None), (None, "/c/{y}/d")]


def test_a_path_of_the_same_name_comes_before_one_of_the_same_shape() -> None:
    assert list(align_paths(["/a/{x}"], ["/a/{y}", "/a/{x}"])) == [("/a/{x}", "/a/{x}"), (None, "/a/{y}")]


def _names(old: Tree, new: Tree, path: str = "/pets") -> list[tuple[str | None, str | None]]:
    pairs = align_parameters(operation(old, path), operation(new, path))
    return [tuple(it and f"{it.location} {it.name}" for it in pair) for pair in pairs]  # type: ignore[misc]  # two each


def test_a_parameter_that_stands_elsewhere_has_moved() -> None:
    old, new = takes(parameter(name="token")), takes(parameter(name="token", place="header"))
    assert _names(old, new) == [("query token", "header token")]


def test_a_parameter_in_another_spelling_is_renamed() -> None:
    old, new = takes(parameter(name="petId")), takes(parameter(name="pet_id"))
    assert _names(old, new) == [("query petId", "query pet_id")]


def test_another_parameter_is_neither() -> None:
    old, new = takes(parameter(name="a")), takes(parameter(name="b"))
    assert _names(old, new) == [("query a", None), (None, "query b")]


@pytest.mark.parametrize(
    ("sent", "described", "found"),
    [
        ("application/json", ["application/json"], "application/json"),
        ("application/json", ["application/*"], "application/*"),
        ("application/json", ["*/*", "application/*"], "application/*"),
        ("application/problem+json", ["application/json"], None),
        ("application/*", ["application/json"], None),
        ("*/*", ["*/*"], "*/*"),
    ],
)
def test_a_media_type_is_received_by_itself_or_the_narrowest_range(
    sent: str, described: list[str], found: str | None
) -> None:
    content: Json = {name: {} for name in described}
    body = operation(sends({}, content=content)).request_body
    assert body is not None
    assert receivers(sent, body.content) == found


def test_a_range_that_is_asked_for_is_served_by_anything_in_it() -> None:
    body = operation(sends({}, media="application/json")).request_body
    assert body is not None
    assert askable("*/*", body.content) == "application/json"
    assert askable("text/*", body.content) is None


def test_content_is_compared_with_the_range_that_takes_it_in() -> None:
    one, other = operation(sends({}, media="application/json")), operation(sends({}, media="*/*"))
    assert one.request_body is not None
    assert other.request_body is not None
    pairs = align_content(one.request_body.content, other.request_body.content)
    assert [(old.name, new.name) for old, new in pairs] == [("application/json", "*/*")]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        (["200"], ["200"], [("200", "200")]),
        (["200"], ["2XX"], [("200", "2XX")]),
        (["2XX"], ["200", "201"], [("2XX", "200"), ("2XX", "201")]),
        (["404"], ["default"], [("404", "default")]),
        (["200", "default"], ["201", "default"], [("default", "default")]),
        (["default"], ["default", "404"], [("default", "default"), ("default", "404")]),
    ],
)
def test_responses_are_paired_where_one_status_selects_both(
    old: list[str], new: list[str], pairs: list[tuple[str, str]]
) -> None:
    before, after = (operation(responds({status: {} for status in them})).responses for them in (old, new))
    assert list(align_responses(before, after)) == pairs
