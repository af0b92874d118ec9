"""A described response made into an answer: media type, example or value, headers, and the proof that it is valid.

Source: RFC 9110 §12 (negotiation), RFC 8594 (Sunset), OAS 3.1.1 §4.8.17.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime

from assent.api.model import MediaType, Operation
from assent.findings import Finding, Severity, Side
from assent.json import Json
from assent.judge.checking import Opinion
from assent.judge.judge import judge_response
from assent.judge.subject import Subject
from assent.records import replace
from assent.serve import choice
from assent.serve.choice import Described, Missing
from assent.serve.compose import Made, NoValue, salt_of, sight, written
from assent.serve.echo import echoed
from assent.serve.problems import problem, violations_of
from assent.serve.provider import MOST_PROVED, Mock
from assent.serve.state import Asked, Unchanged, after
from assent.serve.wishes import Wishes
from assent.wire import Exchange, Headers, Response
from assent.wire.media import parse_media_type

NO_BODY = frozenset({204, 205, 304})


def response(
    provider: Mock,
    subject: Subject,
    described: Described,
    wanted: Wishes,
    *,
    lenient: bool = False,
    about: Asked | None = None,
) -> Response:
    """The described response, or a problem document that says why there is none.

    `lenient`: a type the client did not ask for is better than no explanation. `about` is what is remembered of it.
    """
    kinds = choice.media_types(described.response, subject.request.header("accept"))
    if isinstance(kinds, Missing):
        if not lenient:
            return missing(kinds)
        kinds = tuple(described.response.content)
    dynamic = provider.manners.dynamic if wanted.dynamic is None else wanted.dynamic
    headers = _headers(provider, subject, described, dynamic=dynamic)
    if isinstance(headers, NoValue):
        return problem(500, headers.why)
    if not kinds or described.status in NO_BODY:
        if provider.store is not None and about is not None:
            after(provider.store, about, None, None)
        return proved(provider, subject, Response(described.status, headers))
    chosen = _first_made(provider, subject, described, kinds, wanted, dynamic=dynamic)
    if isinstance(chosen, Missing):
        return missing(chosen)
    media, made = chosen
    headers = (("Content-Type", _with_charset(made.content_type)), *headers)
    if media.schema is not None and wanted.example is None:
        personal = _personal(provider, subject, media, made, about)
        if personal is not made:
            found = proved(provider, subject, Response(described.status, headers, personal.body))
            if found.status == described.status:
                return found
    return proved(provider, subject, Response(described.status, headers, made.body))


def missing(what: Missing) -> Response:
    """A problem document about what the description does not have."""
    return problem(what.status, what.why, offered=list(what.offered))


def proved(provider: Mock, subject: Subject, answer: Response) -> Response:
    """The response itself if the judge has nothing against it; once for each distinct answer of an operation."""
    operation = subject.operation
    assert operation is not None
    key = operation.key, subject.request.method, answer.status, answer.headers, answer.body
    if key not in provider.proved:
        if len(provider.proved) >= MOST_PROVED:
            provider.proved.clear()
        provider.proved[key] = tuple(_wrong(subject, answer))
    wrong = provider.proved[key]
    if wrong:
        detail = f"The answer would not be valid: {wrong[0].message}"
        return problem(500, detail, violations=violations_of(wrong))
    return answer


def _wrong(subject: Subject, answer: Response) -> Iterator[Finding]:
    """What is surely wrong with the answer. The body of an answer to HEAD is judged as the one to GET."""
    request = subject.request
    if request.method.upper() == "HEAD" and subject.operation and subject.operation.method != "HEAD":
        request = replace(request, method=subject.operation.method)
    for finding in judge_response(Subject(subject.prepared, Exchange(request, answer))):
        if finding.side is Side.RESPONSE and finding.decided and finding.severity is Severity.ERROR:
            yield finding


def _first_made(
    provider: Mock,
    subject: Subject,
    described: Described,
    kinds: tuple[str, ...],
    wanted: Wishes,
    *,
    dynamic: bool,
) -> tuple[MediaType, Made] | Missing:
    """The body in the first of these types that can carry one, and has the example that was asked for."""
    request = subject.request
    salt = salt_of(request.method, request.url, request.body) if dynamic else b""
    first: Missing | None = None
    for kind in kinds:
        media = described.response.content[kind]
        example = choice.example(media, wanted.example)
        if isinstance(example, Missing):
            first = first or example
            continue
        made = provider.composer.body(media, example=example, dynamic=dynamic, salt=salt)
        if isinstance(made, Made):
            return media, made
        first = first or Missing(status=500, why=made.why, offered=kinds)
    assert first is not None
    return first


def _headers(provider: Mock, subject: Subject, described: Described, *, dynamic: bool) -> Headers | NoValue:
    """The described headers, and what tells of the operation's end."""
    composer, request, operation = provider.composer, subject.request, subject.operation
    assert operation is not None
    random = composer.random(salt_of(request.method, request.url, request.body)) if dynamic else None
    headers: list[tuple[str, str]] = []
    for field in composer.headers(described.response.headers, random):
        if isinstance(field, NoValue):
            return field
        headers.append(field)
    if described.status == 405 and not any(name.lower() == "allow" for name, _ in headers):
        methods = provider.prepared.api.paths[operation.path].operations  # RFC 9110 §15.5.6: Allow is a must
        headers.append(("Allow", choice.allowed(list(methods), cors=provider.manners.cors)))
    return (*headers, *_lifecycle(operation))


def _personal(provider: Mock, subject: Subject, media: MediaType, made: Made, about: Asked | None) -> Made:
    """The body with what was asked and what is remembered in it, where it stays valid."""
    value = made.value
    if provider.manners.echo and media.schema is not None:
        said = _said(subject)
        if said:
            value = echoed(value, sent=said, schema=sight(media.schema.schema).valid)
    if provider.store is not None and about is not None:
        known = after(provider.store, about, media, value)
        value = value if isinstance(known, Unchanged) else known
    if value is made.value:
        return made
    again = written(media, value, made.content_type, again=False)
    return again if isinstance(again, Made) else made


def _said(subject: Subject) -> dict[str, Json]:
    """What the request says by name: its path parameters, and the members of its body."""
    said: dict[str, Json] = {}
    body = subject.request_body
    if body is not None and isinstance(body.opinion, Opinion) and isinstance(body.opinion.value, dict):
        said.update(body.opinion.value)
    for heard in subject.parameters:
        if heard.plan.parameter.location.value == "path" and heard.opinion is not None:
            said[heard.plan.parameter.name] = heard.opinion.value
    return said


def _with_charset(content_type: str) -> str:
    name = parse_media_type(content_type)
    if name is not None and name.type == "text" and name.parameter("charset") is None:
        return f"{content_type}; charset=utf-8"
    return content_type


def _lifecycle(operation: Operation) -> Iterator[tuple[str, str]]:
    """`Deprecation: true` as in the header's drafts: RFC 9745 wants a date, which descriptions do not tell."""
    if operation.deprecated:
        yield "Deprecation", "true"
    sunset = operation.extensions.get("x-sunset")
    if isinstance(sunset, str):
        try:
            day = datetime.fromisoformat(sunset)
        except ValueError:
            return
        known = day.astimezone(UTC) if day.tzinfo else day.replace(tzinfo=UTC)
        yield "Sunset", format_datetime(known, usegmt=True)
