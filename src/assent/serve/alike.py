"""Requests that differ from one answered before in their paths alone: only what is new in them is looked at.

No rule about a request looks at a path parameter and at anything else. So of a request without a body that has the
method, query and header fields of one that was not refused, only the path parameters are left to judge; what is
described for it, in which media type and with which header fields, is settled.
"""

from __future__ import annotations

from assent.api.model import In, Style
from assent.api.routing import Route
from assent.json import Json
from assent.judge.prepared import ParameterPlan
from assent.judge.subject import Subject
from assent.records import dataclass, field, replace
from assent.schema.checking import Checker, checker
from assent.serve.choice import Described
from assent.serve.described import quickly, ready_for
from assent.serve.fields import cors, framed
from assent.serve.mixing import Mix
from assent.serve.provider import MOST_ALIKE, Mock
from assent.serve.ready import Ready
from assent.serve.wishes import Wishes, wishes
from assent.wire import Headers, Request, Response
from assent.wire.parameters import Sent, read
from assent.wire.styles import unescape
from assent.wire.views import scalars


@dataclass(slots=True, kw_only=True)
class Alike:
    """What is settled for requests that differ in their paths alone. `ready` is what answers are made of.

    `fields` are the header fields that answers with certain others end up with, and whether their length is among
    them, as the last.
    """

    path: tuple[tuple[ParameterPlan, Checker | None], ...]
    ready: Ready | Mix
    wanted: Wishes
    fields: dict[Headers, tuple[Headers, bool]] = field(default_factory=dict)


def remember(provider: Mock, subject: Subject, described: Described, wanted: Wishes) -> None:
    """Keep what is settled of a request that is not refused."""
    request, plan = subject.request, subject.plan
    if not isinstance(subject.found, Route) or plan is None or request.body or subject.sends_body:
        return
    if provider.store is not None or provider.agreed is not None or provider.older is not None:
        return
    if request.method != plan.operation.method or wishes(request) != wanted:
        return  # a HEAD that is answered like GET, or a wish that is not in the request as it is described
    key = subject.found.operation, request.method, request.query, request.headers
    path = [one for one in plan.parameters if one.parameter.location is In.PATH]
    if not path or key in provider.alike or any(one.check.undecided for one in path):
        return
    ready = ready_for(provider, subject, described, wanted)
    if ready is None:
        return
    if len(provider.alike) >= MOST_ALIKE:
        provider.alike.clear()
    provider.alike[key] = Alike(path=tuple((one, _check(one)) for one in path), ready=ready, wanted=wanted)


def answer(provider: Mock, request: Request) -> Response | None:
    """The answer to a request like one before; None where more than its path has to be looked at."""
    query = request.query
    if request.body or not provider.alike or "__" in query:
        return None
    route = provider.prepared.route(request.method, request.path)
    if not isinstance(route, Route):
        return None
    known = provider.alike.get((route.operation, request.method, query, request.headers))
    if not isinstance(known, Alike):
        return None
    said: dict[str, Json] = {}
    for plan, check in known.path:
        text = route.parameters.get(plan.parameter.name)
        if text is None or not _is_said(plan, check, text, said):
            return None
    found = quickly(provider, request, known.ready, known.wanted, said)
    return None if found is None else _finished(provider, request, known, found)


def _check(plan: ParameterPlan) -> Checker | None:
    """What a value must pass so that nothing at all is to be said of it."""
    schema = plan.check.schema
    return None if schema is None else checker(schema, formats="assert" if plan.check.formats else "annotate")


def _is_said(plan: ParameterPlan, check: Checker | None, text: str, said: dict[str, Json]) -> bool:
    """Whether the likeliest reading of the text is valid; it is then what is said."""
    parameter, within = plan.parameter, plan.check.within
    if parameter.style is Style.SIMPLE and not parameter.content and within.shapes == ("scalar",):
        value = scalars(unescape(text), within)[0]
    else:
        readings = read(parameter, Sent(path={parameter.name: text}), within, claimed=plan.claimed)
        if not isinstance(readings, tuple):
            return False
        value = readings[0]
    said[parameter.name] = value
    return check is None or check.accepts(value)


def _finished(provider: Mock, request: Request, known: Alike, found: Response) -> Response:
    """The answer with the fields that no description tells, which are the same but for the length."""
    if found.headers not in known.fields:
        whole = found
        if provider.manners.cors:
            whole = replace(found, headers=(*found.headers, *cors(request, found.headers)))
        fields = framed(whole)
        is_measured = fields[-1:] == (("Content-Length", str(len(found.body))),)
        known.fields[found.headers] = (fields[:-1] if is_measured else fields), is_measured
    fields, is_measured = known.fields[found.headers]
    if is_measured:
        fields = (*fields, ("Content-Length", str(len(found.body))))
    return Response(found.status, fields, found.body)
