"""The mock: one request, one answer, proven valid before it leaves. Pure: no sockets, no clock.

Source: RFC 9110 for statuses and negotiation, OAS 3.1.1 for what is described.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from assent.api.model import Api, MediaType, Operation
from assent.api.routing import NotAllowed, Route
from assent.findings import Finding, Severity, Side
from assent.json import Json
from assent.judge.checking import Opinion
from assent.judge.judge import judge_subject
from assent.judge.prepared import Prepared, prepare
from assent.judge.subject import Subject
from assent.schema.views import viewed
from assent.serve import choice
from assent.serve.choice import Described, Missing
from assent.serve.compose import AS_ANSWERED, Composer, Made, NoValue, salt_of, written
from assent.serve.echo import echoed
from assent.serve.problems import problem, violations_of
from assent.serve.refusals import UNAUTHORIZED, challenges, refused, statuses
from assent.serve.resources import Resource, resources
from assent.serve.state import Asked, Gone, Unchanged, after, asked, before
from assent.serve.store import Store
from assent.serve.wishes import Wishes, wishes, without_wishes
from assent.wire import Exchange, Headers, Request, Response
from assent.wire.media import parse_media_type
from assent.wire.styles import unescape

NO_BODY = frozenset({204, 205, 304})


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How the mock behaves beyond what is described.

    `dynamic`: bodies vary with the request. `cors`: any origin may call. `strict`: warnings refuse a request too.
    `echo`: ids and posted fields come back.
    """

    dynamic: bool = False
    cors: bool = True
    strict: bool = False
    echo: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Mock:
    """An Api ready to be answered for, made by `mock`. With a store it remembers."""

    prepared: Prepared
    composer: Composer
    manners: Manners
    store: Store | None = None
    resources: Mapping[str, Resource] = field(default_factory=dict)
    proved: dict[object, tuple[Finding, ...]] = field(default_factory=dict)


def mock(
    api: Api,
    *,
    manners: Manners | None = None,
    composer: Composer | None = None,
    bases: tuple[str, ...] | None = None,
    store: Store | None = None,
) -> Mock:
    """A mock of the Api, below its servers' base paths or below those given."""
    return Mock(
        prepared=prepare(api, bases=bases),
        composer=composer or Composer(),
        manners=manners or Manners(),
        store=store,
        resources=resources(api.operations.nodes) if store is not None else {},
    )


def answer(provider: Mock, request: Request) -> Response:
    """The answer of a provider that keeps to its description."""
    wanted = wishes(request)
    asked = without_wishes(request)
    response = _answer(provider, asked, wanted)
    if provider.manners.cors:
        response = replace(response, headers=(*response.headers, *_cors(asked)))
    if asked.method.upper() == "HEAD":
        return replace(response, body=b"")
    return response


def _answer(provider: Mock, request: Request, wanted: Wishes) -> Response:
    subject = Subject(provider.prepared, Exchange(request))
    if subject.operation is None:
        return _elsewhere(provider, subject)
    findings = list(judge_subject(subject))
    problems = refused(findings, strict=provider.manners.strict)
    if problems:
        return _refusal(provider, subject, problems, wanted=wanted)
    if "415" in subject.operation.responses:
        unwanted = [one for one in findings if one.rule.id == "undocumented-request-body"]
        if unwanted:
            return _refusal(provider, subject, unwanted, only=(415,))
    if wanted.code is not None:
        chosen = choice.wished(subject.operation, wanted.code)
        if isinstance(chosen, Missing):
            return _missing(chosen)
        return _described(provider, subject, chosen, wanted)
    about = _about(provider, subject)
    if provider.store is not None and about is not None and isinstance(before(provider.store, about), Gone):
        return _gone(provider, subject, about)
    described = choice.success(subject.operation)
    if described is None:
        return Response(200)  # nothing is promised, so nothing can be wrong
    return _described(provider, subject, described, wanted, about=about)


def _about(provider: Mock, subject: Subject) -> Asked | None:
    """The request as one about a resource, where the mock remembers any."""
    if provider.store is None or not isinstance(subject.found, Route):
        return None
    body = subject.request_body
    sent = body.opinion.value if body is not None and isinstance(body.opinion, Opinion) else None
    key, parameters = subject.found.operation, subject.found.parameters
    texts = {name: unescape(text) for name, text in parameters.items()}
    return asked(provider.resources, key.path, key.method, texts, sent)


def _gone(provider: Mock, subject: Subject, about: Asked) -> Response:
    assert subject.operation is not None
    described = choice.refusal(subject.operation, (404,))
    if described is not None:
        response = _described(provider, subject, described, Wishes(), lenient=True)
        if response.status == 404:
            return response
    return problem(404, f"There is no {about.id!r} in {about.collection}.")


def _elsewhere(provider: Mock, subject: Subject) -> Response:
    """Nothing is described for this method and path."""
    request = subject.request
    match subject.found:
        case NotAllowed(methods=methods):
            cors = provider.manners.cors
            allow = ("Allow", choice.allowed(methods, cors=cors))
            if cors and request.method.upper() == "OPTIONS":
                return Response(204, (allow,))
            detail = f"{request.path} is described with {', '.join(methods)}."
            return problem(405, detail, headers=(allow,))
        case _:
            return problem(404, f"No path of the description matches {request.path}.")


def _refusal(
    provider: Mock,
    subject: Subject,
    problems: list[Finding],
    *,
    only: tuple[int, ...] = (),
    wanted: Wishes | None = None,
) -> Response:
    """The answer to a request that the description refuses."""
    operation = subject.operation
    assert operation is not None
    fitting = only or statuses(problems)
    headers: Headers = ()
    if any(finding.rule.id == UNAUTHORIZED for finding in problems):
        headers = challenges(operation)
    described = choice.refusal(operation, fitting)
    if described is not None:
        heeded = wanted if wanted and wanted.code == str(described.status) else Wishes()
        response = _described(provider, subject, described, heeded, lenient=True)
        if response.status == described.status or heeded is wanted:
            names = {name.lower() for name, _ in response.headers}
            added = tuple(pair for pair in headers if pair[0].lower() not in names)
            return replace(response, headers=(*response.headers, *added))
    detail = problems[0].message
    return problem(fitting[0], detail, headers=headers, violations=violations_of(problems))


def _missing(missing: Missing) -> Response:
    return problem(missing.status, missing.why, offered=list(missing.offered))


def _described(
    provider: Mock,
    subject: Subject,
    described: Described,
    wanted: Wishes,
    *,
    lenient: bool = False,
    about: Asked | None = None,
) -> Response:
    """The described response. `lenient`: a type the client did not ask for is better than no explanation."""
    manners, request, operation = provider.manners, subject.request, subject.operation
    assert operation is not None
    kind = choice.media_type(described.response, request.header("accept"))
    if isinstance(kind, Missing):
        if not lenient:
            return _missing(kind)
        kind = next(iter(described.response.content))
    dynamic = manners.dynamic if wanted.dynamic is None else wanted.dynamic
    salt = salt_of(request.method, request.url, request.body)
    random = provider.composer.random(salt) if dynamic else None
    headers: list[tuple[str, str]] = []
    for field_ in provider.composer.headers(described.response.headers, random):
        if isinstance(field_, NoValue):
            return problem(500, field_.why)
        headers.append(field_)
    headers += _lifecycle(operation)
    if kind is None or described.status in NO_BODY:
        if provider.store is not None and about is not None:
            after(provider.store, about, None, None)
        return _proved(provider, subject, Response(described.status, tuple(headers)))
    media = described.response.content[kind]
    example = choice.example(media, wanted.example)
    if isinstance(example, Missing):
        return _missing(example)
    made = provider.composer.body(media, example=example, dynamic=dynamic, salt=salt)
    if isinstance(made, NoValue):
        return problem(500, made.why)
    if media.schema is not None and wanted.example is None:
        made = _personal(provider, subject, media, made, about)
    headers.insert(0, ("Content-Type", _with_charset(made.content_type)))
    return _proved(provider, subject, Response(described.status, tuple(headers), made.body))


def _personal(provider: Mock, subject: Subject, media: MediaType, made: Made, about: Asked | None) -> Made:
    """The body with what was asked and what is remembered in it, where it stays valid."""
    value = made.value
    if provider.manners.echo and media.schema is not None:
        schema = viewed(media.schema.schema, AS_ANSWERED)
        value = echoed(value, sent=_said(subject), schema=schema)
    if provider.store is not None and about is not None:
        known = after(provider.store, about, media, value)
        value = value if isinstance(known, Unchanged) else known
    if value is made.value:
        return made
    again = written(media, value, made.content_type)
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
    """Source: RFC 9745 (Deprecation), RFC 8594 (Sunset)."""
    if operation.deprecated:
        yield "Deprecation", "true"
    sunset = operation.extensions.get("x-sunset")
    if isinstance(sunset, str):
        from datetime import UTC, datetime
        from email.utils import format_datetime

        try:
            day = datetime.fromisoformat(sunset)
        except ValueError:
            return
        yield (
            "Sunset",
            format_datetime(day.astimezone(UTC) if day.tzinfo else day.replace(tzinfo=UTC), usegmt=True),
        )


def _cors(request: Request) -> Iterator[tuple[str, str]]:
    """Source: the Fetch standard's CORS protocol."""
    yield "Access-Control-Allow-Origin", request.header("origin") or "*"
    yield "Access-Control-Allow-Headers", request.header("access-control-request-headers") or "*"
    yield "Access-Control-Allow-Credentials", "true"
    if request.method.upper() == "OPTIONS":
        yield "Access-Control-Allow-Methods", request.header("access-control-request-method") or "*"


def _proved(provider: Mock, subject: Subject, response: Response) -> Response:
    """The response itself if the judge has nothing against it; once for each distinct answer of an operation."""
    operation = subject.operation
    assert operation is not None
    key = operation.key, response.status, response.headers, response.body
    if key not in provider.proved:
        judged = judge_subject(Subject(provider.prepared, Exchange(subject.request, response)))
        provider.proved[key] = tuple(
            finding
            for finding in judged
            if finding.side is Side.RESPONSE and finding.decided and finding.severity is Severity.ERROR
        )
    wrong = provider.proved[key]
    if wrong:
        detail = f"The answer would not be valid: {wrong[0].message}"
        return problem(500, detail, violations=violations_of(wrong))
    return response
