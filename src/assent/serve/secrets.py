"""Whether a request carries the very secrets that a mock was told, and not only something of their form."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from urllib.parse import unquote_plus

from assent.api.model import Operation
from assent.api.security import Need, SchemeKind
from assent.judge.credentials import Presence, presence
from assent.wire.message import header
from assent.wire.parameters import Sent


def permitted(operation: Operation, sent: Sent, secrets: Mapping[str, str]) -> bool:
    """Whether some alternative of the operation is met. Schemes without a known secret take any of the right form.

    `secrets` are by the name of their scheme; `user:password` for basic.
    """
    return not operation.security or any(
        all(_is_met(need, sent, secrets.get(need.name)) for need in requirement.needs)
        for requirement in operation.security
    )


def _is_met(need: Need, sent: Sent, secret: str | None) -> bool:
    scheme = need.scheme
    if scheme is None or secret is None:
        return presence(need, sent) is not Presence.ABSENT
    match scheme.kind, scheme.location:
        case SchemeKind.API_KEY, "query":
            return (scheme.key_name, secret) in _decoded(sent.query)
        case SchemeKind.API_KEY, "cookie":
            return (scheme.key_name, secret) in sent.cookies
        case SchemeKind.API_KEY, _:
            return header(sent.headers, scheme.key_name or "") == secret
        case SchemeKind.MUTUAL_TLS, _:
            return True
        case SchemeKind.HTTP, _ if scheme.http_scheme == "basic":
            return _authorization(sent) == base64.b64encode(secret.encode()).decode()
        case _:
            return _authorization(sent) == secret or ("access_token", secret) in _decoded(sent.query)


def _decoded(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(unquote_plus(name), unquote_plus(value)) for name, value in pairs]


def _authorization(sent: Sent) -> str:
    return (header(sent.headers, "authorization") or "").strip().partition(" ")[2].strip()
