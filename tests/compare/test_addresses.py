"""Where an operation is served: the base path of a server and the path of an operation are one address."""

from __future__ import annotations

import pytest
from tests.compare.test_compare import compared

from assent.compare.case import Tree
from assent.json import Json

OK: Json = {"get": {"responses": {"200": {"description": ""}}}}


def served(urls: list[str], *paths: str, **variables: Json) -> Tree:
    servers: list[Json] = [{"url": url, **({"variables": variables} if variables else {})} for url in urls]
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": servers,
        "paths": dict.fromkeys(paths, OK),
    }


def swagger(base: str, *paths: str) -> Tree:
    return {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "host": "h.example",
        "schemes": ["https"],
        "basePath": base,
        "paths": dict.fromkeys(paths, OK),
    }


H = "https://h.example"

SAME: dict[str, tuple[Tree, Tree]] = {
    "into the paths": (served([f"{H}/v1"], "/a", "/b/{x}"), served([H], "/v1/a", "/v1/b/{y}")),
    "out of the paths": (served([H], "/v1/a"), served([f"{H}/v1"], "/a")),
    "a part of it": (served([f"{H}/api/v1"], "/a"), served([f"{H}/api"], "/v1/a")),
    "a relative server": (served(["/v1"], "/a"), served(["/"], "/v1/a")),
    "in 2.0": (swagger("/v1", "/a"), swagger("/", "/v1/a")),
    "from 2.0 to 3.1": (swagger("/v1", "/a"), served([H], "/v1/a")),
    "a slash at its end": (served([f"{H}/v1/"], "/a"), served([f"{H}/v1"], "/a")),
    "a variable with one value": (
        served([f"{H}/{{v}}"], "/a", v={"default": "v1", "enum": ["v1"]}),
        served([f"{H}/v1"], "/a"),
    ),
    "a variable spelled out": (
        served([f"{H}/{{v}}"], "/a", v={"default": "v1", "enum": ["v1", "v2"]}),
        served([f"{H}/v1", f"{H}/v2"], "/a"),
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_address_written_another_way_is_no_change(name: str) -> None:
    assert [(it.rule.id, it.message) for it in compared(*SAME[name])] == []


def test_what_is_not_served_at_its_address_any_more_is_gone() -> None:
    found = compared(served([f"{H}/v1"], "/a", "/b"), served([H], "/v1/a", "/v2/b"))
    assert [(it.rule.id, str(it.operations[0])) for it in found] == [
        ("operation-removed", "GET /b"),
        ("operation-added", "GET /v2/b"),
    ]


def test_another_base_path_for_the_same_paths_is_still_told() -> None:
    found = compared(served([f"{H}/v1"], "/a"), served([f"{H}/v2"], "/a"))
    assert [it.rule.id for it in found] == ["base-path-removed"]


def test_another_host_for_an_address_that_is_written_another_way_is_told_as_such() -> None:
    found = compared(served([f"{H}/v1"], "/a"), served(["https://other.example"], "/v1/a"))
    assert sorted(it.rule.id for it in found) == ["server-added", "server-removed"]
