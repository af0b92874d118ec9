"""What of a description no consumer touches: operations, parameters, media types, properties, enum values.

Only what lies in the reach of consumers is walked: below a property that nobody uses nothing more is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from assent.api.model import Api, MediaType, Operation, OperationKey, ParameterKey
from assent.json import Json, Pointer, format_pointer
from assent.judge.subject import Subject
from assent.pact.asking import described_response, sent
from assent.pact.model import AbsentBody, Body, BytesBody, EmptyBody, Interaction, JsonBody, Pact
from assent.pact.verify import Verifier
from assent.records import dataclass, field
from assent.schema.frozen import freeze
from assent.wire import Exchange
from assent.wire.bodies import read_body
from assent.wire.media import described_as, parse_media_type
from assent.wire.parameters import Nothing, view_of
from assent.wire.views import Undecodable, View


@dataclass(slots=True)
class Touched:
    """What the interactions with one operation use: parameters with their values, and JSON bodies by media type."""

    parameters: dict[ParameterKey, list[Json]] = field(default_factory=dict)
    bodies: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    interactions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """One thing that no consumer touches: its kind, and where in which operation."""

    kind: str
    method: str
    path: str
    place: str = ""
    name: str = ""

    def json(self) -> dict[str, Json]:
        return {
            "kind": self.kind,
            "method": self.method,
            "path": self.path,
            "place": self.place,
            "name": self.name,
        }

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.method, self.path, self.place, self.name) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of a description pacts reach. `counts` are (reached, described) by kind."""

    unused: tuple[Unused, ...]
    counts: Mapping[str, tuple[int, int]]

    def json(self) -> dict[str, Json]:
        counts: dict[str, Json] = {
            kind: {"reached": reached, "described": described}
            for kind, (reached, described) in self.counts.items()
        }
        return {"counts": counts, "unused": [one.json() for one in self.unused]}


def coverage(api: Api, pacts: Iterable[Pact]) -> Coverage:
    """What of the description the pacts' interactions touch, and what they do not."""
    verifier = Verifier(api)
    touched: dict[OperationKey, Touched] = {}
    for pact in pacts:
        for interaction in pact.interactions:
            _touch(verifier, interaction, touched)
    reached: dict[str, int] = {}
    described: dict[str, int] = {}
    unused: list[Unused] = []
    for kind, used, what in _everything(api, touched):
        described[kind] = described.get(kind, 0) + 1
        reached[kind] = reached.get(kind, 0) + used
        if not used:
            unused.append(what)
    counts = {kind: (reached[kind], total) for kind, total in described.items()}
    return Coverage(unused=tuple(unused), counts=counts)


def _touch(verifier: Verifier, interaction: Interaction, touched: dict[OperationKey, Touched]) -> None:
    if interaction.request is None:
        return
    request = sent(interaction.request)
    subject = Subject(verifier.serving(request.method, request.path), Exchange(request))
    operation = subject.operation
    if operation is None:
        return
    found = touched.setdefault(operation.key, Touched())
    found.interactions += 1
    for heard in subject.parameters:
        if not isinstance(heard.reading, Nothing):
            read = () if isinstance(heard.reading, Undecodable) else heard.reading[:1]
            found.parameters.setdefault(heard.plan.parameter.key, []).extend(read)
    if operation.request_body is not None:
        kind = request.header("content-type")
        _touch_body(found, "", operation.request_body.content, interaction.request.body, kind)
    response = interaction.response
    if response is not None and response.status is not None:
        answer = described_response(operation, response.status)
        if answer is not None:
            kind = next((value for name, value in response.headers if name.lower() == "content-type"), None)
            found.bodies.setdefault((answer.status, ""), [])
            _touch_body(found, answer.status, answer.content, response.body, kind)


def _touch_body(
    found: Touched, status: str, content: Mapping[str, MediaType], body: Body, kind: str | None
) -> None:
    """Note the body's value under its described media type; one that names none goes to the first."""
    declared = kind or getattr(body, "content_type", None)
    if not content or (declared is None and isinstance(body, AbsentBody | EmptyBody)):
        return
    named = described_as(declared, content) if declared else None
    name = named or next(iter(content))
    values = found.bodies.setdefault((status, name), [])
    media = content[name]
    match body:
        case JsonBody():
            values.append(body.value)
        case BytesBody():
            read = read_body(
                media, body.content, view_of(media), content_type=parse_media_type(declared or "")
            )
            values.extend(() if isinstance(read, Undecodable) else list(read)[:1])
        case _:
            pass


def _everything(api: Api, touched: Mapping[OperationKey, Touched]) -> Iterator[tuple[str, bool, Unused]]:
    for key in api.operations:
        mine = touched.get(key)
        yield "operation", mine is not None, Unused(kind="operation", method=key.method, path=key.path)
        if mine is not None:
            for kind, used, place, name in _of_operation(api.operations[key], mine):
                what = Unused(kind=kind, method=key.method, path=key.path, place=place, name=name)
                yield kind, used, what


def _of_operation(operation: Operation, mine: Touched) -> Iterator[tuple[str, bool, str, str]]:
    for key, parameter in operation.parameters.items():
        yield "parameter", key in mine.parameters, key.location.value, key.name
        place = f"{key.location.value} {key.name}"
        yield from _of_parts(view_of(parameter), mine.parameters.get(key, []), place, "readOnly")
    if operation.request_body is not None:
        yield from _of_content("", "body", operation.request_body.content, mine)
    for status, response in operation.responses.items():
        reached = (status, "") in mine.bodies
        yield "response", reached, f"status {status}", ""
        if reached:
            yield from _of_content(status, f"status {status} body", response.content, mine)


def _of_content(
    status: str, place: str, content: Mapping[str, MediaType], mine: Touched
) -> Iterator[tuple[str, bool, str, str]]:
    for name, media in content.items():
        values = mine.bodies.get((status, name), [])
        yield "media type", (status, name) in mine.bodies, place, name
        hidden = "writeOnly" if status else "readOnly"
        yield from _of_parts(view_of(media), values, f"{place} {name}", hidden)


def _of_parts(
    within: View, values: list[Json], place: str, hidden: str
) -> Iterator[tuple[str, bool, str, str]]:
    """The parts of the values at one place, each with its place and name as they are told."""
    for kind, used, pointer, what in _of_values(within, values, (), hidden):
        yield kind, used, place, f"{format_pointer(pointer)} {what}".strip()


def _of_values(
    within: View, values: list[Json], at: Pointer, hidden: str
) -> Iterator[tuple[str, bool, Pointer, str]]:
    """The named members and enum values at a place that consumers reach, and below, but for `hidden` ones."""
    seen = {freeze(value) for value in values if not isinstance(value, dict | list)}
    for schema in within.schemas:
        for value in schema.keywords.get("enum", ()):
            if not isinstance(value, dict | list) and seen:
                yield "enum value", freeze(value) in seen, at, str(value)
    objects = [value for value in values if isinstance(value, dict)]
    if objects:
        for name in within.names:
            if within.member(name).marked(hidden):
                continue
            below = [value[name] for value in objects if name in value]
            yield "property", bool(below), (*at, name), ""
            if below:
                yield from _of_values(within.member(name), below, (*at, name), hidden)
    items = [item for value in values if isinstance(value, list) for item in value]
    if items:
        yield from _of_values(within.item(0), items, (*at, "*"), hidden)
