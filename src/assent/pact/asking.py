"""The request half: what the consumer sends is judged as any request is.

Source: Pact specification 4, "Request matching": the consumer's test sent this very request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from assent.api.model import Operation, Response
from assent.api.routing import Route
from assent.api.security import Need, SchemeKind, SecurityScheme
from assent.findings import Finding, OperationPlace, Severity, Side
from assent.judge.judge import judge
from assent.judge.prepared import Prepared
from assent.judge.rules import undocumented_request_type
from assent.pact.model import AbsentBody, Body, BytesBody, EmptyBody, ExpectedRequest, JsonBody
from assent.pact.rules import accept_not_offered
from assent.pact.unsaid import as_described, with_plain_numbers
from assent.records import replace
from assent.wire import Exchange, Request
from assent.wire.media import accepted, described_as, negotiate, parse_media_type

ADDRESS = frozenset({"undocumented-path", "undocumented-method"})
"""What no expected error excuses: whoever answers there, it is not this provider."""

OWN_STATUS = {"undocumented-request-type": 415, "missing-credentials": 401}
"""Refusals that a provider answers with a status of their own; another expected error does not mean them."""


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
    """What the body says it is. Libraries leave the names of JSON and plain text out."""
    match body:
        case BytesBody():
            return body.content_type or ("text/plain" if _is_text(body.content) else None)
        case JsonBody():
            return body.content_type or "application/json"
        case AbsentBody() | EmptyBody():
            return None


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


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
    prepared: Prepared, expected: ExpectedRequest, request: Request, *, expected_status: int | None
) -> Iterator[Finding]:
    """What the description refuses about the request that was made of an expected one, weighed as a pact's is."""
    operation = operation_of(prepared, request)
    guessed = replace(request, headers=expected.headers)
    for finding in _refusals(prepared, expected, _with_any_password(request), operation):
        yield _weighed(finding, guessed, operation, expected_status)
    if operation is not None:
        yield from _announcement(operation, request)
        if expected_status is not None:
            yield from _acceptance(prepared, operation, request, expected_status)


def _refusals(
    prepared: Prepared, expected: ExpectedRequest, request: Request, operation: Operation | None
) -> Iterator[Finding]:
    """What the description refuses, whatever is meant where neither pact nor standard says it."""
    found = list(judge(prepared, Exchange(request)))
    plain = with_plain_numbers(request)
    if plain.url != request.url and any(_is_no_number(finding) for finding in found):
        kept = {_part(finding) for finding in judge(prepared, Exchange(plain))}
        found = [_excused(finding) if _part(finding) not in kept else finding for finding in found]
    yield from found
    if operation is not None:
        meant = [
            [
                finding
                for finding in judge(prepared, Exchange(one))
                if finding.rule.id == "invalid-request-body"
            ]
            for one in as_described(request, expected.body, operation)
        ]
        yield from min(meant, key=len, default=[])


def _is_no_number(finding: Finding) -> bool:
    return finding.rule.id == "invalid-parameter" and finding.subject.rpartition(" ")[2] == "type"


def _part(finding: Finding) -> object:
    return finding.rule.id, finding.operations


def _excused(finding: Finding) -> Finding:
    """A number that only JSON's grammar refuses; other findings as they are."""
    if not _is_no_number(finding):
        return finding
    why = "No standard says how a URL writes a number, and read as decimal notation this one is accepted."
    return _becomes(finding, Severity.WARNING, why)


def _with_any_password(request: Request) -> Request:
    """Pacts hold stand-ins for credentials: of HTTP's basic scheme only its name is held against the description."""
    headers = tuple(
        (name, "Basic dXNlcjpwYXNz")
        if name.lower() == "authorization" and re.match(r"basic\s+\S", value, re.IGNORECASE)
        else (name, value)
        for name, value in request.headers
    )
    return replace(request, headers=headers)


def _weighed(
    finding: Finding, request: Request, operation: Operation | None, expected_status: int | None
) -> Finding:
    """The finding as severe as it is in a pact, with the reason where that differs."""
    rule = finding.rule.id
    if rule == "broken-format":
        return _becomes(finding, Severity.ERROR, "The consumer chose this very value.")
    if finding.severity is not Severity.ERROR or rule in ADDRESS:
        return finding
    if expected_status is not None and expected_status >= 400:
        if OWN_STATUS.get(rule, expected_status) == expected_status:
            why = f"The consumer expects status {expected_status}, so it may mean to be refused."
            return _becomes(finding, Severity.WARNING, why)
    if rule == "missing-credentials" and operation is not None and _added_elsewhere(operation):
        why = "Cookies, tokens and certificates are commonly added outside of what a pact records."
        return _becomes(finding, Severity.WARNING, why)
    if rule == "undocumented-request-type" and _same_but_for_parameters(operation, request):
        return _becomes(
            finding, Severity.WARNING, "Only parameters of the media type differ, or it is left out."
        )
    if rule == "undecodable-request-body" and _lost_boundary(request):
        return _becomes(finding, Severity.WARNING, "A pact does not record the boundary of a multipart body.")
    return finding


def _becomes(finding: Finding, severity: Severity, why: str) -> Finding:
    return replace(finding, severity=severity, applied=(*finding.applied, why))


def _added_elsewhere(operation: Operation) -> bool:
    """Whether some alternative asks only for what a client adds by itself."""
    return any(
        requirement.needs and all(_is_added(need) for need in requirement.needs)
        for requirement in operation.security
    )


def _is_added(need: Need) -> bool:
    match need.scheme:
        case SecurityScheme(kind=SchemeKind.API_KEY, location="cookie"):
            return True
        case SecurityScheme(kind=SchemeKind.OAUTH2 | SchemeKind.OPEN_ID_CONNECT | SchemeKind.MUTUAL_TLS):
            return True
        case _:
            return False


def _same_but_for_parameters(operation: Operation | None, request: Request) -> bool:
    described = operation.request_body.content if operation and operation.request_body else {}
    kind = request.header("content-type")
    return kind is None or same_essence(kind, described) is not None


def same_essence(kind: str, described: Iterable[str]) -> str | None:
    """The described media type that differs from this one in parameters alone."""
    wanted = parse_media_type(kind)
    for name in described:
        other = parse_media_type(name)
        if wanted and other and wanted.essence == other.essence:
            return name
    return None


def _lost_boundary(request: Request) -> bool:
    name = parse_media_type(request.header("content-type") or "")
    return name is not None and name.type == "multipart" and name.parameter("boundary") is None


def _announcement(operation: Operation, request: Request) -> Iterator[Finding]:
    """A content type without a body: the pact does not care which body is sent, but the consumer sends one."""
    kind = request.header("content-type")
    described = operation.request_body.content if operation.request_body else {}
    if request.body or not kind or not described or described_as(kind, described) is not None:
        return
    known = same_essence(kind, described) is not None
    yield Finding(
        rule=undocumented_request_type.RULE,
        severity=Severity.WARNING if known else Severity.ERROR,
        message=f"The consumer announces {kind}; described are {', '.join(described)}.",
        operations=(OperationPlace(operation.method, operation.path, "body"),),
        side=Side.REQUEST,
        subject=kind.lower(),
        new=operation.at,
    )


def offered_types(prepared: Prepared, operation: Operation, response: Response) -> tuple[str, ...]:
    """The media types the response may come in; in 2.0 `produces` says so where no schema is given."""
    if response.content:
        return tuple(response.content)
    for node in (operation.node, prepared.api.node):
        produces = node.get("produces")
        if produces is not None:
            return tuple(one.value for one in produces.elements() if isinstance(one.value, str))
    return ()


def described_response(operation: Operation, status: int) -> Response | None:
    """What is described for a status: exactly, as a class, or by default."""
    described = operation.responses
    return described.get(str(status)) or described.get(f"{status // 100}XX") or described.get("default")


def _acceptance(prepared: Prepared, operation: Operation, request: Request, status: int) -> Iterator[Finding]:
    accept = request.header("accept")
    response = described_response(operation, status)
    offered = offered_types(prepared, operation, response) if response else ()
    if accept is None or response is None or not offered:
        return
    if negotiate(accept, offered) is None and not any(
        same_essence(str(wanted), offered) for wanted in accepted(accept)
    ):
        yield Finding(
            rule=accept_not_offered.RULE,
            severity=Severity.ERROR if status < 400 else Severity.WARNING,
            message=f"The consumer accepts {accept}; described are {', '.join(offered)}.",
            operations=(OperationPlace(operation.method, operation.path, f"status {response.status}"),),
            side=Side.REQUEST,
            subject=accept,
            new=response.at,
        )
