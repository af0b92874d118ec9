"""The headers a consumer expects, against those that the description promises."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api.model import Header
from assent.findings import Because, Finding, Severity
from assent.pact.headers import REGISTERED
from assent.pact.matchers import Reading, accepted
from assent.pact.model import ExpectedResponse, RuleList
from assent.pact.place import Place
from assent.pact.rules import (
    interaction_not_checked,
    response_header_at_risk,
    response_header_impossible,
    response_header_not_promised,
)
from assent.pact.sets import AS_SENT, risks
from assent.schema.includes import Proved, includes
from assent.schema.read import read
from assent.schema.views import viewed
from assent.schema.violations import accepts, violations
from assent.wire import Response
from assent.wire.parameters import Nothing, read_header, view_of
from assent.wire.views import Undecodable

UNIVERSAL = frozenset({"content-type", "content-length", "date", "connection", "transfer-encoding", "server"})
"""Response headers that HTTP itself defines for every answer; descriptions leave them out."""


def header_findings(place: Place, expected: ExpectedResponse) -> Iterator[Finding]:
    """What stands between the headers a consumer expects and those described."""
    for name, value in expected.headers:
        key = name.lower()
        if key in UNIVERSAL:
            continue
        described = place.response.headers.get(key)
        part = f"header {name}"
        if described is None:
            message = f"The consumer expects the header {name}, which is not described."
            severity = Severity.WARNING if key in REGISTERED else Severity.ERROR
            yield place.found(response_header_not_promised.RULE, message, part=part, severity=severity)
        else:
            yield from _described(place, described, part, value)
            yield from _matched(place, described, part, value, expected.rules.header.get(key, ()))


def _described(place: Place, described: Header, part: str, value: str) -> Iterator[Finding]:
    within = view_of(described)
    reading = read_header(described, ((described.name, value),), within)
    schema = described.schema.schema if described.schema else None
    if isinstance(reading, Undecodable):
        message = f"The consumer expects {value!r} in {described.name}: {reading.why}."
        undecided = reading.undecided
        rule = interaction_not_checked.RULE if undecided else response_header_impossible.RULE
        yield place.found(rule, message, part=part, decided=not undecided)
    elif schema is not None and not isinstance(reading, Nothing):
        if not any(accepts(schema, one, formats="assert") for one in reading):
            said = next(violations(schema, reading[0], formats="assert")).message
            message = f"The consumer expects {value!r} in {described.name}: {said}."
            yield place.found(response_header_impossible.RULE, message, part=part)
            return
    if not described.required:
        message = f"The provider may leave out the header {described.name}."
        because = Because(
            keyword="required",
            value_pointer=(),
            schema_pointer=(*place.response.at.pointer, "headers", described.name),
            message=f"lacks the header {described.name}",
        )
        yield place.found(
            response_header_at_risk.RULE,
            message,
            part=part,
            answer=Response(place.status, ()),
            because=(because,),
        )


def _matched(
    place: Place, described: Header, part: str, value: str, rules: tuple[RuleList, ...]
) -> Iterator[Finding]:
    """What the header may hold and the consumer's matchers refuse, where both speak of texts."""
    if not rules or described.schema is None:
        return
    wanted = accepted(value, rules, reading=Reading(literal=False))
    may_send = viewed(described.schema.schema, AS_SENT)
    texts = read({"type": "string"}, dialect="2020-12", pool=may_send.pool)
    if isinstance(includes(texts, may_send), Proved):
        yield from risks(place, part, may_send, wanted, rule=response_header_at_risk.RULE)
    elif wanted.schema != {"type": "string"}:
        message = f"The matchers of the header {described.name} were not checked: it holds no text."
        yield place.found(interaction_not_checked.RULE, message, part=part, decided=False)
