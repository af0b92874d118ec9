"""Messages survive their JSON form, and header names know no case."""

from __future__ import annotations

import hashlib

import pytest

from assent.wire import (
    Cut,
    Exchange,
    Request,
    Response,
    exchange_json,
    header,
    read_exchange,
    read_recorded,
    read_response,
    response_json,
    shortened,
    write_ndjson,
)


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


def test_the_beginning_of_a_long_body_says_what_was_cut_off() -> None:
    body = "é".encode() * 50_000
    short = shortened(Response(200, (), body), most=1_001)
    assert short.body == "é".encode() * 500
    assert short.cut == Cut(100_000, hashlib.sha256(body).hexdigest())
    assert read_response(response_json(short)) == short
    assert shortened(Response(200, (), b"short"), most=5) == Response(200, (), b"short")


def test_a_body_that_was_cut_is_read_back_as_one() -> None:
    short = shortened(Response(200, (), b"1" * 100), most=10)
    (line,) = write_ndjson([Exchange(Request("GET", "/"), short)])
    assert [it.response for it in read_recorded(line.encode(), name="run.ndjson")] == [short]
