"""What a consumer promised to rely on: a pact, its interactions, and the rules by which it matches answers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from assent.document import Location
from assent.json import Json
from assent.records import dataclass, field


class Kind(StrEnum):
    """What an interaction exchanges. Only HTTP can be held against an OpenAPI description."""

    HTTP = "Synchronous/HTTP"
    ASYNCHRONOUS_MESSAGE = "Asynchronous/Messages"
    SYNCHRONOUS_MESSAGE = "Synchronous/Messages"
    UNKNOWN = "unknown"


class Combine(StrEnum):
    AND = "AND"
    OR = "OR"


class Wildcard(StrEnum):
    """The `*` of a matcher path; a type of its own, since a property may be named `*`."""

    ANY = "*"


Step: TypeAlias = "str | Wildcard"
Path: TypeAlias = tuple[Step, ...]
"""A matcher path below its category's root `$`: property names and decimal indices, or `Wildcard.ANY`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """One matching rule: its `match` word (in version 4's spelling) and its other attributes."""

    match: str
    attributes: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleList:
    """The matchers of one path; `combine` says whether all or any of them must accept a value."""

    path: Path
    matchers: tuple[Matcher, ...]
    combine: Combine = Combine.AND


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingRules:
    """The rules of a request or a response by what they are about; names of headers are in lower case."""

    body: tuple[RuleList, ...] = ()
    header: Mapping[str, tuple[RuleList, ...]] = field(default_factory=dict)
    query: Mapping[str, tuple[RuleList, ...]] = field(default_factory=dict)
    path: tuple[RuleList, ...] = ()
    status: tuple[RuleList, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentBody:
    """The pact says nothing of a body: any will do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyBody:
    """The body is there and has no bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonBody:
    """A JSON value, `null` included."""

    value: Json
    content_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BytesBody:
    """Anything else: text (encoded in UTF-8) or what was written in Base64."""

    content: bytes
    content_type: str | None = None


Body: TypeAlias = AbsentBody | EmptyBody | JsonBody | BytesBody


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedRequest:
    """What the consumer sends. `query` keeps order and repetition; a value of None is a name without `=`."""

    method: str
    path: str
    query: tuple[tuple[str, str | None], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: Body = field(default_factory=AbsentBody)
    rules: MatchingRules = field(default_factory=MatchingRules)
    at: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedResponse:
    """What the consumer expects. `status` is None when the pact names none (any will do)."""

    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: Body = field(default_factory=AbsentBody)
    rules: MatchingRules = field(default_factory=MatchingRules)
    at: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderState:
    name: str
    params: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One exchange of a pact. `malformed` says why the rest could not be read; `index` counts from 0."""

    consumer: str
    provider: str
    index: int
    description: str
    kind: Kind = Kind.HTTP
    states: tuple[ProviderState, ...] = ()
    key: str | None = None
    pending: bool = False
    plugin: str | None = None
    request: ExpectedRequest | None = None
    response: ExpectedResponse | None = None
    malformed: tuple[str, ...] = ()
    at: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pact:
    """A consumer's contract with a provider, from one file. `version` is what the file claims ("" if nothing)."""

    consumer: str
    provider: str
    version: str
    interactions: tuple[Interaction, ...]
    source: str
