"""What neither a pact nor the standard says of a request: how a URL writes numbers, and what an untyped text is.

Each gives other requests that may be meant. A refusal that one of them does not meet is not proved.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from assent.api.model import Operation
from assent.pact.model import Body, BytesBody
from assent.records import replace
from assent.wire import Request
from assent.wire.media import described_as, parse_media_type

DECIMAL = re.compile(r"(?P<sign>[+-]?)0*(?P<whole>[0-9]+)(?P<rest>(\.[0-9]+)?([eE][+-]?[0-9]+)?)")
"""Decimal notation; JSON's grammar has neither leading zeros nor a plus sign."""

_TOKEN = re.compile(r"[^/?&=]+")


def with_plain_numbers(request: Request) -> Request:
    """The same request with the numbers in its path and query as JSON writes them: `00123.45600` as `123.45600`."""
    return replace(request, url=_TOKEN.sub(lambda found: _plain(found[0]), request.url))


def _plain(text: str) -> str:
    found = DECIMAL.fullmatch(text.replace("%2B", "+"))
    if found is None:
        return text
    sign = "-" if found["sign"] == "-" else ""
    return f"{sign}{found['whole']}{found['rest']}"


def as_described(request: Request, body: Body, operation: Operation) -> Iterator[Request]:
    """A text without a media type as the JSON that alone is described: its characters, if they are JSON, or a string.

    None where a text may come as it is.
    """
    described = operation.request_body.content if operation.request_body else {}
    if not isinstance(body, BytesBody) or body.content_type is not None or not described:
        return
    kind = request.header("content-type")
    names = [parse_media_type(name) for name in described]
    if kind is None or described_as(kind, described) or not all(name and name.is_json for name in names):
        return
    others = tuple((name, value) for name, value in request.headers if name.lower() != "content-type")
    sent = replace(request, headers=(*others, ("Content-Type", next(iter(described)))))
    text = body.content.decode()
    try:
        json.loads(text)
    except ValueError:
        pass
    else:
        yield sent
    yield replace(sent, body=json.dumps(text).encode())
