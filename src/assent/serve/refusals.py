"""What a refused request is answered with: the status a careful provider chooses, from the judge's findings.

Source: RFC 9110 §15.5 (the statuses), RFC 9457 (the body), OAS 3.1.1 §4.8.30 (security).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assent.api.model import Operation
from assent.api.security import Need, SchemeKind
from assent.findings import Finding, Severity

UNAUTHORIZED = "missing-credentials"
UNSUPPORTED = frozenset({"undocumented-request-type"})
MALFORMED = frozenset({"undecodable-request-body"})


def refused(findings: Iterable[Finding], *, strict: bool = False) -> list[Finding]:
    """The findings for which a provider refuses a request: errors; warnings too where it is strict."""
    lowest = Severity.WARNING if strict else Severity.ERROR
    return [one for one in findings if one.decided and one.severity.at_least(lowest)]


def statuses(findings: Sequence[Finding]) -> tuple[int, ...]:
    """The statuses that fit the refusal, the fittest first."""
    rules = {finding.rule.id for finding in findings}
    if UNAUTHORIZED in rules:
        return (401,)
    if rules & UNSUPPORTED:
        return (415, 422, 400)
    if rules & MALFORMED:
        return (400, 422)
    return (422, 400)


def challenges(operation: Operation) -> tuple[tuple[str, str], ...]:
    """`WWW-Authenticate` for each scheme that would let the client in (RFC 9110 §11.6.1).

    Every 401 must have one (§15.5.2), so that keys, for which nobody registered a scheme, get `ApiKey`.
    """
    found: dict[str, None] = {}
    for requirement in operation.security:
        for need in requirement.needs:
            challenge = _challenge(need)
            if challenge:
                found[challenge] = None
    known_first = sorted(found, key=lambda challenge: challenge.startswith("ApiKey"))
    return (("WWW-Authenticate", ", ".join(known_first)),) if found else ()


def _challenge(need: Need) -> str | None:
    scheme = need.scheme
    if scheme is None:
        return None
    match scheme.kind:
        case SchemeKind.HTTP:
            name = (scheme.http_scheme or "").capitalize()
            return f'{name} realm="*", nonce="abc123"' if name == "Digest" else f'{name} realm="*"'
        case SchemeKind.OAUTH2 | SchemeKind.OPEN_ID_CONNECT:
            scopes = " ".join(sorted(need.scopes))
            return f'Bearer realm="*", scope="{scopes}"' if scopes else 'Bearer realm="*"'
        case SchemeKind.API_KEY:
            name = (scheme.key_name or "").replace("\\", "\\\\").replace('"', '\\"')
            return f'ApiKey realm="*", in="{scheme.location}", name="{name}"'
        case SchemeKind.MUTUAL_TLS:
            return None  # it is asked for below HTTP
