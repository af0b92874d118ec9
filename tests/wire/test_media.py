"""Media types, ranges and negotiation."""

from __future__ import annotations

import pytest

from assent.wire.media import accepted, covers, described_as, negotiate, parse_media_type


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("application/json", "application/json"),
        ("Application/JSON; Charset=UTF-8", "application/json; charset=UTF-8"),
        ('multipart/form-data; boundary="a b"', 'multipart/form-data; boundary="a b"'),
        ("text/plain;", "text/plain"),
        ("text/*", "text/*"),
        (" Text/Plain\t", "text/plain"),
        ("\u00a0text/plain", "text/plain"),
    ],
)
def test_a_media_type_is_read(text: str, written: str) -> None:
    assert str(parse_media_type(text)) == written


@pytest.mark.parametrize(
    "text", ["", "json", "/json", "a/b c", "a b/c", "a/b/c", "a/", "a/b,c/d", "\u212a/b", "a/b; x=1, c/d"]
)
def test_what_is_no_media_type_is_none(text: str) -> None:
    assert parse_media_type(text) is None


@pytest.mark.parametrize(
    ("wider", "narrower", "expected"),
    [
        ("application/json", "application/json; charset=utf-8", True),
        ("application/json; charset=utf-8", "application/json", True),
        ("application/json; version=1", "application/json", False),
        ("application/json; version=1", "application/json; version=1; charset=x", True),
        ("application/*", "application/json", True),
        ("*/*", "image/png", True),
        ("application/*+json", "application/problem+json", True),
        ("application/*+json", "application/json", False),
        ("application/json", "application/problem+json", False),
        ("text/*", "application/json", False),
    ],
)
def test_a_range_covers_what_it_names(wider: str, narrower: str, *, expected: bool) -> None:
    left, right = parse_media_type(wider), parse_media_type(narrower)
    assert left
    assert right
    assert covers(left, right) is expected


def test_the_most_specific_description_wins() -> None:
    described = ["*/*", "application/*", "application/json", "application/json; v=2"]
    assert described_as("application/json", described) == "application/json"
    assert described_as("application/json; v=2", described) == "application/json; v=2"
    assert described_as("application/xml", described) == "application/*"
    assert described_as("text/plain", ["application/json"]) is None
    assert described_as("nonsense", ["*/*"]) is None


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/html;q=0.5, application/json;q=0.4", "text/html"),
        ("application/json;q=0, */*", "text/html"),
        ("text/*", "text/html"),
        ("image/png", None),
        ("broken,,text/html", "text/html"),
        ("text/html;level=1", None),
        ("*/*;q=0.1, application/json;q=0.05", "text/html"),
    ],
)
def test_the_client_gets_what_it_likes_best(accept: str | None, chosen: str | None) -> None:
    assert negotiate(accept, ["application/json", "text/html"]) == chosen


def test_ranges_keep_their_order_and_quality() -> None:
    read = accepted('text/plain; q=0.2; x="a,b", */*;q=1.5')
    assert [(str(name), name.quality) for name in read] == [('text/plain; x="a,b"', 0.2), ("*/*", 1.0)]
