"""Recorded traffic: HAR 1.2, one exchange a line (ndjson), and the witnesses of a report."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias
from urllib.parse import urlencode, urlsplit

from assent.errors import ParseError
from assent.json import Json
from assent.wire.message import (
    Exchange,
    Headers,
    Request,
    Response,
    exchange_json,
    header,
    read_exchange,
    read_request,
    read_response,
)

_Read: TypeAlias = Callable[[Json], Exchange]

_FRAMING = ("content-encoding", "transfer-encoding", "content-length")


def read_recorded(text: bytes, *, name: str) -> Iterator[Exchange]:
    """The exchanges of a recording, whichever of the three forms it has; `name` is what people are shown.

    Raises: ParseError if it is none of them, or where an entry cannot be read.
    """
    if text.startswith(b"\xef\xbb\xbf"):
        text = text[3:]
    try:
        tree: Json = json.loads(text)
    except ValueError:
        yield from _lines(text, name)
        return
    match tree:
        case {"log": {"entries": list(entries)}}:
            yield from (_numbered(entry, index, name, _har_exchange) for index, entry in enumerate(entries))
        case {"findings": list(findings)}:
            yield from (
                _numbered(witness, index, name, _witness)
                for index, finding in enumerate(findings)
                if (witness := _witness_of(finding)) is not None
            )
        case list():
            yield from (_numbered(entry, index, name, read_exchange) for index, entry in enumerate(tree))
        case _:
            yield _numbered(tree, 0, name, read_exchange)


def write_ndjson(exchanges: Iterable[Exchange]) -> Iterator[str]:
    """One line of JSON an exchange, each with its line feed; what `read_recorded` reads back unchanged."""
    for exchange in exchanges:
        yield json.dumps(exchange_json(exchange), ensure_ascii=False, separators=(",", ":")) + "\n"


def write_har(exchanges: Iterable[Exchange], *, version: str, started: str = "1970-01-01T00:00:00Z") -> Json:
    """A HAR 1.2 log. `version` is assent's; `started` is written on each entry, since exchanges carry no clock."""
    entries: list[Json] = [_har_entry(exchange, started) for exchange in exchanges]
    return {"log": {"version": "1.2", "creator": {"name": "assent", "version": version}, "entries": entries}}


HAR_TAIL = "\n]}}\n"


def har_head(*, version: str) -> str:
    """How the text of a HAR log begins that is written entry by entry; `HAR_TAIL` ends it."""
    head: Json = {"version": "1.2", "creator": {"name": "assent", "version": version}}
    return '{"log":' + json.dumps(head)[:-1] + ',"entries":['


def har_entry(exchange: Exchange, *, started: str, first: bool) -> str:
    """The text of one entry, with the comma before it."""
    return ("\n" if first else ",\n") + json.dumps(_har_entry(exchange, started), ensure_ascii=False)


def _lines(text: bytes, name: str) -> Iterator[Exchange]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield read_exchange(json.loads(line))
        except ValueError as error:
            why = f"no exchange: {error}. A recording is HAR, or one exchange a line as JSON."
            raise ParseError(name, number, 1, why) from error


def _numbered(tree: Json, index: int, name: str, read: _Read) -> Exchange:
    try:
        return read(tree)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ParseError(name, 1, 1, f"entry {index} (counted from 0) is no exchange: {error}") from error


def _witness_of(finding: Json) -> Json:
    match finding:
        case {"witness": {"request": dict()} as witness}:
            return witness
    return None


def _witness(tree: Json) -> Exchange:
    match tree:
        case {"request": request, "response": dict(response)}:
            return Exchange(read_request(request), read_response(response))
        case {"request": request}:
            return Exchange(read_request(request))
    msg = "a witness needs a `request`"
    raise ValueError(msg)


def _har_exchange(tree: Json) -> Exchange:
    match tree:
        case {"request": dict(request), "response": dict(response), **rest}:
            status = response.get("status")
            answered = isinstance(status, int) and status > 0
            time = rest.get("time")
            return Exchange(
                _har_request(request),
                _har_response(response, int(str(status))) if answered else None,
                seconds=time / 1000 if isinstance(time, int | float) and time >= 0 else None,
            )
        case {"request": dict(request)}:
            return Exchange(_har_request(request))
    msg = "an entry needs a `request`"
    raise ValueError(msg)


def _har_request(tree: dict[str, Json]) -> Request:
    headers, body = _har_headers(tree), b""
    if header(headers, "cookie") is None and (cookies := _named(tree.get("cookies"))):
        headers = (*headers, ("Cookie", "; ".join(f"{name}={value}" for name, value in cookies)))
    post = tree.get("postData")
    if isinstance(post, dict):
        body = _har_body(post)
        if not body and (fields := _named(post.get("params"))):
            body = urlencode(fields).encode("ascii")
        headers = _with_content_type(headers, post)
    return Request(str(tree["method"]), str(tree["url"]), headers, body)


def _har_response(tree: dict[str, Json], status: int) -> Response:
    content = tree.get("content")
    headers = _har_headers(tree)
    if not isinstance(content, dict):
        return Response(status, headers)
    # HAR holds content after its transfer and content encodings were undone.
    headers = tuple((key, value) for key, value in headers if key.lower() not in _FRAMING)
    body = _har_body(content)
    return Response(status, _with_content_type(headers, content) if body else headers, body)


def _har_headers(tree: dict[str, Json]) -> Headers:
    """The fields, without HTTP/2's pseudo-fields."""
    return tuple((name, value) for name, value in _named(tree.get("headers")) if not name.startswith(":"))


def _named(tree: Json) -> list[tuple[str, str]]:
    if not isinstance(tree, list):
        return []
    return [(str(item["name"]), str(item.get("value", ""))) for item in tree if isinstance(item, dict)]


def _har_body(content: dict[str, Json]) -> bytes:
    text = content.get("text")
    if not isinstance(text, str):
        return b""
    if content.get("encoding") == "base64":
        return base64.b64decode(text)
    return text.encode("utf-8", "surrogatepass")


def _with_content_type(headers: Headers, content: dict[str, Json]) -> Headers:
    kind = content.get("mimeType")
    if header(headers, "content-type") is None and isinstance(kind, str) and "/" in kind:
        return (*headers, ("Content-Type", kind))
    return headers


def _har_entry(exchange: Exchange, started: str) -> Json:
    request, response = exchange.request, exchange.response
    milliseconds = -1 if exchange.seconds is None else exchange.seconds * 1000
    parts = urlsplit(request.url)
    sent: dict[str, Json] = {
        "method": request.method,
        "url": request.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _har_fields(request.headers),
        "queryString": [_query_field(pair) for pair in parts.query.split("&") if pair],
        "headersSize": -1,
        "bodySize": len(request.body),
    }
    if request.body:
        sent["postData"] = {"mimeType": request.header("content-type") or "", **_har_text(request.body)}
    return {
        "startedDateTime": started,
        "time": milliseconds,
        "request": sent,
        "response": _har_answer(response),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        **({"comment": exchange.comment} if exchange.comment else {}),
    }


def _har_answer(response: Response | None) -> Json:
    """HAR has no word for "no response": browsers write status 0."""
    status, headers, body = (
        (0, (), b"") if response is None else (response.status, response.headers, response.body)
    )
    content: dict[str, Json] = {
        "size": len(body),
        "mimeType": header(headers, "content-type") or "",
        **_har_text(body),
    }
    return {
        "status": status,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _har_fields(headers),
        "content": content,
        "redirectURL": header(headers, "location") or "",
        "headersSize": -1,
        "bodySize": len(body),
    }


def _har_fields(headers: Headers) -> list[Json]:
    return [{"name": name, "value": value} for name, value in headers]


def _query_field(pair: str) -> Json:
    name, _, value = pair.partition("=")
    return {"name": name, "value": value}


def _har_text(body: bytes) -> dict[str, Json]:
    try:
        return {"text": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(body).decode("ascii"), "encoding": "base64"}
