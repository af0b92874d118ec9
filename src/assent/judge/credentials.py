"""Whether a request carries the credentials that a security scheme asks for: their form, never their truth."""

from __future__ import annotations

import base64
import binascii
from enum import Enum

from assent.api.security import Need, SchemeKind
from assent.wire.message import HIDDEN, header
from assent.wire.parameters import Sent


class Presence(Enum):
    """Whether credentials are there; UNSEEN where an exchange cannot show it, as with a client's certificate."""

    PRESENT = "present"
    ABSENT = "absent"
    UNSEEN = "unseen"


def presence(need: Need, sent: Sent) -> Presence:
    """Whether the request has what the need asks for.

    Source: OAS 3.1.1 §4.8.27, RFC 7617 (basic), RFC 6750 (bearer, in the header or the query).
    """
    scheme = need.scheme
    if scheme is None:
        return Presence.UNSEEN
    match scheme.kind:
        case SchemeKind.API_KEY:
            return _told(_key(scheme.location, scheme.key_name, sent))
        case SchemeKind.HTTP:
            return _told(_authorization(scheme.http_scheme or "", sent))
        case SchemeKind.OAUTH2 | SchemeKind.OPEN_ID_CONNECT:
            in_query = any(name == "access_token" and value for name, value in sent.query)
            return _told(in_query or _authorization("bearer", sent))
        case SchemeKind.MUTUAL_TLS:
            return Presence.UNSEEN


def _told(there: bool) -> Presence:  # noqa: FBT001 - a predicate's answer, turned into a word
    return Presence.PRESENT if there else Presence.ABSENT


def _key(location: str | None, name: str | None, sent: Sent) -> bool:
    match location:
        case "query":
            return any(key == name and value for key, value in sent.query)
        case "cookie":
            return any(key == name and value for key, value in sent.cookies)
        case _:
            return bool(header(sent.headers, name or ""))


def _authorization(wanted: str, sent: Sent) -> bool:
    value = (header(sent.headers, "authorization") or "").strip()
    if value == HIDDEN:  # a secret was there, and whoever kept the exchange has hidden the scheme with it
        return True
    scheme, _, rest = value.partition(" ")
    if scheme.lower() != wanted.lower() or not rest.strip():
        return False
    return wanted.lower() != "basic" or _is_basic(rest.strip())


def _is_basic(text: str) -> bool:
    if text == HIDDEN:
        return True
    try:
        return b":" in base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
