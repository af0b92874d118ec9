"""OAuth 2.0 tokens by client credentials: asked for when they are needed, and again when they have expired."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode, urljoin, urlsplit

from assent.errors import UnreachableProvider, UsageError
from assent.records import dataclass, field
from assent.wire import Response
from assent.wire.jsontext import read_json

if TYPE_CHECKING:  # httpx is heavy, and only senders need it
    from assent.fuzz.sending import SendOptions

EARLY: Final = 10.0
"""Seconds before its end at which a token is no longer used."""


@dataclass(slots=True, kw_only=True)
class Tokens:
    """The tokens of one client, one after another. `post` sends; the secret is not part of the representation.

    `now` are seconds of a clock that only goes forward.
    """

    url: str
    client: str
    secret: str = field(repr=False)
    scopes: tuple[str, ...] = ()
    post: Callable[[str, tuple[tuple[str, str], ...], bytes], Response] = field(repr=False)
    now: Callable[[], float] = time.monotonic
    given: list[str] = field(default_factory=list, repr=False)
    """Every token that was had, the latest last."""
    until: float | None = None

    def token(self) -> str:
        """A token that has not expired.

        Raises: UnreachableProvider if none is given; the message has no secret in it.
        """
        if not self.given or (self.until is not None and self.now() >= self.until):
            self.renew()
        return self.given[-1]

    def renew(self) -> None:
        """Ask for another token (RFC 6749 §4.4.2, the client named as §2.3.1 says).

        Raises: UnreachableProvider if none is given.
        """
        pair = f"{quote(self.client, safe='')}:{quote(self.secret, safe='')}"
        headers = (
            ("Authorization", f"Basic {base64.b64encode(pair.encode()).decode()}"),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Accept", "application/json"),
        )
        fields = {"grant_type": "client_credentials"}
        if self.scopes:
            fields["scope"] = " ".join(self.scopes)
        answer = self.post(self.url, headers, urlencode(fields).encode())
        if answer.status in (400, 401):  # servers may take the client's name in the body alone
            body = urlencode({**fields, "client_id": self.client, "client_secret": self.secret})
            answer = self.post(self.url, headers[1:], body.encode())
        tree = read_json(answer.body)
        match tree[0] if isinstance(tree, list) else None:
            case {"access_token": str(token), **more} if 200 <= answer.status < 300 and token:
                lasts = more.get("expires_in")
                self.given.append(token)
                self.until = None
                if isinstance(lasts, int | float):
                    self.until = self.now() + max(lasts - EARLY, 1.0)
            case {"error": str(error)}:
                raise UnreachableProvider(self.url, f"no token was given: {self.without_secrets(error)}.")
            case _:
                raise UnreachableProvider(self.url, f"no token was given: status {answer.status}.")

    def without_secrets(self, text: str) -> str:
        for secret in (self.secret, *self.given):
            text = text.replace(secret, "***")
        return text


def token_url(described: str | None, given: str | None, *, base: str) -> str:
    """Where tokens are asked for: the user's URL, or the description's if it is on the provider's own host.

    Raises: UsageError if there is none, or the description names another host: it could collect the secret.
    """
    if given is not None:
        return given
    if described is None:
        raise UsageError(
            "The description names no token URL for client credentials. Give it with --token-url URL."
        )
    url = urljoin(base.rstrip("/") + "/", described)
    if urlsplit(url).netloc != urlsplit(base).netloc:
        raise UsageError(
            f"The description's token URL is on {urlsplit(url).netloc}, which is not the provider. If the client's "
            f"secret may be sent there, give --token-url {url}."
        )
    return url


def http_post(options: SendOptions) -> Callable[[str, tuple[tuple[str, str], ...], bytes], Response]:
    """Posts to the token URL with the same certificates and proxy; redirects are not followed.

    Raises when called: UnreachableProvider if no answer comes.
    """

    def post(url: str, headers: tuple[tuple[str, str], ...], body: bytes) -> Response:
        import httpx

        from assent.fuzz.sending import context_of, proxy_of

        verify: Any = context_of(options)
        try:
            with httpx.Client(
                verify=verify, proxy=proxy_of(options), trust_env=False, timeout=options.timeout
            ) as client:
                answer = client.post(url, headers=list(headers), content=body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnreachableProvider(url, f"no token was given ({type(error).__name__}).") from error
        return Response(answer.status_code, tuple(answer.headers.items()), answer.content)

    return post
