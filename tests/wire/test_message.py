"""Messages survive their JSON form, and header names know no case."""

from __future__ import annotations

import pytest

from assent.wire import Exchange, Request, Response, exchange_json, header, read_exchange


def test_a_header_is_found_whatever_its_case_and_repeats_are_joined() -> None:
    headers = (("X-Tag", "a"), ("x-tag", "b"))
    assert header(headers, "X-TAG") == "a, b"
    assert header(headers, "other") is None


@pytest.mark.parametrize("body", [b"", b'{"a": 1}', "ü".encode(), b"\xff\x00binary"], ids=repr)
def test_an_exchange_survives_its_json_form(body: bytes) -> None:
    exchange = Exchange(
        Request("POST", "http://h/pets?x=1", (("A", "1"), ("A", "2")), body),
        Response(201, (), body),
        "add",
        0.5,
    )
    assert read_exchange(exchange_json(exchange)) == exchange


def test_a_url_gives_its_path_and_query_as_sent() -> None:
    request = Request("GET", "http://h/a%2Fb?q=%20")
    assert (request.path, request.query) == ("/a%2Fb", "q=%20")
    assert Request("GET", "http://h").path == "/"


@pytest.mark.parametrize(
    "tree",
    [
        1,
        {},
        {"request": {"method": "GET"}},
        {"request": {"method": "GET", "url": "/", "headers": [["a"]]}},
        {"request": {"method": "GET", "url": "/", "headers": 1}},
        {"request": {"method": "GET", "url": "/", "body": 1}},
        {"request": {"method": "GET", "url": "/", "body": "?", "body_encoding": "base64"}},
        {"request": {"method": "GET", "url": "/"}, "response": {"status": True}},
    ],
    ids=repr,
)
def test_what_is_no_exchange_is_refused(tree: object) -> None:
    with pytest.raises(ValueError):
        read_exchange(tree)  # type: ignore[arg-type]  # whatever a file may hold
