"""Sending a request with whatever client a team's tests have."""

from __future__ import annotations

from typing import Any

from assent.errors import UsageError
from assent.wire import Headers, Request, Response


def send(client: Any, request: Request, base_url: str) -> tuple[Response, str]:
    """The answer, and the base of the URL it was sent to, without a slash at its end.

    Raises: UsageError if the client is none that is known.
    """
    family = type(client).__mro__
    words = {cls.__module__.partition(".")[0] for cls in family}
    base = (base_url or str(getattr(client, "base_url", ""))).rstrip("/")
    headers = list(request.headers)
    if "werkzeug" in words:
        answer = client.open(
            request.url, method=request.method, headers=headers, data=request.body, follow_redirects=False
        )
        return Response(answer.status_code, _fields(answer.headers.items()), answer.get_data()), base
    if "requests" in words:
        answer = client.request(
            request.method,
            base + request.url,
            headers=dict(headers),
            data=request.body or None,
            allow_redirects=False,
        )
        return Response(answer.status_code, _fields(answer.headers.items()), answer.content), base
    if "httpx" in words or hasattr(client, "build_request"):
        answer = client.request(
            request.method,
            base + request.url,
            headers=headers,
            content=request.body or None,
            follow_redirects=False,
        )
        return Response(answer.status_code, _fields(answer.headers.multi_items()), answer.content), base
    raise UsageError(
        f"{type(client).__module__}.{type(client).__name__} is no client that can be used here. Use httpx, "
        "requests or a test client of Starlette, FastAPI or Flask; or send case.request and give case.check the answer."
    )


def _fields(pairs: Any) -> Headers:
    """Header fields without those of the framing, which describe bytes that the client has undone already."""
    return tuple((str(name), str(value)) for name, value in pairs if str(name).lower() != "content-encoding")
