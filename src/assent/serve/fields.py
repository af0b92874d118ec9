"""Header fields of every answer that no description tells: what frames it, and what lets any origin call.

Source: RFC 9112 §6, RFC 9110 §7.6.1 and §8.6; the Fetch standard's CORS protocol.
"""

from __future__ import annotations

from collections.abc import Iterator

from assent.wire import Headers, Request, Response

FRAMING = frozenset({"content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "trailer"})
"""Fields that say how a message travels, which only the server can tell."""


def framed(answer: Response) -> Headers:
    """The headers with what truly frames the message, whatever the description's examples say of it.

    Source: RFC 9112 §6, RFC 9110 §7.6.1 and §8.6.
    """
    names = {name.lower() for name, _ in answer.headers}
    kept = tuple(pair for pair in answer.headers if pair[0].lower() not in FRAMING)
    if answer.status < 200 or answer.status == 204:
        return kept
    if "transfer-encoding" in names and "content-length" not in names:
        return (*kept, ("Transfer-Encoding", "chunked"))
    if answer.status == 304:
        return kept
    return (*kept, ("Content-Length", str(len(answer.body))))


def cors(request: Request, present: Headers) -> Iterator[tuple[str, str]]:
    """What lets any origin call; what the description says of the same header goes before.

    Source: the Fetch standard's CORS protocol.
    """
    said = {name.lower() for name, _ in present}
    origin = request.header("origin")
    fields = {
        "Access-Control-Allow-Origin": origin or "*",
        "Access-Control-Allow-Headers": request.header("access-control-request-headers") or "*",
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Expose-Headers": "*",
    }
    if request.method.upper() == "OPTIONS":
        fields["Access-Control-Allow-Methods"] = request.header("access-control-request-method") or "*"
    if origin is not None:
        fields["Vary"] = "Origin"
    yield from ((name, value) for name, value in fields.items() if name.lower() not in said)
