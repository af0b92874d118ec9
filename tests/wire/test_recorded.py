"""HAR, ndjson and reports are read as exchanges."""

from __future__ import annotations

import json

import pytest

from assent.errors import ParseError
from assent.json import Json
from assent.records import replace
from assent.wire import Exchange, Request, Response, exchange_json, read_recorded, write_har, write_ndjson

EXCHANGES = [
    Exchange(Request("GET", "http://h/a?b=c"), Response(200, (("Content-Type", "text/plain"),), b"x")),
    Exchange(Request("POST", "http://h/a", (("Content-Type", "image/png"),), b"\xff\x00")),
]


def test_ndjson_is_read_as_it_was_written() -> None:
    text = "".join(write_ndjson(EXCHANGES)).encode()
    assert list(read_recorded(text, name="x")) == EXCHANGES


def test_har_is_read_as_it_was_written() -> None:
    text = json.dumps(write_har(EXCHANGES, version="1")).encode()
    assert list(read_recorded(text, name="x")) == EXCHANGES


def test_the_witnesses_of_a_report_can_be_replayed() -> None:
    findings: list[Json] = [
        {"rule": "a", "witness": exchange_json(EXCHANGES[0])},
        {"rule": "b", "witness": None},
    ]
    text = json.dumps({"findings": findings}).encode()
    assert list(read_recorded(text, name="x")) == EXCHANGES[:1]


def test_har_content_was_decoded_so_its_framing_is_dropped() -> None:
    entry: Json = {
        "time": 500,
        "request": {
            "method": "POST",
            "url": "http://h/",
            "headers": [{"name": ":authority", "value": "h"}],
            "cookies": [{"name": "s", "value": "1"}],
            "postData": {
                "mimeType": "application/x-www-form-urlencoded",
                "params": [{"name": "a", "value": "b c"}],
            },
        },
        "response": {
            "status": 200,
            "headers": [{"name": "Content-Encoding", "value": "gzip"}],
            "content": {"mimeType": "application/json", "text": "e30=", "encoding": "base64"},
        },
    }
    (exchange,) = read_recorded(json.dumps({"log": {"entries": [entry]}}).encode(), name="x")
    assert exchange == Exchange(
        Request(
            "POST",
            "http://h/",
            (("Cookie", "s=1"), ("Content-Type", "application/x-www-form-urlencoded")),
            b"a=b+c",
        ),
        Response(200, (("Content-Type", "application/json"),), b"{}"),
        seconds=0.5,
    )


def test_a_comment_is_kept_where_there_is_one() -> None:
    plain = Exchange(Request("GET", "http://h/"), Response(200))
    told = replace(plain, comment="undocumented-status: The answer has status 200.")
    lines = "".join(write_ndjson([plain, told]))
    assert lines.count("comment") == 1
    assert list(read_recorded(lines.encode(), name="x")) == [plain, told]
    assert json.dumps(write_har([plain, told], version="1")).count(told.comment) == 1


@pytest.mark.parametrize(
    "text", [b"nonsense", b'{"a": 1}', b"[1]", b'{"log": {"entries": [1]}}', b'{"a"\n:1}\nx']
)
def test_what_is_no_recording_says_so(text: bytes) -> None:
    with pytest.raises(ParseError):
        list(read_recorded(text, name="traffic.har"))
