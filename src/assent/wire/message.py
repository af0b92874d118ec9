"""A request, its response, and the two together: frozen records of what travelled, and their JSON form."""

from __future__ import annotations

import contextlib
from typing import TypeAlias
from urllib.parse import urlsplit

from assent.json import Json
from assent.records import dataclass
from assent.spared import regex

Headers: TypeAlias = tuple[tuple[str, str], ...]
"""Header fields as (name, value) in the order sent; names keep their case, repeated fields stay repeated."""


def header(headers: Headers, name: str) -> str | None:
    """The field's value, case-insensitive by name; several fields of one name joined by `, `.

    Source: RFC 9110 §5.2, §5.3. `Set-Cookie` must not be joined: use `header_values`.
    """
    values = header_values(headers, name)
    return ", ".join(values) if values else None


def header_values(headers: Headers, name: str) -> tuple[str, ...]:
    """The values of all fields of that name, in the order sent."""
    wanted = name.lower()
    return tuple([value for key, value in headers if key.lower() == wanted])


_PLAIN = regex(r"/(?:[!-\"$-.0-~][!-\"$-~]*)?")


def _is_plain(url: str) -> bool:
    """Whether the URL is a path and a query in which a split at the first `?` finds what the standards find."""
    return _PLAIN.fullmatch(url) is not None


MOCK = "assent-mock"
"""How a mock names itself in `Server` (RFC 9110 §10.2.4): it takes any credentials of the right form."""
HIDDEN = "***"
"""What stands for a secret in an exchange that is kept or shown."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent. `url` is absolute, or a path with its query where no host is known."""

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        return header(self.headers, name)

    def header_values(self, name: str) -> tuple[str, ...]:
        return header_values(self.headers, name)

    @property
    def path(self) -> str:
        """The URL's path as sent, percent-encoded; `/` where the URL has none."""
        if _is_plain(self.url):
            return self.url.partition("?")[0]
        return urlsplit(self.url).path or "/"

    @property
    def query(self) -> str:
        """The URL's query as sent, percent-encoded, without its `?`."""
        if _is_plain(self.url):
            return self.url.partition("?")[2]
        return urlsplit(self.url).query


@dataclass(frozen=True, slots=True)
class Cut:
    """What was left out of a body that is too long to be kept: its whole length in bytes, and its SHA-256."""

    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Response:
    """What a provider answered. With `cut`, `body` is only the beginning of what came."""

    status: int
    headers: Headers = ()
    body: bytes = b""
    cut: Cut | None = None

    def header(self, name: str) -> str | None:
        return header(self.headers, name)

    def header_values(self, name: str) -> tuple[str, ...]:
        return header_values(self.headers, name)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response; `response` is None where none is known or none came.

    `operation` is the operationId that the maker of the exchange had in mind, if it had one, and `seconds` the
    time from the request's first byte to the response's last. `comment` is for people who read a recording.
    """

    request: Request
    response: Response | None = None
    operation: str | None = None
    seconds: float | None = None
    comment: str = ""


def body_json(body: bytes) -> dict[str, Json]:
    """`{"body": text}`, with `"body_encoding": "base64"` beside it where the bytes are not UTF-8; null if empty."""
    if not body:
        return {"body": None}
    try:
        return {"body": body.decode("utf-8")}
    except UnicodeDecodeError:
        import binascii

        return {"body": binascii.b2a_base64(body, newline=False).decode("ascii"), "body_encoding": "base64"}


def request_json(request: Request) -> dict[str, Json]:
    """The request as `{"method", "url", "headers": [[name, value]], "body"}`."""
    head: dict[str, Json] = {"method": request.method, "url": request.url}
    return head | {"headers": _headers_json(request.headers)} | body_json(request.body)


def response_json(response: Response) -> dict[str, Json]:
    """The response as `{"status", "headers": [[name, value]], "body"}`."""
    head: dict[str, Json] = {"status": response.status, "headers": _headers_json(response.headers)}
    if response.cut is not None:
        head["body_cut"] = {"length": response.cut.length, "sha256": response.cut.sha256}
    return head | body_json(response.body)


def shortened(response: Response, *, most: int) -> Response:
    """The response with no more than the beginning of its body, and what was cut off said beside it."""
    if len(response.body) <= most:
        return response
    begin = response.body[:most]
    with contextlib.suppress(UnicodeDecodeError):
        response.body.decode("utf-8")
        begin = begin.decode("utf-8", "ignore").encode()  # text stays text: no character is cut in two
    import hashlib  # only who meets such a body pays for it

    cut = response.cut or Cut(len(response.body), hashlib.sha256(response.body).hexdigest())
    return Response(response.status, response.headers, begin, cut)


def exchange_json(exchange: Exchange) -> dict[str, Json]:
    """The exchange as `{"request", "response"}`, with `operation`, `seconds` and `comment` where they are known."""
    tree: dict[str, Json] = {
        "request": request_json(exchange.request),
        "response": None if exchange.response is None else response_json(exchange.response),
    }
    if exchange.operation is not None:
        tree["operation"] = exchange.operation
    if exchange.seconds is not None:
        tree["seconds"] = exchange.seconds
    if exchange.comment:
        tree["comment"] = exchange.comment
    return tree


def read_request(tree: Json) -> Request:
    """The request that `request_json` wrote.

    Raises: ValueError if the tree is not of that form.
    """
    if isinstance(tree, dict):
        match tree.get("method"), tree.get("url"):
            case str(method), str(url):
                return Request(method, url, _read_headers(tree.get("headers")), _read_body(tree))
    msg = "a request needs `method` and `url`"
    raise ValueError(msg)


def read_response(tree: Json) -> Response:
    """The response that `response_json` wrote.

    Raises: ValueError if the tree is not of that form.
    """
    if isinstance(tree, dict):
        status = tree.get("status")
        if isinstance(status, int) and not isinstance(status, bool):
            return Response(status, _read_headers(tree.get("headers")), _read_body(tree), _read_cut(tree))
    msg = "a response needs an integer `status`"
    raise ValueError(msg)


def read_exchange(tree: Json) -> Exchange:
    """The exchange that `exchange_json` wrote.

    Raises: ValueError if the tree is not of that form.
    """
    if not isinstance(tree, dict) or "request" not in tree:
        msg = "an exchange needs a `request`"
        raise ValueError(msg)
    response, operation, seconds = tree.get("response"), tree.get("operation"), tree.get("seconds")
    comment = tree.get("comment")
    return Exchange(
        read_request(tree["request"]),
        None if response is None else read_response(response),
        operation if isinstance(operation, str) else None,
        float(seconds) if isinstance(seconds, int | float) else None,
        comment if isinstance(comment, str) else "",
    )


def _headers_json(headers: Headers) -> list[Json]:
    return [[name, value] for name, value in headers]


def _read_headers(tree: Json) -> Headers:
    """Headers as a list of pairs, or as an object where a person wrote them."""
    match tree:
        case None:
            return ()
        case list():
            return tuple(_pair(item) for item in tree)
        case dict():
            return tuple(_pair([name, value]) for name, value in tree.items())
    msg = "`headers` must be a list of [name, value]"
    raise ValueError(msg)


def _pair(tree: Json) -> tuple[str, str]:
    match tree:
        case [str(name), str(value)]:
            return name, value
    msg = f"{tree!r} is no [name, value] of strings"
    raise ValueError(msg)


def _read_cut(tree: dict[str, Json]) -> Cut | None:
    match tree.get("body_cut"):
        case None:
            return None
        case {"length": int(length), "sha256": str(digest)}:
            return Cut(length, digest)
    msg = "`body_cut` must have the whole body's `length` and `sha256`"
    raise ValueError(msg)


def _read_body(tree: dict[str, Json]) -> bytes:
    match tree.get("body"), tree.get("body_encoding"):
        case None, _:
            return b""
        case str(text), "base64":
            import binascii

            try:
                return binascii.a2b_base64(text, strict_mode=True)
            except binascii.Error as error:
                msg = f"`body` is marked base64 and is not: {error}"
                raise ValueError(msg) from error
        case str(text), None:
            return text.encode("utf-8", "surrogatepass")
    msg = '`body` must be text, null, or base64 with `"body_encoding": "base64"`'
    raise ValueError(msg)
