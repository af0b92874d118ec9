"""The response half, decided on sets: what the provider may send against what the consumer accepts.

An expectation is impossible if the two sets have nothing in common, and at risk if the provider's is not inside
the consumer's. What an example says without a matcher counts literally for the first question; for the second
only its type counts, since the provider state picks such values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assent.api.model import Header, MediaType, Operation, Response
from assent.api.sides import hidden
from assent.findings import Because, Finding, OperationPlace, Rule, Severity, Side, Witness
from assent.json import Json, format_pointer
from assent.judge.prepared import Prepared
from assent.pact.asking import (
    body_bytes,
    content_type,
    described_response,
    offered_types,
    operation_of,
    same_essence,
)
from assent.pact.headers import REGISTERED
from assent.pact.matchers import Accepted, Reading, accepted
from assent.pact.matching import STATUS_CLASSES
from assent.pact.model import AbsentBody, BytesBody, EmptyBody, ExpectedResponse, JsonBody, RuleList
from assent.pact.rules import (
    interaction_not_checked,
    response_body_at_risk,
    response_body_impossible,
    response_body_not_promised,
    response_header_at_risk,
    response_header_impossible,
    response_header_not_promised,
    response_status_not_promised,
    response_type_not_promised,
)
from assent.records import dataclass
from assent.schema.includes import Proved, Refuted, Undecided, includes
from assent.schema.model import Schema
from assent.schema.read import read
from assent.schema.views import View as SchemaView, viewed
from assent.schema.violations import Violation, accepts, innermost, violations
from assent.wire import Request
from assent.wire.bodies import read_body
from assent.wire.jsontext import charset_of
from assent.wire.media import described_as, negotiate, parse_media_type
from assent.wire.parameters import Nothing, read_header, view_of
from assent.wire.views import Undecodable, View

PRESENCE = frozenset({"required", "minProperties", "minItems", "dependentRequired", "contains"})
"""Keywords that refuse what is absent: a consumer's example shows only what it reads."""

AS_SENT = SchemaView(typed=True, closed=True, without=hidden(Side.RESPONSE))
"""How providers send: only what is named, and nothing that is write-only."""

UNIVERSAL = frozenset({"content-type", "content-length", "date", "connection", "transfer-encoding", "server"})
"""Response headers that HTTP itself defines for every answer; descriptions leave them out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where findings about one described response belong. `offered` are the media types it may come in."""

    operation: Operation
    response: Response
    request: Request
    offered: tuple[str, ...]

    def found(
        self,
        rule: Rule,
        message: str,
        *,
        part: str = "",
        subject: str = "",
        witness: Json = None,
        because: tuple[Because, ...] = (),
        severity: Severity | None = None,
        decided: bool = True,
    ) -> Finding:
        """A finding about a part of the response, as `body application/json`."""
        place = f"status {self.response.status} {part}".strip()
        shown = Witness(request=self.request, value=witness, because=because)
        return Finding(
            rule=rule,
            severity=severity or rule.severity,
            message=message,
            operations=(OperationPlace(self.operation.method, self.operation.path, place),),
            side=Side.RESPONSE,
            subject=subject,
            decided=decided,
            new=self.response.at,
            witness=shown if because or witness is not None else None,
        )


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
        offered=offered_types(prepared, operation, response),
    )
    yield from _header_findings(place, expected)
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
    promised = not isinstance(body, AbsentBody | EmptyBody) and not (
        isinstance(body, JsonBody) and body.value is None
    )
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
    match body:
        case JsonBody() if (name := parse_media_type(kind or media.name)) and (name.is_json or name.is_range):
            yield from _value_findings(place, media, body.value, expected.rules.body)
        case JsonBody() | BytesBody() if promised:
            raw = BytesBody(content=body_bytes(body), content_type=kind)
            yield from _raw_findings(place, media, raw, expected.rules.body)
        case _:
            pass


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
    readings = list(found)
    if any(accepts(schema, value) for value in readings):
        if rules or any(isinstance(value, dict | list) for value in readings):
            message = f"Only the expected body was checked, not what else may come as {media.name}."
            yield place.found(interaction_not_checked.RULE, message, part=part, decided=False)
        return
    for violation in _absence_ignored(schema, readings[0]):
        yield _impossible(place, part, violation, readings[0])


def _value_findings(
    place: Place, media: MediaType, example: Json, rules: tuple[RuleList, ...]
) -> Iterator[Finding]:
    if media.schema is None:
        return
    part = f"body {media.name}"
    may_send = viewed(media.schema.schema, AS_SENT)
    literal = accepted(example, rules)
    impossible = list(_impossibilities(place, part, may_send, literal, example))
    yield from impossible
    if impossible:
        return
    by_type = accepted(example, rules, reading=Reading(literal=False))
    yield from _risks(place, part, may_send, by_type)
    for unsaid in literal.unsaid:
        message = f"Not checked: {unsaid}."
        yield place.found(interaction_not_checked.RULE, message, part=part, subject=unsaid, decided=False)


def _impossibilities(
    place: Place, part: str, may_send: Schema, wanted: Accepted, example: Json
) -> Iterator[Finding]:
    """Findings if no value is both sent by such a provider and accepted by the consumer."""
    if accepts(may_send, example, formats="assert"):
        return
    refused = read({"not": wanted.schema}, dialect="2020-12", pool=may_send.pool)
    verdict = includes(refused, may_send, most=1, formats="assert")
    if isinstance(verdict, Refuted):
        return
    causes = list(_absence_ignored(may_send, example))
    if isinstance(verdict, Undecided) and not causes:
        message = f"Whether such a provider can send this body could not be decided: {verdict}."
        yield place.found(response_body_impossible.RULE, message, part=part, decided=False)
        return
    for violation in causes:
        yield _impossible(place, part, violation, example)
    if not causes:
        message = "No body that the description allows is one that the consumer accepts."
        yield place.found(response_body_impossible.RULE, message, part=part, witness=example)


FOLLOWS = frozenset({"not", "unevaluatedProperties", "unevaluatedItems"})
"""Keywords that a value fails as a consequence where it fits no alternative of a union."""


def _absence_ignored(schema: Schema, example: Json) -> Iterator[Violation]:
    """What the schema refuses about what is there; one for each keyword and place of the schema."""
    seen: set[object] = set()
    found = [
        (violation, [one for one in innermost(violation) if one.keyword not in PRESENCE])
        for violation in violations(schema, example, formats="assert")
    ]
    unions = [violation.value_pointer for violation, inner in found if violation.causes and inner]
    for violation, inner in found:
        at = violation.value_pointer
        if violation.keyword in FOLLOWS and any(at[: len(union)] == union for union in unions):
            continue
        for cause in inner[:1]:
            where = cause.keyword, cause.at
            if where not in seen:
                seen.add(where)
                yield cause


def _impossible(place: Place, part: str, violation: Violation, example: Json) -> Finding:
    because = Because(
        keyword=violation.keyword,
        value_pointer=violation.value_pointer,
        schema_pointer=violation.at.pointer,
        message=violation.message,
    )
    where = format_pointer(violation.value_pointer)
    return place.found(
        response_body_impossible.RULE,
        f"The consumer expects a body that the description rules out{' at ' + where if where else ''}: "
        f"{violation.message}.",
        part=part,
        subject=f"{where} {violation.keyword}".strip(),
        witness=example,
        because=(because,),
    )


def _risks(
    place: Place, part: str, may_send: Schema, wanted: Accepted, *, rule: Rule = response_body_at_risk.RULE
) -> Iterator[Finding]:
    """A finding for each reason why the provider may send what the consumer refuses."""
    what = part.partition(" ")[0]
    consumer = read(wanted.schema, dialect="2020-12", pool=may_send.pool)
    match includes(consumer, may_send):
        case Proved():
            return
        case Undecided() as doubt:
            message = f"Whether the consumer accepts everything described could not be decided: {doubt}."
            yield place.found(rule, message, part=part, decided=False)
        case Refuted(witnesses=witnesses):
            for witness in witnesses:
                where = format_pointer(witness.value_pointer)
                yield place.found(
                    rule,
                    f"The provider may send a {what} that the consumer refuses{' at ' + where if where else ''}: "
                    f"{witness.message}.",
                    part=part,
                    subject=f"{where} {witness.keyword}".strip(),
                    witness=witness.value,
                    because=(
                        Because(
                            keyword=witness.keyword,
                            value_pointer=witness.value_pointer,
                            schema_pointer=witness.at.pointer,
                            message=witness.message,
                        ),
                    ),
                )


def _header_findings(place: Place, expected: ExpectedResponse) -> Iterator[Finding]:
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
            yield from _described_header_findings(place, described, part, value)
            yield from _header_risks(place, described, part, value, expected.rules.header.get(key, ()))


def _described_header_findings(place: Place, described: Header, part: str, value: str) -> Iterator[Finding]:
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
        yield place.found(response_header_at_risk.RULE, message, part=part)


def _header_risks(
    place: Place, described: Header, part: str, value: str, rules: tuple[RuleList, ...]
) -> Iterator[Finding]:
    """What the header may hold and the consumer's matchers refuse, where both speak of texts."""
    if not rules or described.schema is None:
        return
    wanted = accepted(value, rules, reading=Reading(literal=False))
    may_send = viewed(described.schema.schema, AS_SENT)
    texts = read({"type": "string"}, dialect="2020-12", pool=may_send.pool)
    if isinstance(includes(texts, may_send), Proved):
        yield from _risks(place, part, may_send, wanted, rule=response_header_at_risk.RULE)
    elif wanted.schema != {"type": "string"}:
        message = f"The matchers of the header {described.name} were not checked: it holds no text."
        yield place.found(interaction_not_checked.RULE, message, part=part, decided=False)
