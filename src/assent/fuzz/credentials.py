"""Credentials for requests, by the security schemes of the description; never shown in reports."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

from assent.api.model import Operation
from assent.api.security import SchemeKind, SecurityScheme
from assent.records import dataclass, field, replace
from assent.wire import Headers, Request

WRONG = "assent-wrong-credentials"
HIDDEN = "***"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What the user gave: secrets by the name of their scheme (`user:password` for basic), and headers for all.

    The secrets are not part of its representation.
    """

    by_scheme: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Headers = field(default=(), repr=False)

    def satisfies(self, operation: Operation) -> bool:
        """Whether these credentials are enough for some alternative of the operation."""
        return bool(self.headers) or any(
            all(need.name in self.by_scheme for need in requirement.needs)
            for requirement in operation.security
        )

    def applied(self, request: Request, operation: Operation, kind: str) -> Request:
        """The request with the credentials of the first alternative that they are enough for.

        `kind` is `own`, `none` or `wrong`; wrong ones have the right form.
        """
        if kind == "none":
            return request
        if kind == "own":
            request = replace(request, headers=(*request.headers, *self.headers))
        for requirement in operation.security:
            schemes = [need.scheme for need in requirement.needs if need.scheme is not None]
            known = all(need.name in self.by_scheme for need in requirement.needs)
            if kind == "wrong" or known:
                for scheme in schemes:
                    secret = self.by_scheme.get(scheme.name, "") if kind == "own" else _wrong(scheme)
                    request = with_secret(request, scheme, secret)
                return request
        return request

    def hidden(self, request: Request) -> Request:
        """The request with every secret replaced by `***`."""
        secrets = [*self.by_scheme.values(), *(value for _, value in self.headers)]
        secrets += [base64.b64encode(secret.encode()).decode() for secret in self.by_scheme.values()]
        return _hide(request, [secret for secret in secrets if secret])


def with_secret(request: Request, scheme: SecurityScheme, secret: str) -> Request:
    """The request with the secret where the scheme wants it."""
    match scheme.kind, scheme.location:
        case SchemeKind.API_KEY, "query":
            parts = urlsplit(request.url)
            pair = f"{quote(scheme.key_name or '', safe='')}={quote(secret, safe='')}"
            query = f"{parts.query}&{pair}" if parts.query else pair
            return replace(request, url=urlunsplit(parts._replace(query=query)))
        case SchemeKind.API_KEY, "cookie":
            crumb = f"{scheme.key_name}={secret}"
            others = [value for name, value in request.headers if name.lower() == "cookie"]
            kept = tuple(pair for pair in request.headers if pair[0].lower() != "cookie")
            return replace(request, headers=(*kept, ("Cookie", "; ".join([*others, crumb]))))
        case SchemeKind.API_KEY, _:
            return replace(request, headers=(*request.headers, (scheme.key_name or "", secret)))
        case SchemeKind.HTTP, _ if scheme.http_scheme == "basic":
            text = base64.b64encode(secret.encode()).decode()
            return replace(request, headers=(*request.headers, ("Authorization", f"Basic {text}")))
        case SchemeKind.HTTP, _ if scheme.http_scheme not in (None, "bearer"):
            word = (scheme.http_scheme or "").capitalize()
            return replace(request, headers=(*request.headers, ("Authorization", f"{word} {secret}")))
        case SchemeKind.MUTUAL_TLS, _:
            return request
        case _:
            return replace(request, headers=(*request.headers, ("Authorization", f"Bearer {secret}")))


def _wrong(scheme: SecurityScheme) -> str:
    basic = scheme.kind is SchemeKind.HTTP and scheme.http_scheme == "basic"
    return f"assent:{WRONG}" if basic else WRONG


def _hide(request: Request, secrets: list[str]) -> Request:
    url, headers = request.url, request.headers
    for secret in sorted(secrets, key=len, reverse=True):
        url = url.replace(quote(secret, safe=""), HIDDEN)
        headers = tuple((name, value.replace(secret, HIDDEN)) for name, value in headers)
    return replace(request, url=url, headers=headers)
