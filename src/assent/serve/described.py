"""A described response made into an answer: media type, example or value, headers, and the proof that it is valid.

Source: RFC 9110 §12 (negotiation), RFC 8594 (Sunset), OAS 3.1.1 §4.8.17.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

from assent.api.model import MediaType, Operation
from assent.findings import Finding, Severity, Side
from assent.json import Json, canonical
from assent.judge.checking import Opinion
from assent.judge.judge import judge_response
from assent.judge.subject import Subject
from assent.records import replace
from assent.serve import choice
from assent.serve.choice import Described, Missing
from assent.serve.compose import Made, NoValue, salt_of, sight, written
from assent.serve.echo import echoed
from assent.serve.located import located
from assent.serve.mixing import Mix, mix_of
from assent.serve.problems import problem, violations_of
from assent.serve.proof import valid
from assent.serve.provider import MOST_MIXED, MOST_PROVED, MOST_READY, MOST_REMEMBERED, Mock
from assent.serve.ready import Ready, personal, ready_of, schemas_of
from assent.serve.state import Asked, Unchanged, after
from assent.serve.wishes import Wishes
from assent.wire import Exchange, Headers, Request, Response
from assent.wire.media import parse_media_type

NO_BODY = frozenset({204, 205, 304})

DEPRECATED_SINCE = ("x-deprecated-at", "x-deprecated-since", "x-deprecation-date")
"""Extensions under which authors write the date of a deprecation; no standard names one."""


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
    dynamic = is_dynamic(provider, wanted)
    if dynamic and provider.store is None and wanted.example is None:
        said = _said(subject) if provider.manners.echo else {}
        mix = mix_for(provider, subject, described)
        mixed = _mixed(provider, subject, mix, said) if mix is not None else None
        if mixed is not None:
            return mixed
        salt = salt_of(subject.request.method, subject.request.url, subject.request.body)
        drafted = _draft(provider, subject, described, salt, said)
        if drafted is not None:
            return drafted[0]
    make = _anew if dynamic else _kept
    ready = make(provider, subject, described, wanted, lenient=lenient)
    if isinstance(ready, Response):
        return ready
    media, made = ready.media, ready.made
    if made is None or media is None:
        if provider.store is not None and about is not None:
            known = after(provider.store, about, None, None)
            if not isinstance(known, Unchanged):
                placed = located(ready.answer, subject.request, about, known, described.response.headers)
                found = proved(provider, subject, placed)
                if found.status == described.status:
                    return found
    elif media.schema is not None and wanted.example is None:
        said = _said(subject) if provider.manners.echo else {}
        if provider.store is None and not dynamic:
            quick = personal(ready, said, lambda first: not any(_wrong(subject, first)))
            if quick is not None:
                return proved(provider, subject, quick) if quick is ready.answer else quick
        changed = _with_request(provider, media, made, said, about)
        if changed is not made:
            answer = replace(ready.answer, body=changed.body)
            placed = located(answer, subject.request, about, changed.value, described.response.headers)
            for candidate in (placed, answer):
                found = proved(provider, subject, candidate)
                if found.status == described.status:
                    return found
    return proved(provider, subject, ready.answer)


def _kept(
    provider: Mock, subject: Subject, described: Described, wanted: Wishes, *, lenient: bool
) -> Ready | Response:
    """The static answer, made once for everything that it depends on; or a problem document."""
    operation = subject.operation
    assert operation is not None
    key = operation.key, described.status, subject.request.header("accept"), wanted.example, lenient
    known = provider.ready.get(key)
    if known is None:
        known = _made(provider, subject, described, wanted, lenient=lenient, salt=None)
        if len(provider.ready) >= MOST_READY:
            provider.ready.clear()
        provider.ready[key] = known
    return known


def _anew(
    provider: Mock, subject: Subject, described: Described, wanted: Wishes, *, lenient: bool
) -> Ready | Response:
    """An answer with values for this request; or a problem document."""
    request = subject.request
    salt = salt_of(request.method, request.url, request.body)
    return _made(provider, subject, described, wanted, lenient=lenient, salt=salt)


def is_dynamic(provider: Mock, wanted: Wishes) -> bool:
    """Whether the answer's values shall be made for the request."""
    return provider.manners.dynamic if wanted.dynamic is None else wanted.dynamic


def ready_for(provider: Mock, subject: Subject, described: Described, wanted: Wishes) -> Ready | Mix | None:
    """What answers to requests that differ in their paths alone are made of; None where each needs a look."""
    if is_dynamic(provider, wanted):
        return None if wanted.example is not None else mix_for(provider, subject, described)
    ready = _kept(provider, subject, described, wanted, lenient=False)
    if isinstance(ready, Response) or proved(provider, subject, ready.answer) is not ready.answer:
        return None
    return ready


def quickly(
    provider: Mock, request: Request, ready: Ready | Mix, wanted: Wishes, said: Mapping[str, Json]
) -> Response | None:
    """The answer to a request of which only its path says something; None if it takes more care."""

    def prove(first: Response) -> bool:
        return not any(_wrong(Subject(provider.prepared, Exchange(request)), first))

    said = said if provider.manners.echo and wanted.example is None else {}
    if isinstance(ready, Ready):
        return personal(ready, said, prove)
    return ready.answer(_seeded(provider, request), said, prove)


def _mixed(provider: Mock, subject: Subject, mix: Mix, said: Mapping[str, Json]) -> Response | None:
    return mix.answer(_seeded(provider, subject.request), said, lambda first: not any(_wrong(subject, first)))


def _seeded(provider: Mock, request: Request) -> bytes:
    """What decides on a mix: the same for the same seed and request."""
    return b"%d\0%s" % (provider.composer.seed, salt_of(request.method, request.url, request.body))


def mix_for(provider: Mock, subject: Subject, described: Described) -> Mix | None:
    """How answers of that kind are mixed; None if their values are made for each request."""
    plan = subject.plan
    kinds = choice.media_types(described.response, subject.request.header("accept"))
    if plan is None or isinstance(kinds, Missing) or not kinds or described.status in NO_BODY:
        return None
    if not choice.is_usual(kinds[0], subject.request.header("accept")):
        return None
    key = plan.operation.key, subject.request.method, described.status, kinds[0]
    if key not in provider.mixes:
        if len(provider.mixes) >= MOST_MIXED:
            provider.mixes.clear()
        provider.mixes[key] = _new_mix(provider, subject, described, kinds[0])
    return provider.mixes[key]


def _new_mix(provider: Mock, subject: Subject, described: Described, kind: str) -> Mix | None:
    media, plan = described.response.content[kind], subject.plan
    if plan is None or media.schema is None or media.item_schema is not None or described.response.links:
        return None
    check = plan.media(Side.RESPONSE, media).check
    if check.marks or check.undecided:
        return None
    words = plan.operation.method, plan.operation.path, described.status, kind

    def make(number: int) -> tuple[Response, Made] | None:
        return _draft(provider, subject, described, canonical([*words, number]), {})

    first = make(0)
    return None if first is None else mix_of(media, first[1], schemas_of(media), make)


def _draft(
    provider: Mock, subject: Subject, described: Described, salt: bytes, said: Mapping[str, Json]
) -> tuple[Response, Made] | None:
    """An answer with values by the salt, written once and proven; None if more care is needed."""
    kinds = choice.media_types(described.response, subject.request.header("accept"))
    if isinstance(kinds, Missing) or not kinds or described.status in NO_BODY:
        return None
    if not choice.is_usual(kinds[0], subject.request.header("accept")):
        return None
    media = described.response.content[kinds[0]]
    headers = _headers(provider, subject, described, salt)
    if isinstance(headers, NoValue):
        return None

    def with_said(value: Json) -> Json:
        return echoed(value, sent=said, schema=sight(media.schema.schema).valid) if media.schema else value

    made = provider.composer.draft(media, salt, with_said)
    if isinstance(made, NoValue):
        return None
    content = ("Content-Type", _with_charset(made.content_type))
    answer = Response(described.status, (content, *headers), made.body)
    right = valid(
        answer,
        provider=provider,
        subject=subject,
        media=media,
        made=made,
        judge=lambda whole: not any(_wrong(subject, whole)),
    )
    return (answer, made) if right else None


def _made(
    provider: Mock,
    subject: Subject,
    described: Described,
    wanted: Wishes,
    *,
    lenient: bool,
    salt: bytes | None,
) -> Ready | Response:
    """An answer that nobody has proven yet; or a problem document. Values vary with the salt, if there is any."""
    kinds = choice.media_types(described.response, subject.request.header("accept"))
    if isinstance(kinds, Missing):
        if not lenient:
            return missing(kinds)
        kinds = tuple(described.response.content)
    headers = _headers(provider, subject, described, salt)
    if isinstance(headers, NoValue):
        return problem(500, headers.why)
    if not kinds or described.status in NO_BODY:
        return Ready(answer=Response(described.status, headers))
    accept = None if lenient else subject.request.header("accept")
    chosen = _first_made(provider, described, kinds, wanted, salt, accept=accept)
    if isinstance(chosen, Missing):
        return missing(chosen)
    media, made = chosen
    headers = (("Content-Type", _with_charset(made.content_type)), *headers)
    return ready_of(Response(described.status, headers, made.body), media, made)


def missing(what: Missing) -> Response:
    """A problem document about what the description does not have."""
    return problem(what.status, what.why, offered=list(what.offered))


def proved(provider: Mock, subject: Subject, answer: Response) -> Response:
    """The response itself if the judge has nothing against it; once for each distinct answer of an operation."""
    operation = subject.operation
    assert operation is not None
    key = operation.key, subject.request.method, answer.status, answer.headers, answer.body
    wrong = provider.proved.get(key)
    if wrong is None:
        wrong = tuple(_wrong(subject, answer))
        if len(answer.body) <= MOST_REMEMBERED:
            if len(provider.proved) >= MOST_PROVED:
                provider.proved.clear()
            provider.proved[key] = wrong
    if wrong:
        detail = f"The answer would not be valid: {wrong[0].message}"
        return problem(500, detail, violations=violations_of(wrong))
    return answer


def _wrong(subject: Subject, answer: Response) -> Iterator[Finding]:
    """What is surely wrong with the answer. The body of an answer to HEAD is judged as the one to GET."""
    request = subject.request
    if request.method.upper() == "HEAD" and subject.operation and subject.operation.method != "HEAD":
        request = replace(request, method=subject.operation.method)
        judged = Subject(subject.prepared, Exchange(request, answer))
    else:
        judged = subject.answered(answer)
    for finding in judge_response(judged):
        if finding.side is Side.RESPONSE and finding.decided and finding.severity is Severity.ERROR:
            yield finding


def _first_made(
    provider: Mock,
    described: Described,
    kinds: tuple[str, ...],
    wanted: Wishes,
    salt: bytes | None,
    *,
    accept: str | None,
) -> tuple[MediaType, Made] | Missing:
    """The body in the first of these types that can carry one, and has the example that was asked for."""
    first: Missing | None = None
    for kind in kinds:
        media = described.response.content[kind]
        example = choice.example(media, wanted.example)
        if isinstance(example, Missing):
            first = first or example
            continue
        types = choice.concrete_types(kind, accept)
        if isinstance(types, Missing):
            first = first or types
            continue
        for content_type in types:
            named = None if content_type == kind else content_type
            made = provider.composer.body(media, example=example, salt=salt, content_type=named)
            if isinstance(made, Made):
                return media, made
            status = 500 if choice.is_usual(kind, accept) else 406
            first = first or Missing(status=status, why=made.why, offered=kinds)
    assert first is not None
    return first


def _headers(provider: Mock, subject: Subject, described: Described, salt: bytes | None) -> Headers | NoValue:
    """The described headers, and what tells of the operation's end."""
    composer, operation = provider.composer, subject.operation
    assert operation is not None
    random = composer.random(salt) if salt is not None and described.response.headers else None
    headers: list[tuple[str, str]] = []
    for field in composer.headers(described.response.headers, random):
        if isinstance(field, NoValue):
            return field
        headers.append(field)
    if described.status == 405 and not any(name.lower() == "allow" for name, _ in headers):
        methods = provider.prepared.api.paths[operation.path].operations  # RFC 9110 §15.5.6: Allow is a must
        headers.append(("Allow", choice.allowed(list(methods), cors=provider.manners.cors)))
    return (*headers, *_lifecycle(operation))


def _with_request(
    provider: Mock, media: MediaType, made: Made, said: dict[str, Json], about: Asked | None
) -> Made:
    """The body with what was asked and what is remembered in it, where it stays valid."""
    value = made.value
    if said and media.schema is not None:
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
    """What tells a client of the operation's end.

    A description says that an operation is deprecated and seldom since when; the header wants a date, and then says
    the first there is. Source: RFC 9745 (Deprecation, a date of RFC 9651), RFC 8594 (Sunset).
    """
    since = next(filter(None, (_date(operation, name) for name in DEPRECATED_SINCE)), None)
    if operation.deprecated or since is not None:
        yield "Deprecation", f"@{int(since.timestamp()) if since is not None else 0}"
    sunset = _date(operation, "x-sunset")
    if sunset is not None:
        yield "Sunset", format_datetime(sunset, usegmt=True)


def _date(operation: Operation, extension: str) -> datetime | None:
    told = operation.extensions.get(extension)
    try:
        day = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    if day is None:
        return None
    return day.astimezone(UTC) if day.tzinfo else day.replace(tzinfo=UTC)
