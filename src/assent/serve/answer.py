"""The mock: one request, one answer, proven valid before it leaves. Pure but for its store: no sockets, no clock.

Source: RFC 9110 for statuses, OAS 3.1.1 for what is described.
"""

from __future__ import annotations

from collections.abc import Sequence

from assent.api.model import In
from assent.api.routing import NotAllowed, Route
from assent.findings import Finding
from assent.json import Json
from assent.judge.checking import Opinion
from assent.judge.judge import judge_request
from assent.judge.subject import Subject
from assent.records import replace
from assent.serve import alike, choice
from assent.serve.choice import Missing
from assent.serve.compose import sight
from assent.serve.described import missing, proved, response as described_response
from assent.serve.explained import explained
from assent.serve.fields import cors, framed
from assent.serve.listing import SIZES
from assent.serve.older import with_older_view
from assent.serve.problems import (
    MOST_FIELDS,
    PROBLEM_JSON,
    REFUSES,
    ascii_words,
    in_a_header,
    problem,
    violations_of,
)
from assent.serve.provider import MOST_ANSWERED, MOST_REMEMBERED, Mock
from assent.serve.refusals import UNAUTHORIZED, challenges, refused, statuses
from assent.serve.secrets import permitted
from assent.serve.seeds import seed
from assent.serve.state import Asked, Gone, asked, before, by_other_name, taken
from assent.serve.wishes import Wishes, wishes, without_wishes
from assent.wire import Exchange, Headers, Request, Response
from assent.wire.media import parse_media_type
from assent.wire.styles import unescape


def answer(provider: Mock, request: Request) -> Response:
    """The answer of a provider that keeps to its description."""
    if provider.store is not None:
        return _fresh(provider, request)
    known = provider.answered.get(request)
    if known is None:
        known = alike.answer(provider, request) or _fresh(provider, request)
        if max(len(request.body), len(known.body)) <= MOST_REMEMBERED:
            if len(provider.answered) >= MOST_ANSWERED:
                provider.answered.clear()
            provider.answered[request] = known
    return known


def _fresh(provider: Mock, request: Request) -> Response:
    inner = without_wishes(request)
    given = provider.agreed(inner) if provider.agreed is not None else None
    found = _answer(provider, inner, wishes(request)) if given is None else given
    if provider.older is not None:
        found = with_older_view(found, request=inner, older=provider.older)
    if provider.manners.cors:
        found = replace(found, headers=(*found.headers, *cors(inner, found.headers)))
    found = replace(found, headers=framed(found))
    return replace(found, body=b"") if inner.method.upper() == "HEAD" else found


def _answer(provider: Mock, request: Request, wanted: Wishes) -> Response:
    subject = Subject(provider.prepared, Exchange(request))
    operation = subject.operation
    if operation is None:
        return _elsewhere(provider, subject)
    findings = list(judge_request(subject))
    problems = refused(findings, strict=provider.manners.strict)
    secrets = provider.manners.secrets
    wrong = bool(secrets) and not permitted(operation, subject.sent, secrets)
    if wrong and not any(finding.rule.id == UNAUTHORIZED for finding in problems):
        return _refused(
            provider, subject, (401,), "The credentials are not the right ones.", challenges(operation)
        )
    if problems:
        return _refusal(provider, subject, problems, wanted=wanted)
    if "415" in operation.responses:
        unwanted = [one for one in findings if one.rule.id == "undocumented-request-body"]
        if unwanted:
            return _refusal(provider, subject, unwanted, only=(415,))
    if wanted.code is not None:
        chosen = choice.wished(operation, wanted.code)
        if isinstance(chosen, Missing):
            return missing(chosen)
        alike.remember(provider, subject, chosen, wanted)
        return described_response(provider, subject, chosen, wanted)
    about = _about(provider, subject)
    if provider.store is not None and about is not None:
        if isinstance(before(provider.store, about), Gone):
            return _in_the_way(provider, subject, 404, f"There is no {about.id!r} in {about.collection}.")
        name = taken(provider.store, about) if "409" in operation.responses else None
        if name is not None:
            return _in_the_way(provider, subject, 409, f"There is a {name!r} in {about.collection} already.")
    described = choice.success(operation)
    if described is None:
        return Response(200)  # nothing is promised, so nothing can be wrong
    alike.remember(provider, subject, described, wanted)
    return described_response(provider, subject, described, wanted, about=about)


def _about(provider: Mock, subject: Subject) -> Asked | None:
    """The request as one about a resource, where the mock remembers any."""
    if provider.store is None or not isinstance(subject.found, Route):
        return None
    body = subject.request_body
    sent = body.opinion.value if body is not None and isinstance(body.opinion, Opinion) else None
    key, parameters = subject.found.operation, subject.found.parameters
    texts = {name: unescape(text) for name, text in parameters.items()}
    query: dict[str, Json] = {}
    for heard in subject.parameters:
        parameter = heard.plan.parameter
        if parameter.location is In.QUERY and heard.opinion is not None:
            query[parameter.name] = heard.opinion.value
        elif parameter.location is In.QUERY and parameter.name in SIZES and parameter.schema is not None:
            query[parameter.name] = parameter.schema.schema.annotation("default")
    about = asked(provider.resources, key.path, key.method, texts, sent, query=query)
    if about is not None:
        seed(provider.store, about.resource, about.collection, provider.prepared.api)
        about = by_other_name(provider.store, about)
    return about


def _in_the_way(provider: Mock, subject: Subject, status: int, why: str) -> Response:
    """The described answer to a request that what is remembered does not allow, or a problem document."""
    assert subject.operation is not None
    described = choice.refusal(subject.operation, (status,))
    if described is not None:
        found = described_response(provider, subject, described, Wishes(), lenient=True)
        if found.status == status:
            found = _with_reason(provider, subject, described, found, why)
            return replace(found, headers=(*found.headers, (REFUSES, ascii_words(why))))
    return problem(status, why)


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
            return problem(404, _no_path(request.path, provider.prepared.bases))


def _no_path(path: str, bases: tuple[str, ...]) -> str:
    """That nothing is described there, and below which path things are, for a client that has left it out."""
    if not bases or any(not base or path.startswith(base + "/") for base in bases):
        return f"No path of the description matches {path}."
    return f"No path of the description matches {path}. Its servers are below {' and '.join(bases)}."


def _refusal(
    provider: Mock,
    subject: Subject,
    problems: list[Finding],
    *,
    only: tuple[int, ...] = (),
    wanted: Wishes | None = None,
) -> Response:
    """The answer to a request that the description refuses: as it describes one, else a problem document."""
    assert subject.operation is not None
    headers: Headers = ()
    if any(finding.rule.id == UNAUTHORIZED for finding in problems):
        headers = challenges(subject.operation)
    fitting = only or statuses(problems)
    return _refused(
        provider, subject, fitting, problems[0].message, headers, wanted=wanted, problems=problems
    )


def _refused(
    provider: Mock,
    subject: Subject,
    fitting: tuple[int, ...],
    detail: str,
    headers: Headers,
    *,
    wanted: Wishes | None = None,
    problems: Sequence[Finding] = (),
) -> Response:
    operation = subject.operation
    assert operation is not None
    described, violations = choice.refusal(operation, fitting), violations_of(problems)
    if described is not None:
        heeded = wanted if wanted and wanted.code == str(described.status) else Wishes()
        explained = problem(described.status, detail, headers=headers, violations=violations)
        if heeded is not wanted and _may_explain(subject, described):
            found = proved(provider, subject, explained)
            if found is explained:
                return found
        found = described_response(provider, subject, described, heeded, lenient=True)
        if found.status == described.status or heeded is wanted:
            found = _with_reason(provider, subject, described, found, detail)
            names = {name.lower() for name, _ in found.headers}
            added = tuple(pair for pair in headers if pair[0].lower() not in names)
            said = dict.fromkeys(in_a_header(one) for one in problems) or (ascii_words(detail),)
            why = tuple((REFUSES, one) for one in list(said)[:MOST_FIELDS])
            return replace(found, headers=(*found.headers, *added, *why))
    return problem(fitting[0], detail, headers=headers, violations=violations)


def _with_reason(
    provider: Mock, subject: Subject, described: choice.Described, found: Response, why: str
) -> Response:
    """The refusal with the reason in it, where that is as valid."""
    if found.status != described.status or not found.body:
        return found
    telling = explained(found, described, why)
    return telling if proved(provider, subject, telling) is telling else found


def _may_explain(subject: Subject, described: choice.Described) -> bool:
    """Whether a problem document is what is described, and the author gave no example of what it says."""
    kinds = choice.media_types(described.response, subject.request.header("accept"))
    if isinstance(kinds, Missing) or not kinds or described.response.headers:
        return False
    name, media = parse_media_type(kinds[0]), described.response.content[kinds[0]]
    if name is None or name.essence != PROBLEM_JSON or choice.example(media, None) is not None:
        return False
    said = sight(media.schema.schema).within if media.schema is not None else None
    return said is None or (said.annotation("example") is None and said.annotation("examples") is None)
