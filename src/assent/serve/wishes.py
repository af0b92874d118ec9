"""What a client asks of the mock itself: `Prefer: code=404, example=cat, dynamic=true`, or `?__code=404`.

Source: RFC 7240 §2 for the header; the query forms are a convention among mock servers.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from assent.records import dataclass, replace
from assent.wire import Request

PREFERENCE = re.compile(r"""\s*([A-Za-z]+)\s*=\s*(?:"([^"]*)"|([^,;\s]*))\s*""")
QUERY_FORMS = {"__code": "code", "__example": "example", "__dynamic": "dynamic"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """The answer that a client wants. None where it leaves the choice to the mock.

    `code` is kept as written: a wish for `banana` is answered, and not overlooked.
    """

    code: str | None = None
    example: str | None = None
    dynamic: bool | None = None


def wishes(request: Request) -> Wishes:
    """What the request asks of the mock; the header outweighs the query."""
    found: dict[str, str] = {}
    for pair in request.query.split("&"):
        name, _, value = pair.partition("=")
        if name in QUERY_FORMS:
            found[QUERY_FORMS[name]] = unquote_plus(value)
    for field in request.header_values("prefer"):
        for name, quoted, bare in PREFERENCE.findall(field):
            found[name.lower()] = quoted or bare
    dynamic = found.get("dynamic")
    return Wishes(
        code=found.get("code"),
        example=found.get("example"),
        dynamic=None if dynamic is None else dynamic.lower() in {"true", "1", ""},
    )


def without_wishes(request: Request) -> Request:
    """The request as the described operation sees it: the query forms are addressed to the mock alone."""
    address, question, query = request.url.partition("?")
    if "__" not in query:
        return request
    kept = [pair for pair in query.split("&") if pair.partition("=")[0] not in QUERY_FORMS]
    return replace(request, url=address + (question + "&".join(kept) if kept else ""))
