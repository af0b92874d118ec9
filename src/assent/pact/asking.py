"""The request half: what the consumer sends is judged as any request is.

Source: Pact specification 4, "Request matching": the consumer's test sent this very request.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from assent.api.model import Operation
from assent.api.routing import Route
from assent.findings import Finding, OperationPlace, Severity, Side
from assent.judge.judge import judge
from assent.judge.prepared import Prepared
from assent.pact.model import AbsentBody, Body, BytesBody, EmptyBody, ExpectedRequest, JsonBody
from assent.pact.rules import accept_not_offered
from assent.wire import Exchange, Request
from assent.wire.media import negotiate

ADDRESS = frozenset({"undocumented-path", "undocumented-method"})
"""What no expected error excuses: whoever answers there, it is not this provider."""


def sent(expected: ExpectedRequest) -> Request:
    """The request as the consumer puts it on the wire. A body's content type that the headers leave out is added."""
    pairs = [
        quote(name, safe="[]") if value is None else f"{quote(name, safe='[]')}={quote(value, safe=',:/')}"
        for name, value in expected.query
    ]
    url = expected.path + ("?" + "&".join(pairs) if pairs else "")
    headers = expected.headers
    if not any(name.lower() == "content-type" for name, _ in headers) and (
        kind := content_type(expected.body)
    ):
        headers = (*headers, ("Content-Type", kind))
    return Request(expected.method, url, headers, body_bytes(expected.body))


def content_type(body: Body) -> str | None:
    """What the body says it is; JSON without a word of its own says nothing."""
    return body.content_type if isinstance(body, JsonBody | BytesBody) else None


def body_bytes(body: Body) -> bytes:
    """The body as bytes; none where it is absent or empty."""
    match body:
        case AbsentBody() | EmptyBody():
            return b""
        case BytesBody():
            return body.content
        case JsonBody():
            return json.dumps(body.value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def operation_of(prepared: Prepared, request: Request) -> Operation | None:
    """The operation the request leads to."""
    route = prepared.route(request.method, request.path)
    return prepared.plan(route.operation).operation if isinstance(route, Route) else None


def request_findings(
    prepared: Prepared, request: Request, *, expected_status: int | None
) -> Iterator[Finding]:
    """What the description refuses about the request; warnings where the consumer expects to be refused."""
    refused = expected_status is not None and expected_status >= 400
    for finding in judge(prepared, Exchange(request)):
        if refused and finding.severity is Severity.ERROR and finding.rule.id not in ADDRESS:
            applied = f"The consumer expects status {expected_status}, so it may mean to be refused."
            finding = replace(finding, severity=Severity.WARNING, applied=(applied,))
        yield finding
    operation = operation_of(prepared, request)
    if operation is not None and expected_status is not None:
        yield from _acceptance(operation, request, expected_status)


def _acceptance(operation: Operation, request: Request, status: int) -> Iterator[Finding]:
    accept = request.header("accept")
    responses = operation.responses
    response = responses.get(str(status)) or responses.get(f"{status // 100}XX") or responses.get("default")
    if accept is None or response is None or not response.content:
        return
    offered = tuple(response.content)
    if negotiate(accept, offered) is None:
        yield Finding(
            rule=accept_not_offered.RULE,
            severity=Severity.ERROR if status < 400 else Severity.WARNING,
            message=f"The consumer accepts {accept}; described are {', '.join(offered)}.",
            operations=(OperationPlace(operation.method, operation.path, f"status {response.status}"),),
            side=Side.REQUEST,
            subject=accept,
            new=response.at,
        )
