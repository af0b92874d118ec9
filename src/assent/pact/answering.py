"""The response half, decided on sets: what the provider may send against what the consumer accepts.

What an example says without a matcher counts literally for the first question; for the second
only its type counts, since the provider state picks such values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assent.api.model import MediaType
from assent.findings import Finding, OperationPlace, Severity, Side
from assent.json import Json
from assent.judge.prepared import Prepared
from assent.pact.answered_headers import header_findings
from assent.pact.asking import (
    body_bytes,
    content_type,
    described_response,
    offered_types,
    operation_of,
    same_essence,
)
from assent.pact.matchers import Accepted, Reading, accepted
from assent.pact.matching import STATUS_CLASSES
from assent.pact.model import AbsentBody, Body, BytesBody, EmptyBody, ExpectedResponse, JsonBody, RuleList
from assent.pact.place import Place
from assent.pact.rules import (
    interaction_not_checked,
    response_body_not_promised,
    response_status_not_promised,
    response_type_not_promised,
)
from assent.pact.sets import AS_SENT, absence_ignored, impossibilities, impossible, risks
from assent.schema.views import viewed
from assent.schema.violations import accepts
from assent.wire import Request
from assent.wire.bodies import read_body
from assent.wire.jsontext import charset_of
from assent.wire.media import described_as, negotiate, parse_media_type
from assent.wire.views import Undecodable, View


def response_findings(prepared: Prepared, request: Request, expected: ExpectedResponse) -> Iterator[Finding]:
    """What stands between the consumer's expectation and the description."""
    status = _status(expected)
    operation = operation_of(prepared, request)
    if status is None or operation is None:
        return
    response = described_response(operation, status)
    if response is None:
        known = ", ".join(operation.responses) or "none"
        yield Finding(
            rule=response_status_not_promised.RULE,
            severity=Severity.ERROR,
            message=f"The consumer expects status {status}; described: {known}.",
            operations=(OperationPlace(operation.method, operation.path, f"status {status}"),),
            side=Side.RESPONSE,
            subject=str(status),
            new=operation.at,
        )
        return
    place = Place(
        operation=operation,
        response=response,
        request=request,
        status=status,
        offered=offered_types(prepared, operation, response),
    )
    yield from header_findings(place, expected)
    yield from _content_findings(place, expected)


def _status(expected: ExpectedResponse) -> int | None:
    """The status to look up. A matcher for a class of statuses is held against the example's own."""
    for rule in expected.rules.status:
        for matcher in rule.matchers:
            named = matcher.attributes.get("status")
            if expected.status is None and isinstance(named, str) and named in STATUS_CLASSES:
                return STATUS_CLASSES[named].start
    return expected.status


def _content_findings(place: Place, expected: ExpectedResponse) -> Iterator[Finding]:
    body = expected.body
    declared = next((value for name, value in expected.headers if name.lower() == "content-type"), None)
    kind = declared or (content_type(body) if isinstance(body, BytesBody) else None)
    content = place.response.content
    promised = not isinstance(body, AbsentBody) and not _nothing(body)
    if declared and place.offered and _promised(declared, place.offered) is None:
        message = f"The consumer expects {declared}; described are {', '.join(place.offered)}."
        yield place.found(response_type_not_promised.RULE, message, subject=declared)
        return
    if not content:
        if promised and not place.response.unreadable:
            message = f"The consumer expects a body; status {place.response.status} is described without one."
            yield place.found(response_body_not_promised.RULE, message, part="body")
        return
    key = _promised(kind, content) if kind else _default_type(place, tuple(content))
    if key is None:
        if promised:
            message = f"The consumer expects {kind}; described are {', '.join(content)}."
            yield place.found(response_type_not_promised.RULE, message, subject=str(kind))
        return
    media = content[key]
    if _nothing(body):
        yield from _risks_of_nothing(place, media, body)
        return
    match body:
        case JsonBody() if (name := parse_media_type(kind or media.name)) and (name.is_json or name.is_range):
            yield from _value_findings(place, media, body.value, expected.rules.body)
        case JsonBody() | BytesBody() if promised:
            raw = BytesBody(content=body_bytes(body), content_type=kind)
            yield from _raw_findings(place, media, raw, expected.rules.body)
        case _:
            pass


def _nothing(body: Body) -> bool:
    """Whether no body is expected: an empty one, or null without a media type that would make it JSON's null.

    Source: Pact specification versions 2 and 3, `missing body found when empty expected`: a missing body is one.
    """
    return isinstance(body, EmptyBody) or (
        isinstance(body, JsonBody) and body.value is None and body.content_type is None
    )


def _risks_of_nothing(place: Place, media: MediaType, body: Body) -> Iterator[Finding]:
    """Where no body is expected and one is described, which the provider is free to send."""
    bodiless = place.request.method == "HEAD" or place.response.status in {"204", "304"}
    if media.schema is None or bodiless:
        return
    may_send = viewed(media.schema.schema, AS_SENT)
    name = parse_media_type(media.name)
    empty: Json = "" if isinstance(body, EmptyBody) and not (name and name.is_json) else None
    if not accepts(may_send, empty, formats="assert"):
        nothing = Accepted(schema={"const": empty})
        yield from risks(place, f"body {media.name}", may_send, nothing)


def _promised(kind: str, offered: Iterable[str]) -> str | None:
    """The described media type that this one is, if need be but for its parameters."""
    offered = tuple(offered)
    return described_as(kind, offered) or same_essence(kind, offered)


def _default_type(place: Place, offered: tuple[str, ...]) -> str | None:
    """Where the consumer says nothing, what it would get."""
    return negotiate(place.request.header("accept"), offered) or offered[0]


def _raw_findings(
    place: Place, media: MediaType, raw: BytesBody, rules: tuple[RuleList, ...]
) -> Iterator[Finding]:
    """Bodies that are no JSON: text as a JSON string, the others as the description reads their bytes."""
    name = parse_media_type(raw.content_type or media.name)
    part = f"body {media.name}"
    if name is not None and name.type == "text" and not name.is_xml:
        try:
            text = raw.content.decode(charset_of(name) or "utf-8")
        except (UnicodeDecodeError, LookupError):
            message = f"The expected body is no text in {name}."
            yield place.found(
                interaction_not_checked.RULE, message, part=part, severity=Severity.NOTE, decided=False
            )
            return
        yield from _value_findings(place, media, text, rules)
        return
    schema = media.schema.schema if media.schema else None
    if schema is None:
        return
    found = read_body(media, raw.content, View((schema,)), content_type=name)
    if isinstance(found, Undecodable):
        message = f"The expected body could not be held against its schema: {found.why}."
        yield place.found(
            interaction_not_checked.RULE, message, part=part, severity=Severity.NOTE, decided=False
        )
        return
    yield from _reading_findings(place, media, list(found), rules)


def _reading_findings(
    place: Place, media: MediaType, readings: list[Json], rules: tuple[RuleList, ...]
) -> Iterator[Finding]:
    """What the bytes may mean is held against the schema as a JSON value is; matchers of other formats are not."""
    assert media.schema is not None
    part, schema = f"body {media.name}", media.schema.schema
    right = [value for value in readings if accepts(schema, value)]
    structured = any(isinstance(value, dict | list) for value in readings)
    if structured and not rules:
        yield from _value_findings(place, media, (right or readings)[0], rules)
    elif not right:
        for violation in absence_ignored(schema, readings[0]):
            yield impossible(place, part, violation, readings[0])
    elif rules:
        message = f"Only the expected body was checked, not what else may come as {media.name}."
        yield place.found(interaction_not_checked.RULE, message, part=part, decided=False)


def _value_findings(
    place: Place, media: MediaType, example: Json, rules: tuple[RuleList, ...]
) -> Iterator[Finding]:
    if media.schema is None:
        return
    part = f"body {media.name}"
    may_send = viewed(media.schema.schema, AS_SENT)
    shown = accepted(example, rules, reading=Reading(matched=False))
    ruled_out = list(impossibilities(place, part, may_send, shown, example))
    yield from ruled_out
    if ruled_out:
        return
    by_type = accepted(example, rules, reading=Reading(literal=False))
    yield from risks(place, part, may_send, by_type)
    for unsaid in by_type.unsaid:
        message = f"Not checked: {unsaid}."
        yield place.found(interaction_not_checked.RULE, message, part=part, subject=unsaid, decided=False)
