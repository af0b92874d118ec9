"""One exchange before the judge: its parts, each worked out when a rule first asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from assent.api.model import MediaType, Operation, Response
from assent.api.routing import NotAllowed, Route
from assent.api.sides import Side
from assent.judge.checking import Opinion
from assent.judge.prepared import MediaPlan, ParameterPlan, Plan, Prepared
from assent.records import dataclass, replace
from assent.wire import Exchange, Headers, Response as Answer
from assent.wire.bodies import read_body
from assent.wire.codings import uncoded
from assent.wire.media import described_as, parse_media_type
from assent.wire.parameters import Nothing, Reading, Sent, read, read_header, take_apart
from assent.wire.views import Undecodable


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body as its description reads it: what it may mean, and what is to be said of that."""

    plan: MediaPlan
    opinion: Opinion | Undecodable


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A parameter as it was sent."""

    plan: ParameterPlan
    reading: Reading
    opinion: Opinion | None


_OF_REQUEST = ("found", "plan", "sent", "parameters", "request_bytes", "request_media", "request_body")
"""What of a subject depends on the request alone."""


class Subject:
    """One exchange with everything that rules ask about it."""

    def __init__(self, prepared: Prepared, exchange: Exchange) -> None:
        self.prepared = prepared
        self.exchange = exchange
        self.request = exchange.request
        self.response = exchange.response

    def answered(self, response: Answer) -> Subject:
        """The same request with this response; what was worked out of the request stays."""
        exchange = replace(self.exchange, response=response)
        other = Subject(self.prepared, exchange)
        known = vars(self)
        vars(other).update({name: known[name] for name in _OF_REQUEST if name in known})
        return other

    @cached_property
    def found(self) -> Route | NotAllowed | Operation | None:
        """Where the request leads: to a path of the provider, or to a consumer's webhook or callback.

        A URL where a consumer is known to listen comes first. A request that leads nowhere else is a webhook's or
        callback's if its maker said so by the operationId.
        """
        method = self.request.method.upper()
        item = self.prepared.listener(self.request.url)
        if item is not None:
            return item.operations.get(method) or NotAllowed(methods=tuple(sorted(item.operations)))
        route = self.prepared.route(method, self.request.path)
        if not isinstance(route, Route) and self.exchange.operation is not None:
            return self.prepared.consumers_operations.get(self.exchange.operation, route)
        return route

    @cached_property
    def plan(self) -> Plan | None:
        match self.found:
            case Route(operation=key):
                return self.prepared.plan(key)
            case Operation() as operation:
                return self.prepared.called(operation)
            case NotAllowed() | None:
                return None

    @property
    def operation(self) -> Operation | None:
        return self.plan.operation if self.plan else None

    @cached_property
    def sent(self) -> Sent:
        texts = dict(self.found.parameters) if isinstance(self.found, Route) else {}
        return take_apart(self.request, texts)

    @cached_property
    def parameters(self) -> tuple[Heard, ...]:
        """Each described parameter with what was sent for it."""
        if self.plan is None:
            return ()
        heard = []
        for plan in self.plan.parameters:
            reading = read(plan.parameter, self.sent, plan.check.within, claimed=plan.claimed)
            opinion = None if isinstance(reading, Undecodable | Nothing) else plan.check.best(reading)
            heard.append(Heard(plan=plan, reading=reading, opinion=opinion))
        return tuple(heard)

    @cached_property
    def request_bytes(self) -> bytes | Undecodable:
        return uncoded(self.request.headers, self.request.body)

    @cached_property
    def response_bytes(self) -> bytes | Undecodable:
        if self.response is None:
            return b""
        if self.response.cut is not None:
            kept = f"only the beginning of {self.response.cut.length:,} bytes was kept"
            return Undecodable(
                f"{kept}; what `assent fuzz --record FILE` writes has all of them", undecided=True
            )
        return uncoded(self.response.headers, self.response.body)

    @cached_property
    def request_media(self) -> MediaType | None:
        """The described media type that the request's body claims to be; the only one where it claims nothing."""
        body = self.operation.request_body if self.operation else None
        return None if body is None else _described(body.content, self.request.headers)

    @cached_property
    def described_response(self) -> Response | None:
        if self.plan is None or self.response is None:
            return None
        return self.plan.response(self.response.status)

    @cached_property
    def response_media(self) -> MediaType | None:
        if self.response is None or self.described_response is None:
            return None
        return _described(self.described_response.content, self.response.headers)

    @cached_property
    def request_body(self) -> Body | None:
        """The request's body by its description; None if none was sent or its media type is not described."""
        if self.plan is None or self.request_media is None or not self.sends_body:
            return None
        plan = self.plan.media(Side.REQUEST, self.request_media)
        return Body(plan=plan, opinion=_opinion(plan, self.request_bytes, self.request.headers))

    @cached_property
    def response_body(self) -> Body | None:
        """The response's body by its description; None if there is none, or its media type is not described."""
        if self.plan is None or self.response is None or self.response_media is None or not self.answers_body:
            return None
        plan = self.plan.media(Side.RESPONSE, self.response_media)
        return Body(plan=plan, opinion=_opinion(plan, self.response_bytes, self.response.headers))

    @property
    def sends_body(self) -> bool:
        """Whether the request has a body: bytes, or none of a type that an empty text can be."""
        if self.request.body:
            return True
        name = parse_media_type(self.request.header("content-type") or "")
        return name is not None and (
            name.type == "text" or name.essence == "application/x-www-form-urlencoded"
        )

    @property
    def answers_body(self) -> bool:
        """Whether the response has a body to be judged."""
        if self.response is None or not self.may_have_body:
            return False
        return bool(self.response.body) or self.response.header("content-type") is not None

    @property
    def may_have_body(self) -> bool:
        """Whether HTTP lets this response have a body (RFC 9110 §6.4.1)."""
        status = self.response.status if self.response else 0
        return self.request.method.upper() != "HEAD" and status >= 200 and status not in (204, 205, 304)

    @property
    def bodies(self) -> Iterator[tuple[Side, str, Body]]:
        """Both described bodies, each with its side and its place in the operation."""
        if self.request_body is not None:
            yield Side.REQUEST, f"body {self.request_body.plan.media.name}", self.request_body
        if self.response_body is not None and self.described_response is not None:
            place = f"status {self.described_response.status} body {self.response_body.plan.media.name}"
            yield Side.RESPONSE, place, self.response_body

    def header_reading(self, name: str) -> tuple[Reading, Opinion | None]:
        """What the response sent for a described header."""
        assert self.response
        assert self.described_response
        assert self.plan
        described = self.described_response.headers[name]
        check = self.plan.header(described)
        reading = read_header(described, self.response.headers, check.within)
        if isinstance(reading, Undecodable | Nothing):
            return reading, None
        return reading, check.best(reading)


def _described(described: Mapping[str, MediaType], headers: Headers) -> MediaType | None:
    sent = next((value for name, value in headers if name.lower() == "content-type"), None)
    if sent is None:
        return next(iter(described.values())) if len(described) == 1 else None
    key = described_as(sent, described)
    return described[key] if key is not None else None


def _opinion(plan: MediaPlan, body: bytes | Undecodable, headers: Headers) -> Opinion | Undecodable:
    if isinstance(body, Undecodable):
        return body
    sent = next((value for name, value in headers if name.lower() == "content-type"), None)
    name = parse_media_type(sent) if sent is not None else None
    found = read_body(plan.media, body, plan.check.within, content_type=name, each=plan.each.within)
    if isinstance(found, Undecodable):
        return found
    if plan.media.item_schema is None:
        return plan.check.best(found)
    return plan.check.best(found).also(plan.each)
