"""Who may call: security schemes, and requirements as alternatives of sets of them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from assent.document.document import Location, Node
from assent.json import Json
from assent.records import dataclass, field


class SchemeKind(StrEnum):
    """The kinds of security scheme, in OpenAPI 3's words; 2.0's `basic` is HTTP."""

    API_KEY = "apiKey"
    HTTP = "http"
    OAUTH2 = "oauth2"
    OPEN_ID_CONNECT = "openIdConnect"
    MUTUAL_TLS = "mutualTLS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One OAuth 2.0 flow. `scopes` are the scopes that may be asked for; their texts do not count."""

    authorization_url: str | None = None
    device_authorization_url: str | None = None
    token_url: str | None = None
    refresh_url: str | None = None
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityScheme:
    """How credentials travel. `name` is the component's name, which has no meaning on the wire.

    `location` (`query`, `header`, `cookie`) and `key_name` belong to API keys, a header's name in lower case;
    `http_scheme` is in lower case; `flows` are keyed by OpenAPI 3's flow names.
    """

    name: str = field(compare=False)
    kind: SchemeKind
    location: str | None = None
    key_name: str | None = None
    http_scheme: str | None = None
    bearer_format: str | None = field(default=None, compare=False)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    open_id_connect_url: str | None = None
    oauth2_metadata_url: str | None = None
    deprecated: bool = False
    extensions: Mapping[str, Json] = field(default_factory=dict)
    node: Node = field(compare=False, repr=False)

    @property
    def at(self) -> Location:
        return self.node.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One scheme that a request has to satisfy, with the scopes (or roles) it has to carry.

    `scheme` is None where the description declares no readable scheme of that name: what it asks is undecided.
    """

    name: str = field(compare=False)
    scheme: SecurityScheme | None
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityRequirement:
    """One alternative: all its needs have to be met together. Without needs, anybody may call."""

    needs: tuple[Need, ...] = ()

    @property
    def anonymous(self) -> bool:
        return not self.needs


ANONYMOUS = SecurityRequirement()


def meets(requirement: SecurityRequirement, other: SecurityRequirement) -> bool:
    """Whether credentials that satisfy `requirement` satisfy `other` as well.

    They do iff each need of `other` is a need of `requirement` with at least the same scopes. A need whose scheme
    is not declared meets nothing.
    """
    return all(
        any(
            need.scheme is not None and need.scheme == wanted.scheme and need.scopes >= wanted.scopes
            for need in requirement.needs
        )
        for wanted in other.needs
    )
