"""Credentials for requests, by the security schemes of the description; never shown in reports."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlsplit, urlunsplit

from assent.api.model import Operation, OperationKey
from assent.api.security import Need, SchemeKind, SecurityScheme
from assent.fuzz.hooks import NO_HOOKS, Hooks
from assent.fuzz.redaction import hiding, of_basic, of_header
from assent.fuzz.tokens import Tokens
from assent.records import dataclass, field, replace
from assent.wire import Exchange, Headers, Request

WRONG = "assent-wrong-credentials"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What the user gave: secrets by the name of their scheme (`user:password` for basic), and headers for all.

    `tokens` are OAuth 2.0 clients by the name of their scheme, `own` is the user's function, called by `hooks`. The
    secrets are not part of its representation.
    """

    by_scheme: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Headers = field(default=(), repr=False)
    tokens: Mapping[str, Tokens] = field(default_factory=dict, repr=False)
    hooks: Hooks = NO_HOOKS
    _own: dict[OperationKey, Headers] = field(default_factory=dict, repr=False)
    _known: dict[str, None] = field(default_factory=dict, repr=False)
    _refused: set[str] = field(default_factory=set, repr=False)

    def satisfies(self, operation: Operation) -> bool:
        """Whether these credentials are enough for some alternative of the operation."""
        return (
            bool(self.headers)
            or self.hooks.credentials is not None
            or any(all(self._has(need) for need in requirement.needs) for requirement in operation.security)
        )

    def applied(self, request: Request, operation: Operation, kind: str) -> Request:
        """The request with the credentials of the first alternative that they are enough for.

        `kind` is `own`, `none` or `wrong`; wrong ones have the right form.
        Raises: UnreachableProvider if a token is needed and none is given.
        """
        if kind == "none":
            return request
        if kind == "own":
            request = replace(
                request, headers=(*request.headers, *self.headers, *self._own_headers(operation))
            )
        for requirement in operation.security:
            schemes = [need.scheme for need in requirement.needs if need.scheme is not None]
            known = all(self._has(need) for need in requirement.needs)
            if kind == "wrong" or known:
                for scheme in schemes:
                    secret = self._secret(scheme.name) if kind == "own" else _wrong(scheme)
                    request = with_secret(request, scheme, secret)
                return request
        return request

    def renew(self, operation: Operation, refused: Request) -> bool:
        """Get other credentials after a 401, if there may be any; only once for each that was refused."""
        changed = False
        used = "\n".join([refused.url, *(value for _, value in refused.headers)])
        for requirement in operation.security:
            for need in requirement.needs:
                tokens = self.tokens.get(need.name)
                if tokens is None or not tokens.given or tokens.given[-1] in self._refused:
                    continue
                if tokens.given[-1] in used:
                    self._refused.add(tokens.given[-1])
                    tokens.renew()
                    changed = True
        if self.hooks.credentials is not None and operation.key in self._own:
            before = repr(self._own[operation.key])
            if before not in self._refused:
                self._refused.add(before)
                self._ask(operation, renew=True)
                changed = changed or repr(self._own[operation.key]) != before
        return changed

    def learn(self, request: Request, changed: Request, operation: Operation) -> None:
        """Take what the user's function has added where credentials stand as secret from now on."""
        if changed is request:
            return
        names = {"authorization", "proxy-authorization", "cookie"}
        for requirement in operation.security:
            names.update((need.scheme.key_name or "").lower() for need in requirement.needs if need.scheme)
        added = [pair for pair in changed.headers if pair not in request.headers]
        for name, value in added:
            if name.lower() in names:
                self._known.update(dict.fromkeys(of_header(name, value)))

    def shown(self, exchange: Exchange) -> Exchange:
        """The exchange with every secret replaced by `***`, in the request and where the answer repeats it."""
        held = hiding(self._secrets())
        return held.shown(exchange) if held else exchange

    def hidden(self, request: Request) -> Request:
        """The request with every secret replaced by `***`."""
        held = hiding(self._secrets())
        return held.hidden(request) if held else request

    def _secrets(self) -> Iterator[str]:
        """All of them, as they may be written."""
        for secret in self.by_scheme.values():
            yield from of_basic(secret)
        for name, value in self.headers:
            yield from of_header(name, value)
        yield from self._known
        for tokens in self.tokens.values():
            yield tokens.secret
            yield from tokens.given

    def _has(self, need: Need) -> bool:
        return need.name in self.by_scheme or need.name in self.tokens

    def _secret(self, name: str) -> str:
        return self.by_scheme[name] if name in self.by_scheme else self.tokens[name].token()

    def _own_headers(self, operation: Operation) -> Headers:
        if self.hooks.credentials is not None and operation.key not in self._own:
            self._ask(operation, renew=False)
        return self._own.get(operation.key, ())

    def _ask(self, operation: Operation, *, renew: bool) -> None:
        """Ask the user's function; what it gives counts as secret, and without the scheme's word as well."""
        assert self.hooks.credentials is not None
        given = self.hooks.ask(self.hooks.credentials, operation, renew)
        headers = tuple((str(name), str(value)) for name, value in given or ())
        self._own[operation.key] = headers
        for name, value in headers:
            self._known.update(dict.fromkeys(of_header(name, value)))


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


def unseen(operation: Operation) -> bool:
    """Whether some alternative of the operation asks only for what no message shows, as a client's certificate."""
    return any(
        all(
            need.scheme is not None and need.scheme.kind is SchemeKind.MUTUAL_TLS
            for need in requirement.needs
        )
        for requirement in operation.security
        if requirement.needs
    )


def _wrong(scheme: SecurityScheme) -> str:
    basic = scheme.kind is SchemeKind.HTTP and scheme.http_scheme == "basic"
    return f"assent:{WRONG}" if basic else WRONG
