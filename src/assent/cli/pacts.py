"""`assent mock --pact`: a consumer's interactions as answers, as far as the description promises them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import parse_qsl

from assent.api import Api
from assent.cli.console import say
from assent.judge.judge import judge_response
from assent.judge.prepared import prepare
from assent.judge.subject import Subject
from assent.pact.matching import request_mismatches
from assent.pact.model import (
    Body,
    BytesBody,
    EmptyBody,
    ExpectedRequest,
    ExpectedResponse,
    Interaction,
    JsonBody,
    Pact,
)
from assent.pact.verify import Compatibility, Verifier
from assent.records import dataclass
from assent.serve.refusals import refused
from assent.wire import Exchange, Headers, Request, Response
from assent.wire.media import parse_media_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What a consumer sends, and what it was promised."""

    request: ExpectedRequest
    response: Response


def agreed(api: Api, pacts: Iterable[Pact]) -> Callable[[Request], Response | None]:
    """A function that answers what the pacts foresee, with only those answers that the description allows.

    What is at risk is served, since the answer itself is valid. Interactions that are left out are told, with why.
    """
    known = list(_kept(api, pacts))

    def answer(request: Request) -> Response | None:
        actual = _actual(request)
        return next((one.response for one in known if not any(request_mismatches(one.request, actual))), None)

    return answer


def _kept(api: Api, pacts: Iterable[Pact]) -> Iterator[Agreed]:
    verifier, prepared = Verifier(api), prepare(api)
    for pact in pacts:
        for interaction in pact.interactions:
            verified = verifier.verify(interaction)
            if verified.verdict not in (Compatibility.COMPATIBLE, Compatibility.AT_RISK):
                why = verified.findings[0].message if verified.findings else "it cannot be read"
                _left_out(interaction, f"{verified.verdict.value}: {why}")
            elif interaction.request is not None and interaction.response is not None:
                response = _response(interaction.response)
                request = Request(
                    interaction.request.method, interaction.request.path, interaction.request.headers
                )
                wrong = refused(judge_response(Subject(prepared, Exchange(request, response))))
                if wrong:
                    _left_out(interaction, f"as it is written, {wrong[0].message}")
                else:
                    yield Agreed(request=interaction.request, response=response)


def _left_out(interaction: Interaction, why: str) -> None:
    say(f"{interaction.consumer}: {interaction.description!r} is not served: {why}")


def _response(expected: ExpectedResponse) -> Response:
    headers, body = expected.headers, b""
    match expected.body:
        case JsonBody(value=value, content_type=kind):
            body = json.dumps(value, ensure_ascii=False).encode()
            headers = _typed(headers, kind or "application/json")
        case BytesBody(content=content, content_type=kind):
            body = content
            headers = _typed(headers, kind or "application/octet-stream")
    return Response(expected.status or 200, headers, body)


def _typed(headers: Headers, kind: str) -> Headers:
    if any(name.lower() == "content-type" for name, _ in headers):
        return headers
    return (*headers, ("Content-Type", kind))


def _actual(request: Request) -> ExpectedRequest:
    query = tuple(parse_qsl(request.query, keep_blank_values=True))
    return ExpectedRequest(
        method=request.method, path=request.path, query=query, headers=request.headers, body=_body(request)
    )


def _body(request: Request) -> Body:
    if not request.body:
        return EmptyBody()
    kind = request.header("content-type")
    name = parse_media_type(kind or "")
    if name is None or name.is_json:
        try:
            return JsonBody(value=json.loads(request.body), content_type=kind)
        except ValueError:
            pass
    return BytesBody(content=request.body, content_type=kind)
