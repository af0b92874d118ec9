"""An Api made ready for judging: its router, and for each operation what reading and checking need, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from assent.api.model import (
    Api,
    Header,
    In,
    MediaType,
    Operation,
    OperationKey,
    Parameter,
    Response,
    SchemaUse,
)
from assent.api.routing import NotAllowed, Route, Router, find, router
from assent.api.sides import Side
from assent.judge.checking import Check, check_of
from assent.records import dataclass
from assent.wire.parameters import claimed_names


class Prepared:
    """An Api ready for judging many exchanges. `bases` are the paths it is served below, instead of its servers'."""

    def __init__(self, api: Api, *, bases: Iterable[str] | None = None) -> None:
        self.api = api
        self._router: Router = router(api, bases=bases)
        self._plans: dict[OperationKey, Plan] = {}

    def route(self, method: str, path: str) -> Route | NotAllowed | None:
        """Where the request leads. HEAD leads to GET where it is not described itself (RFC 9110 §9.3.2)."""
        found = find(self._router, method, path)
        if method == "HEAD" and isinstance(found, NotAllowed) and "GET" in found.methods:
            return find(self._router, "GET", path)
        return found

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
        plans = []
        for parameter in every:
            if parameter.content:
                media = next(iter(parameter.content.values()))
                check = self.media(Side.REQUEST, media).check
            else:
                check = _check(parameter.schema, Side.REQUEST)
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
            self._headers[id(described)] = _check(use, Side.RESPONSE)
        return self._headers[id(described)]

    def media(self, side: Side, media: MediaType) -> MediaPlan:
        key = side, id(media)
        if key not in self._media:
            self._media[key] = MediaPlan(
                media=media, check=_check(media.schema, side), each=_check(media.item_schema, side)
            )
        return self._media[key]

    def response(self, status: int) -> Response | None:
        """What is described for the status: exactly, as a class, or by default."""
        responses: Mapping[str, Response] = self.operation.responses
        return responses.get(str(status)) or responses.get(f"{status // 100}XX") or responses.get("default")


def prepare(api: Api, *, bases: Iterable[str] | None = None) -> Prepared:
    """The Api made ready for judging many exchanges.

    `bases` are base paths that it is served below (empty text for the root) instead of those of its servers.
    """
    return Prepared(api, bases=bases)


def _check(use: SchemaUse | None, side: Side) -> Check:
    return check_of(use.schema if use else None, side)
