"""What the mock and the proxy say when they refuse: problem documents.

Source: RFC 9457.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from assent.findings.finding import Finding
from assent.json import Json, format_pointer
from assent.wire import Response

PROBLEM_JSON = "application/problem+json"

TITLES = {
    400: "The request is not valid",
    401: "Credentials are missing or of the wrong form",
    404: "The description has nothing here",
    405: "The path is described, but not with this method",
    406: "Nothing described is acceptable to the client",
    413: "The message is larger than the limit",
    415: "The description does not name this content type for the body",
    422: "The request is not valid",
    500: "No valid answer exists",
    502: "The upstream provider does not answer",
    504: "The upstream provider does not answer in time",
}

REFUSES = "Assent-Refuses"
"""The header that says why a request was refused, where the body is the described one and cannot say it."""
MOST_FIELDS = 10
"""Fields of one header; more causes are not told."""


def problem(
    status: int,
    detail: str,
    *,
    headers: tuple[tuple[str, str], ...] = (),
    title: str | None = None,
    **members: Json,
) -> Response:
    """A problem document as a response; `members` are extension members (RFC 9457 §3.2)."""
    document: dict[str, Json] = {
        "type": "about:blank",
        "title": title or TITLES.get(status, "The request cannot be answered"),
        "status": status,
        "detail": detail,
        **members,
    }
    body = json.dumps(document, ensure_ascii=False).encode()
    return Response(status, (("Content-Type", PROBLEM_JSON), *headers), body)


def in_a_header(finding: Finding) -> str:
    """The finding as a header's value: its rule, its side and what it says."""
    return f"{finding.rule.id}; side={finding.side or 'request'}; {ascii_words(finding.message)}"


def ascii_words(text: str) -> str:
    """The text as a header can carry it: in visible ASCII, on one line (RFC 9110 §5.5)."""
    return " ".join(text.encode("ascii", "backslashreplace").decode().split()).replace('"', "'")


def violations_of(findings: Iterable[Finding]) -> list[Json]:
    """The findings on a request as the `violations` member: location, pointer, keyword and message each."""
    return [_violation(finding) for finding in findings]


def _violation(finding: Finding) -> dict[str, Json]:
    because = finding.witness.because[0] if finding.witness and finding.witness.because else None
    place = finding.operations[0].place if finding.operations else ""
    return {
        "rule": finding.rule.id,
        "location": place,
        "pointer": format_pointer(because.value_pointer) if because else "",
        "keyword": because.keyword if because else None,
        "message": because.message if because and because.message else finding.message,
    }
