"""A path leads to the operation that the standard says."""

from __future__ import annotations

import re
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from tests.api.making import api
from tests.counting import calls

from assent.api import Api, OperationKey, read_api
from assent.api.routing import Ambiguity, NotAllowed, Route, ambiguities, find, router
from assent.api.servers import base_paths
from assent.document import load

ANSWER = {"responses": {"204": {"description": ""}}}


def paths(*templates: str, **members: object) -> Api:
    return api(paths={template: {"get": ANSWER} for template in templates}, **members)  # type: ignore[arg-type]  # members of a description, never the pool


def led(read: Api, path: str, method: str = "GET") -> tuple[str, dict[str, str]] | None:
    """The template and the texts that a path leads to."""
    match find(router(read), method, path):
        case Route(operation=key, parameters=parameters):
            return key.path, dict(parameters)
        case _:
            return None


CASES: dict[str, tuple[tuple[str, ...], str, tuple[str, dict[str, str]] | None]] = {
    "itself": (("/a/b",), "/a/b", ("/a/b", {})),
    "the root": (("/",), "/", ("/", {})),
    "an empty path is the root": (("/",), "", ("/", {})),
    "a parameter": (("/a/{x}",), "/a/b", ("/a/{x}", {"x": "b"})),
    "concrete before templated": (("/a/{x}", "/a/me"), "/a/me", ("/a/me", {})),
    "back to the template": (("/a/b/c", "/a/{x}/d"), "/a/b/d", ("/a/{x}/d", {"x": "b"})),
    "the first segment decides": (("/{x}/b", "/a/{y}"), "/a/b", ("/a/{y}", {"y": "b"})),
    "an extension": (("/a/{x}.json",), "/a/b.json", ("/a/{x}.json", {"x": "b"})),
    "an extension twice": (("/a/{x}.json",), "/a/b.json.json", ("/a/{x}.json", {"x": "b.json"})),
    "mixed before a whole parameter": (("/a/{x}", "/a/{x}.json"), "/a/b.json", ("/a/{x}.json", {"x": "b"})),
    "more text first": (("/{a}-{b}", "/x-{b}"), "/x-y", ("/x-{b}", {"b": "y"})),
    "two in a segment": (("/{a}-{b}",), "/1-2-3", ("/{a}-{b}", {"a": "1", "b": "2-3"})),
    "side by side": (("/{a}{b}",), "/xyz", ("/{a}{b}", {"a": "x", "b": "yz"})),
    "around text": (("/v{a}.{b}x",), "/v1.2x", ("/v{a}.{b}x", {"a": "1", "b": "2"})),
    "an empty parameter is none": (("/a/{x}",), "/a/", None),
    "an empty part is none": (("/a/{x}.json",), "/a/.json", None),
    "a slash at the end counts": (("/a",), "/a/", None),
    "a slash at the end of both": (("/a/",), "/a/", ("/a/", {})),
    "a slash in the middle": (("/a/{x}/",), "/a/b/", ("/a/{x}/", {"x": "b"})),
    "too long": (("/a/{x}",), "/a/b/c", None),
    "a query does not count": (("/a",), "/a?b=/c#d", ("/a", {})),
    "escapes stay": (("/a/{x}",), "/a/b%2Fc%20d", ("/a/{x}", {"x": "b%2Fc%20d"})),
    "escapes of texts do not matter": (("/caf\u00e9/a b",), "/caf%C3%A9/a%20b", ("/caf\u00e9/a b", {})),
    "an escaped slash is no slash": (("/a/b",), "/a%2Fb", None),
    "escapes in mixed segments": (("/{x} !",), "/a%20!", ("/{x} !", {"x": "a"})),
    "escapes around a parameter": (
        ("/\u00e9{x}\u00e9",),
        "/%C3%A9a%21b%c3%a9",
        ("/\u00e9{x}\u00e9", {"x": "a%21b"}),
    ),
    "letters that are not escaped": (("/\u00e9{x}",), "/\u00e9\u00e9", ("/\u00e9{x}", {"x": "\u00e9"})),
    "case counts": (("/a",), "/A", None),
    "a brace left open is text": (("/{a",), "/{a", ("/{a", {})),
    "empty braces are text": (("/{}",), "/{}", ("/{}", {})),
    "a query in the template": (("/a?b=c",), "/a?b=c", ("/a?b=c", {})),
}


@pytest.mark.parametrize("name", CASES)
def test_a_path_leads_to_its_template(name: str) -> None:
    templates, path, expected = CASES[name]
    assert led(paths(*templates), path) == expected
    assert led(paths(*templates[::-1]), path) == expected


def test_a_known_path_tells_its_methods() -> None:
    table = router(api(paths={"/a/{x}": {"put": ANSWER, "get": ANSWER}, "/a/b": {"delete": ANSWER}}))
    assert find(table, "POST", "/a/c") == NotAllowed(methods=("GET", "PUT"))
    assert find(table, "POST", "/a/b") == NotAllowed(methods=("DELETE", "GET", "PUT"))
    assert find(table, "POST", "/b") is None


def test_a_template_that_has_the_method_goes_before_one_that_has_not() -> None:
    table = router(api(paths={"/a/b": {"put": ANSWER}, "/a/{x}": {"get": ANSWER}}))
    assert find(table, "GET", "/a/b") == Route(operation=OperationKey("GET", "/a/{x}"), parameters={"x": "b"})


def test_methods_are_case_sensitive() -> None:
    table = router(api("3.2", paths={"/a": {"get": ANSWER, "additionalOperations": {"copy": ANSWER}}}))
    assert isinstance(find(table, "get", "/a"), NotAllowed)
    assert isinstance(find(table, "copy", "/a"), Route)


def test_templates_that_differ_in_names_alone_share_their_methods() -> None:
    table = router(api(paths={"/{a}": {"get": ANSWER}, "/{b}": {"put": ANSWER}}))
    assert find(table, "PUT", "/1") == Route(operation=OperationKey("PUT", "/{b}"), parameters={"b": "1"})


SERVERS = {
    "a base path": ([{"url": "https://h/v1"}], ["/v1/a"], ["/a", "/v1"]),
    "several": ([{"url": "https://h/v1"}, {"url": "/v2/"}], ["/v1/a", "/v2/a"], ["/a"]),
    "a closed variable": (
        [{"url": "https://h/{v}", "variables": {"v": {"default": "1", "enum": ["1", "2"]}}}],
        ["/1/a", "/2/a"],
        ["/3/a"],
    ),
    "an open variable": (
        [{"url": "https://h/{v}/x", "variables": {"v": {"default": "1"}}}],
        ["/1/x/a", "/2/x/a"],
        ["/1/a"],
    ),
    "the host does not count": ([{"url": "https://{host}.example:{port}"}], ["/a"], ["/b"]),
}


@pytest.mark.parametrize("name", SERVERS)
def test_paths_begin_with_the_base_path_of_a_server(name: str) -> None:
    servers, known, unknown = SERVERS[name]
    table = router(paths("/a", servers=servers))
    assert all(isinstance(find(table, "GET", path), Route) for path in known)
    assert not any(find(table, "GET", path) for path in unknown)


def test_the_base_path_may_be_given() -> None:
    table = router(paths("/a", servers=[{"url": "/v1"}]), bases=[""])
    assert isinstance(find(table, "GET", "/a"), Route)
    assert find(table, "GET", "/v1/a") is None


def test_an_operation_may_be_served_elsewhere() -> None:
    read = api(
        servers=[{"url": "/v1"}],
        paths={
            "/a": {"get": {**ANSWER, "servers": [{"url": "/get"}]}, "put": ANSWER},
            "/b": {"servers": [{"url": "/b"}], "get": ANSWER},
        },
    )
    table = router(read)
    assert isinstance(find(table, "GET", "/get/a"), Route)
    assert isinstance(find(table, "PUT", "/v1/a"), Route)
    assert find(table, "GET", "/v1/a") == NotAllowed(methods=("PUT",))
    assert isinstance(find(table, "GET", "/b/b"), Route)


AMBIGUOUS: dict[str, tuple[tuple[str, ...], list[Ambiguity]]] = {
    "names": (("/{a}", "/{b}"), [Ambiguity(first="/{a}", second="/{b}", identical=True)]),
    "crossed": (("/{a}/me", "/b/{c}"), [Ambiguity(first="/{a}/me", second="/b/{c}", identical=False)]),
    "concrete": (("/a/{x}", "/a/me"), []),
    "nested": (("/{a}/{b}", "/a/{b}", "/a/b"), []),
    "apart": (("/a/{x}", "/b/{x}"), []),
    "lengths": (("/a/{x}", "/a/{x}/{y}"), []),
    "mixed": (("/{a}.json", "/{b}"), []),
    "mixed and crossed": (("/x{a}", "/{b}y"), [Ambiguity(first="/x{a}", second="/{b}y", identical=False)]),
    "mixed and apart": (("/x{a}", "/y{b}"), []),
    "mixed and a text": (("/x{a}", "/xyz", "/yz"), []),
    "mixed names": (("/x{a}", "/x{b}"), [Ambiguity(first="/x{a}", second="/x{b}", identical=True)]),
    "escapes": (("/a b", "/a%20b"), [Ambiguity(first="/a b", second="/a%20b", identical=True)]),
    "slash": (("/a/", "/a/{x}"), []),
}


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_ambiguous_templates_are_told(name: str) -> None:
    templates, expected = AMBIGUOUS[name]
    assert list(ambiguities(templates)) == expected


TEMPLATES = tuple(
    "/" + "/".join(parts)
    for length in (1, 2, 3)
    for parts in product(("a", "{x}", "a{x}"), repeat=length)
    if sum("{" in part for part in parts) <= 2
)
PATHS = tuple(
    "/" + "/".join(parts) for length in (1, 2, 3) for parts in product(("a", "b", "ab", ""), repeat=length)
)


def concreteness(template: str) -> list[int]:
    """From first to last segment, 0 for a text, 1 for a mixed segment and 2 for a parameter."""
    return [0 if "{" not in part else 2 if part == "{x}" else 1 for part in template.split("/")]


def test_in_a_small_universe_a_path_is_found_exactly_if_some_template_matches_it() -> None:
    shapes = {template: re.compile(re.sub(r"\{x\}", "[^/]+", template)) for template in TEMPLATES}
    for chosen in (TEMPLATES, TEMPLATES[::2], TEMPLATES[1::3], TEMPLATES[5:9]):
        table = router(paths(*chosen))
        for path in PATHS:
            matching = [template for template in chosen if shapes[template].fullmatch(path)]
            match find(table, "GET", path):
                case Route(operation=key):
                    assert key.path in matching
                    concrete = min(
                        matching, key=lambda template: [part.count("{") for part in template.split("/")]
                    )
                    assert key.path.count("{") <= concrete.count("{") or key.path in matching
                case other:
                    assert other is None
                    assert not matching


def test_many_parameters_in_a_segment_are_no_trouble() -> None:
    template = "/" + "".join(f"{{p{i}}}a" for i in range(200))
    read = paths(template)
    assert led(read, "/" + "b" * 20_000) is None
    assert led(read, "/" + "ba" * 200) is not None
    assert calls(lambda: led(read, "/" + "b" * 20_000)) < 5_000


def test_many_segments_are_no_trouble() -> None:
    template = "/{a}" * 5_000
    assert led(paths(template), "/b" * 5_000) is not None
    assert [each.identical for each in ambiguities([template, "/{b}" * 5_000])] == [True]


def test_a_thousand_operations_are_found_as_fast_as_ten(shared: Path) -> None:
    read = read_api(load(str(shared / "corpus/github/2025-b.json")))
    table = router(read)
    base = base_paths(read.servers)[0]
    requests = [(key, base + re.sub(r"\{[^}]*\}", "abc", key.path)) for key in read.operations]
    found = [find(table, key.method, path) for key, path in requests]
    wrong = [key for (key, _), route in zip(requests, found, strict=True) if not isinstance(route, Route)]
    assert not wrong
    few = router(paths("/abc/{x}/d", "/a/{x}", "/b", "/c/{y}/d"))
    at_most = max(calls(partial(find, table, key.method, path)) for key, path in requests)
    assert at_most < 4 * calls(partial(find, few, "GET", "/abc/b/d"))
