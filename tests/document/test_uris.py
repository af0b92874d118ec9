from __future__ import annotations

from pathlib import Path

import pytest

from assent.document.uris import file_path, file_uri, join, scheme

BASE = "http://a/b/c/d;p?q"
RFC = {
    "g": "http://a/b/c/g", "./g": "http://a/b/c/g", "g/": "http://a/b/c/g/", "/g": "http://a/g", "//g": "http://g",
    "?y": "http://a/b/c/d;p?y", "g?y": "http://a/b/c/g?y", "#s": "http://a/b/c/d;p?q#s", "g#s": "http://a/b/c/g#s",
    "g?y#s": "http://a/b/c/g?y#s", ";x": "http://a/b/c/;x", "": "http://a/b/c/d;p?q", ".": "http://a/b/c/",
    "./": "http://a/b/c/", "..": "http://a/b/", "../g": "http://a/b/g", "../..": "http://a/", "../../g": "http://a/g",
    "../../../g": "http://a/g", "/./g": "http://a/g", "/../g": "http://a/g", "g.": "http://a/b/c/g.",
    "..g": "http://a/b/c/..g", "./../g": "http://a/b/g", "./g/.": "http://a/b/c/g/", "g/./h": "http://a/b/c/g/h",
    "g/../h": "http://a/b/c/h", "g;x=1/../y": "http://a/b/c/y", "g?y/../x": "http://a/b/c/g?y/../x",
    "g#s/../x": "http://a/b/c/g#s/../x",
}  # fmt: skip


@pytest.mark.parametrize(("reference", "joined"), RFC.items())
def test_references_join_as_the_rfc_says(reference: str, joined: str) -> None:
    assert join(BASE, reference) == joined


@pytest.mark.parametrize(
    ("base", "reference", "joined"),
    [
        ("file:///r/a.yaml", "b c.yaml#/x y", "file:///r/b%20c.yaml#/x y"),
        ("file:///r/a.yaml", "b%20c.yaml", "file:///r/b%20c.yaml"),
        ("file:///r/a.yaml", "%7eb", "file:///r/~b"),
        ("git+file:///r/@1f/d/a.yaml", "../b.yaml", "git+file:///r/@1f/b.yaml"),
        ("git+file:///r/@1f/d/a.yaml", "../../../b.yaml", "git+file:///b.yaml"),
        ("urn:x:y", "#a", "urn:x:y#a"),
        ("HTTP://Host/x", "y", "http://host/y"),
        ("http://host", "/y", "http://host/y"),
        ("http://host/a?b=c/d", "y", "http://host/y"),
        ("http://host/a?b=c/d", "", "http://host/a?b=c/d"),
        ("http://host/a#c/d", "?y", "http://host/a?y"),
        ("memory:/a.json", "b.json#/c", "memory:/b.json#/c"),
        ("HTTP://Host/%7ex#z", "#a", "http://host/~x#a"),
    ],
)
def test_equal_uris_are_spelled_alike(base: str, reference: str, joined: str) -> None:
    assert join(base, reference) == joined


@pytest.mark.parametrize("path", ["/a/b.yaml", "/a b/%41#?.yaml", "/ü/\udcff"])
def test_a_path_survives_its_uri(path: str) -> None:
    assert file_path(file_uri(Path(path))) == Path(path)


def test_a_scheme_is_found_in_lower_case() -> None:
    assert scheme("HTTPS://x") == "https"
    assert scheme("a/b") == ""
