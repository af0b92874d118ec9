"""Traffic without the credentials in it, for what is recorded and reported. What passes is untouched.

Hidden is what the description's security schemes name, and `Authorization` wherever it stands. A scheme's word stays,
so that the judge still sees that there were credentials, and of which form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote_plus

from assent.api.security import SchemeKind, SecurityScheme
from assent.findings import Finding
from assent.records import dataclass, replace
from assent.wire import Exchange, Request, Response
from assent.wire.message import HIDDEN

ALWAYS = frozenset({"authorization", "proxy-authorization"})
_PAIR = re.compile(r"(?P<name>[^=;\s]+)(?P<equals>=)(?P<value>[^;]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Where credentials stand: names of headers in lower case, of members of the query, and of cookies."""

    headers: frozenset[str] = ALWAYS
    query: frozenset[str] = frozenset({"access_token"})
    cookies: frozenset[str] = frozenset()


def secrets_of(schemes: Iterable[SecurityScheme]) -> Secrets:
    """Where the schemes' credentials stand."""
    keys = [it for it in schemes if it.kind is SchemeKind.API_KEY and it.key_name]

    def names(location: str) -> frozenset[str]:
        return frozenset(it.key_name for it in keys if it.location == location and it.key_name)

    known = Secrets()
    return Secrets(
        headers=known.headers | {name.lower() for name in names("header")},
        query=known.query | names("query"),
        cookies=names("cookie"),
    )


def hidden(exchange: Exchange, secrets: Secrets) -> Exchange:
    """The exchange with `***` in the place of each credential."""
    response = exchange.response
    return replace(
        exchange,
        request=_request(exchange.request, secrets),
        response=_response(response, secrets) if response is not None else None,
    )


def hidden_finding(finding: Finding, secrets: Secrets) -> Finding:
    """The finding with a witness that tells no credentials."""
    witness = finding.witness
    if witness is None or witness.request is None:
        return finding
    response = _response(witness.response, secrets) if witness.response is not None else None
    return replace(
        finding, witness=replace(witness, request=_request(witness.request, secrets), response=response)
    )


def _request(request: Request, secrets: Secrets) -> Request:
    address, mark, query = request.url.partition("?")
    members = (_member(member, secrets.query) for member in query.split("&"))
    headers = tuple((name, _value(name, text, secrets)) for name, text in request.headers)
    return replace(request, url=f"{address}{mark}{'&'.join(members)}", headers=headers)


def _response(response: Response, secrets: Secrets) -> Response:
    headers = tuple(
        (name, _cookies(text, secrets.cookies, most=1) if name.lower() == "set-cookie" else text)
        for name, text in response.headers
    )
    return replace(response, headers=headers)


def _member(member: str, names: frozenset[str]) -> str:
    name, equals, _ = member.partition("=")
    return f"{name}={HIDDEN}" if equals and unquote_plus(name) in names else member


def _value(name: str, text: str, secrets: Secrets) -> str:
    lowered = name.lower()
    if lowered in ALWAYS:
        scheme, space, _ = text.strip().partition(" ")
        return f"{scheme} {HIDDEN}" if space else HIDDEN
    if lowered in secrets.headers:
        return HIDDEN
    return _cookies(text, secrets.cookies) if lowered == "cookie" else text


def _cookies(text: str, names: frozenset[str], *, most: int = 0) -> str:
    """The cookies with hidden values; `most` of the pairs are cookies, 0 for all."""
    return _PAIR.sub(
        lambda pair: f"{pair['name']}={HIDDEN}" if pair["name"] in names else pair[0], text, count=most
    )
