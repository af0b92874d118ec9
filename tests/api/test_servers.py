"""Server templates stand for URLs, and operations are served below their paths."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.making import api

from assent.api import Server
from assent.api.servers import MOST_URLS, base_path, base_paths, default_url, urls


def server(url: str, **variables: Any) -> Server:
    (read,) = api(servers=[{"url": url, "variables": variables}]).servers
    return read


def test_a_server_without_variables_is_its_url() -> None:
    assert urls(server("https://h/v1/")) == ("https://h/v1",)


def test_closed_variables_are_spelled_out_and_open_ones_stay() -> None:
    read = server(
        "https://{a}.{b}/{c}",
        a={"default": "x", "enum": ["x", "y"]},
        b={"default": "z"},
        c={"default": "", "enum": [""]},
    )
    assert urls(read) == ("https://x.{b}/", "https://y.{b}/")
    assert default_url(read) == "https://x.z/"


def test_a_variable_that_is_not_declared_is_open() -> None:
    assert urls(server("https://{a}")) == ("https://{a}",)
    assert default_url(server("https://{a}")) == "https://{a}"


def test_a_variable_may_stand_twice() -> None:
    read = server("https://{a}/{a}", a={"default": "x", "enum": ["x", "y"]})
    assert urls(read) == ("https://x/x", "https://y/y")


def test_too_many_combinations_leave_variables_open() -> None:
    many = {"default": "0", "enum": [str(i) for i in range(MOST_URLS)]}
    read = server("https://{a}/{b}", a=many, b=many)
    assert len(urls(read)) == MOST_URLS
    assert urls(read)[0] == "https://0/{b}"


def test_the_order_of_values_does_not_matter() -> None:
    one = server("https://{a}", a={"default": "x", "enum": ["x", "y"]})
    assert one == server("https://{a}", a={"default": "x", "enum": ["y", "x", "x"]})
    assert one != server("https://{a}", a={"default": "y", "enum": ["x", "y"]})


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/", ""),
        ("https://h", ""),
        ("https://h:8/v1", "/v1"),
        ("//h/v1/", "/v1"),
        ("/v1/v2", "/v1/v2"),
        ("v1", "/v1"),
        ("./v1", "/v1"),
        ("../v1", "/v1"),
        ("..", ""),
        (".", ""),
        ("https://h/a/../v1/./b/", "/v1/b"),
        ("https://h/v1?a=b", "/v1"),
        ("https://{host}/{v}/x", "/{v}/x"),
        ("{scheme}://h/v1", "/v1"),
    ],
)
def test_the_base_path_is_the_path_of_the_url(url: str, path: str) -> None:
    assert base_path(url) == path


@pytest.mark.parametrize(
    ("default", "path"),
    [("https://h", "/v1"), ("https://h/a/", "/a/v1"), ("/a", "/a/v1"), ("a", "/{base}/v1")],
)
def test_a_variable_that_begins_the_url_holds_its_host(default: str, path: str) -> None:
    assert base_paths([server("{base}/v1", base={"default": default})]) == (path,)


def test_base_paths_are_told_once() -> None:
    assert base_paths([server("https://a/v1"), server("https://b/v1")]) == ("/v1",)


def test_without_servers_there_is_one_at_the_root() -> None:
    assert [each.url for each in api().servers] == ["/"]
    assert [each.url for each in api(servers=[]).servers] == ["/"]


def test_a_broken_variable_is_a_gap() -> None:
    read = server("https://{a}/{b}", a={"enum": ["x"]}, b={"default": 443})
    assert [gap.part for gap in read.unreadable] == ["variables/a", "variables/b"]
    assert not read.variables
