"""An Api made ready for judging: its router, and for each operation what reading and checking need, worked out once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from urllib.parse import urlsplit

from assent.api.model import (
    Api,
    Header,
    In,
    MediaType,
    Operation,
    OperationKey,
    Parameter,
    PathItem,
    Response,
    SchemaUse,
    every_operation,
)
from assent.api.routing import NotAllowed, Route, Router, find, router
from assent.api.servers import base_paths
from assent.api.sides import Origin, Side
from assent.errors import UsageError
from assent.judge.checking import Check, check_of
from assent.records import dataclass
from assent.wire.parameters import claimed_names

MOST_LISTENERS = 10_000
"""URLs of callbacks that are remembered; the oldest are forgotten first."""


class Prepared:
    """An Api ready for judging many exchanges. `bases` are the paths it is served below, instead of its servers'.

    `everywhere`: operations with servers of their own are below those of the Api too.
    `webhooks` says where consumers listen: a URL, or a path at whatever host, by the name of the webhook.
    Raises: UsageError if there is no webhook of that name.
    """

    def __init__(
        self,
        api: Api,
        *,
        bases: Iterable[str] | None = None,
        webhooks: Mapping[str, str] | None = None,
        everywhere: bool = False,
    ) -> None:
        self.api = api
        self.bases = tuple(base_paths(api.servers) if bases is None else bases)
        self._router: Router = router(api, bases=bases, everywhere=everywhere)
        self._plans: dict[OperationKey, Plan] = {}
        self._called: dict[int, Plan] = {}
        self._listeners: dict[str, PathItem] = {}
        for name, where in (webhooks or {}).items():
            if name not in api.webhooks:
                known = ", ".join(map(repr, api.webhooks)) or "none"
                raise UsageError(f"There is no webhook {name!r}. The description's webhooks: {known}.")
            self.listen(where, api.webhooks[name])

    def route(self, method: str, path: str) -> Route | NotAllowed | None:
        """Where the request leads. HEAD leads to GET where it is not described itself (RFC 9110 §9.3.2)."""
        found = find(self._router, method, path)
        if method == "HEAD" and isinstance(found, NotAllowed) and "GET" in found.methods:
            return find(self._router, "GET", path)
        return found

    def listen(self, where: str, item: PathItem) -> None:
        """From now on, requests to this URL (or path, at whatever host) are the webhook's or callback's."""
        self._listeners[_without_query(where)] = item
        if len(self._listeners) > MOST_LISTENERS:
            del self._listeners[next(iter(self._listeners))]

    def listener(self, url: str) -> PathItem | None:
        """The webhook or callback whose consumer listens there, if one is known to."""
        if not self._listeners:
            return None
        whole = _without_query(url)
        return self._listeners.get(whole) or self._listeners.get(urlsplit(whole).path or "/")

    def called(self, operation: Operation) -> Plan:
        """The plan of a webhook's or callback's operation."""
        if id(operation) not in self._called:
            self._called[id(operation)] = Plan(operation)
        return self._called[id(operation)]

    @cached_property
    def consumers_operations(self) -> Mapping[str, Operation]:
        """The operations of webhooks and callbacks by their operationId."""
        every = (it for it in every_operation(self.api) if it.origin is not Origin.PATH)
        return {it.operation_id: it for it in every if it.operation_id is not None}

    def plan(self, key: OperationKey) -> Plan:
        if key not in self._plans:
            siblings = tuple(self.api.paths[key.path].operations)
            self._plans[key] = Plan(self.api.operations[key], siblings)
        return self._plans[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterPlan:
    """How one parameter is read and checked. `claimed` are the names in a query that belong to the others."""

    parameter: Parameter
    check: Check
    claimed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaPlan:
    """How bodies of one media type are read and checked; `each` is for the items of a sequence."""

    media: MediaType
    check: Check
    each: Check


class Plan:
    """One operation with its checks; each is made when it is first asked for. `siblings` are its path's methods."""

    def __init__(self, operation: Operation, siblings: tuple[str, ...] = ()) -> None:
        self.operation = operation
        self.siblings = siblings
        self._headers: dict[int, Check] = {}
        self._media: dict[tuple[Side, int], MediaPlan] = {}

    @cached_property
    def parameters(self) -> tuple[ParameterPlan, ...]:
        every = list(self.operation.parameters.values())
        if self.operation.origin is not Origin.PATH:  # the consumer chose the path, which has no template
            every = [parameter for parameter in every if parameter.location is not In.PATH]
        plans = []
        for parameter in every:
            if parameter.content:
                media = next(iter(parameter.content.values()))
                check = self.media(Side.REQUEST, media).check
            else:
                check = self._check(parameter.schema, Side.REQUEST)
            others = claimed_names([other for other in every if other is not parameter])
            plans.append(ParameterPlan(parameter=parameter, check=check, claimed=others))
        return tuple(plans)

    @cached_property
    def query_names(self) -> frozenset[str] | None:
        """Names that a query may have; None where a parameter takes whatever comes."""
        names: set[str] = set()
        for plan in self.parameters:
            parameter, within = plan.parameter, plan.check.within
            if parameter.location is In.QUERYSTRING:
                return None
            if parameter.location is In.QUERY:
                names.add(parameter.name)
                names.update(claimed_names([parameter]))
                if parameter.explode and "object" in within.shapes and within.open:
                    return None
        return frozenset(names)

    def header(self, described: Header) -> Check:
        if id(described) not in self._headers:
            use = described.schema
            if described.content:
                use = next(iter(described.content.values())).schema
            self._headers[id(described)] = self._check(use, Side.RESPONSE)
        return self._headers[id(described)]

    def media(self, side: Side, media: MediaType) -> MediaPlan:
        key = side, id(media)
        if key not in self._media:
            self._media[key] = MediaPlan(
                media=media, check=self._check(media.schema, side), each=self._check(media.item_schema, side)
            )
        return self._media[key]

    def response(self, status: int) -> Response | None:
        """What is described for the status: exactly, as a class, or by default."""
        responses: Mapping[str, Response] = self.operation.responses
        return responses.get(str(status)) or responses.get(f"{status // 100}XX") or responses.get("default")

    def _check(self, use: SchemaUse | None, side: Side) -> Check:
        return check_of(use.schema if use else None, side, self.operation.origin)


def prepare(
    api: Api, *, bases: Iterable[str] | None = None, webhooks: Mapping[str, str] | None = None
) -> Prepared:
    """The Api made ready for judging many exchanges.

    `bases` are base paths that it is served below (empty text for the root) instead of those of its servers.
    `webhooks` says where consumers listen, as a URL or a path, by the name of the webhook.
    Raises: UsageError if there is no webhook of that name.
    """
    return Prepared(api, bases=bases, webhooks=webhooks)


def _without_query(url: str) -> str:
    return re.split(r"[?#]", url, maxsplit=1)[0]
