"""`assent compare OLD NEW --against URL`: whether the breaks that were found show in a live provider."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, TypeAlias
from urllib.parse import quote, unquote, urlsplit

from assent.api import Api, Operation, OperationKey, Side, read_api
from assent.compare.align import template
from assent.compare.sample import sample_request
from assent.compare.servers import base_paths
from assent.compare.wishes import Wishes
from assent.document import Description
from assent.errors import UnreachableProvider
from assent.findings import Finding, Severity, Witness
from assent.fuzz.credentials import Credentials
from assent.fuzz.sending import Failure, Sender
from assent.judge import Prepared, judge, prepare
from assent.records import dataclass, field, replace
from assent.wire import Exchange, Request
from assent.wire.methods import SAFE

Verdict: TypeAlias = Literal["confirmed", "not confirmed", "not tried"]
Said: TypeAlias = tuple[Verdict, str]
"""What is said of one finding, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A live provider, what may be sent to it, and the two descriptions that it is held against.

    `fixed` are values of path parameters by name, `unsafe` allows methods that may change something.
    `usual` remembers what the provider answers to the smallest request of an operation.
    """

    old: Api
    new: Api
    send: Sender
    judge_old: Prepared
    credentials: Credentials = field(default_factory=Credentials)
    fixed: Mapping[str, str] = field(default_factory=dict)
    unsafe: bool = False
    usual: dict[OperationKey, int | None] = field(default_factory=dict)


def provider(old: Description, new: Description, send: Sender, **given: Any) -> Provider:
    """A provider at the sender's base URL."""
    before, after = read_api(old), read_api(new)
    bases = [urlsplit(send.base).path.rstrip("/")]
    return Provider(old=before, new=after, send=send, judge_old=prepare(before, bases=bases), **given)


def confronted(findings: Iterable[Finding], live: Provider) -> Iterator[Finding]:
    """The findings, each break with what the provider does about it, in `extra["live"]`.

    Raises: UnreachableProvider if no connection can be made.
    """
    for finding in findings:
        if finding.severity is not Severity.ERROR:
            yield finding
            continue
        verdict, because = tried(finding, live)
        yield replace(finding, extra={**finding.extra, "live": {"verdict": verdict, "because": because}})


def tried(finding: Finding, live: Provider) -> Said:
    """Whether the break shows, by one request: that of the witness with the given credentials."""
    witness, operation = finding.witness, operation_of(finding, live)
    if operation is None:
        return "not tried", "it is the provider who calls, not the client"
    if witness is None or witness.request is None:
        return "not tried", "no request shows it"
    if operation.method not in SAFE and not live.unsafe:
        return "not tried", f"{operation.method} may change something; --send-unsafe sends it"
    needed = all(requirement.needs for requirement in operation.security) and operation.security
    if needed and not live.credentials.satisfies(operation):
        return "not tried", f"it needs credentials: --auth {_schemes(operation)}=env:VARIABLE"
    request = live.credentials.applied(sendable(witness.request, operation, live), operation, "own")
    sent, failure = live.send.exchange(request)
    if failure is not None:
        return _failed(failure, live)
    return _concluded(finding, operation, live.credentials.shown(sent), live)


def operation_of(finding: Finding, live: Provider) -> Operation | None:
    """The operation of the revision that the witness's request comes from; None for webhooks and callbacks."""
    if not finding.operations:
        return None
    place = finding.operations[0]
    first, second = (live.old, live.new) if _sender(finding.witness) == "old" else (live.new, live.old)
    return _at(first, place.method, place.path) or _at(second, place.method, place.path)


def _at(api: Api, method: str, path: str) -> Operation | None:
    for key, operation in api.operations.items():
        if key.method == method and template(key.path) == template(path):
            return operation
    return None


def _sender(witness: Witness | None) -> str:
    return "new" if witness is not None and witness.accepted_by == "new" else "old"


def sendable(request: Request, operation: Operation, live: Provider) -> Request:
    """The witness's request below the provider's base: without its server and made-up credentials."""
    parts = urlsplit(request.url)
    path = parts.path
    for base in sorted(base_paths(operation.servers), key=len, reverse=True):
        if base and (path == base or path.startswith(f"{base}/")):
            path = path[len(base) :]
            break
    schemes = [need.scheme for it in operation.security for need in it.needs if need.scheme is not None]
    keys = {(it.location, (it.key_name or "").lower()) for it in schemes if it.key_name}
    query = [
        it for it in parts.query.split("&") if ("query", unquote(it.partition("=")[0]).lower()) not in keys
    ]
    headers = [
        (name, value)
        for name, value in request.headers
        if ("header", name.lower()) not in keys and not (schemes and name.lower() == "authorization")
    ]
    kept = [(name, _crumbs(value, keys) if name.lower() == "cookie" else value) for name, value in headers]
    search = "&".join(part for part in query if part)
    return replace(
        request,
        url=_filled(path, operation, live.fixed) + (f"?{search}" if search else ""),
        headers=tuple((name, value) for name, value in kept if value or name.lower() != "cookie"),
    )


def _crumbs(cookie: str, keys: set[tuple[str | None, str]]) -> str:
    crumbs = cookie.split("; ")
    return "; ".join(it for it in crumbs if ("cookie", it.partition("=")[0].lower()) not in keys)


def _filled(path: str, operation: Operation, fixed: Mapping[str, str]) -> str:
    """The path with the values that the user knows, where a whole segment is a parameter."""
    described, sent = operation.path.split("/"), path.split("/")
    if len(described) != len(sent):
        return path
    values = [
        quote(fixed[name[1:-1]], safe="") if name[:1] == "{" and name[1:-1] in fixed else held
        for name, held in zip(described, sent, strict=True)
    ]
    return "/".join(values)


def _schemes(operation: Operation) -> str:
    return next((need.name for it in operation.security for need in it.needs), "SCHEME")


def _failed(failure: Failure, live: Provider) -> Said:
    if failure.kind == "refused":
        raise UnreachableProvider(live.send.base, failure.why)
    return "not tried", failure.why


def _concluded(finding: Finding, operation: Operation, exchange: Exchange, live: Provider) -> Said:
    response = exchange.response
    assert response is not None
    status = response.status
    about_credentials = finding.rule.id.startswith(("security-", "credentials-"))
    if status in (401, 403) and not about_credentials:
        return "not tried", f"the provider answered {status}, so it wants other credentials"
    if status in (429, 503):
        return "not tried", f"the provider answered {status}, so it wants to be asked later"
    if 300 <= status < 400 and str(status) not in operation.responses:
        return "not tried", f"the provider answered {status}, and redirects are not followed"
    return (
        _answered(finding, exchange, live)
        if finding.side is Side.RESPONSE
        else _taken(operation, status, live)
    )


def _taken(operation: Operation, status: int, live: Provider) -> Said:
    """Whether the request that the old description allows is still taken, where one that the new one allows is."""
    if status < 400:
        return "not confirmed", f"the provider answered {status}"
    if status == 404 and "{" in operation.path:
        return "not confirmed", "404 may also mean that there is no such resource; --set NAME=VALUE names one"
    usual = _usual(operation, live)
    if usual == status:
        return "not confirmed", f"the provider answers {status} to what the new description allows as well"
    return "confirmed", f"the provider answered {status}"


def _usual(operation: Operation, live: Provider) -> int | None:
    """The status of the smallest request that the new description allows; None where there is none, or no answer."""
    now = _at(live.new, operation.method, operation.path)
    request = None if now is None else sample_request(now, Wishes())
    if now is None or request is None:
        return None
    if now.key not in live.usual:
        sent, _ = live.send.exchange(live.credentials.applied(sendable(request, now, live), now, "own"))
        live.usual[now.key] = sent.response.status if sent.response is not None else None
    return live.usual[now.key]


def _answered(finding: Finding, exchange: Exchange, live: Provider) -> Said:
    """Whether the answer departs from the old description, there where the finding says."""
    assert exchange.response is not None
    assert finding.witness is not None
    wanted = {it.schema_pointer for it in finding.witness.because}
    found = [it for it in judge(live.judge_old, exchange) if it.side is Side.RESPONSE]
    departures = [it for it in found if it.severity is Severity.ERROR]
    for departure in departures:
        at = departure.new or departure.old
        if not wanted or (at is not None and at.pointer in wanted):
            return "confirmed", departure.message
    status, shown = exchange.response.status, finding.witness.response
    if shown is not None and shown.status // 100 != status // 100:
        return "not confirmed", f"the provider answered {status}, which says nothing about {shown.status}"
    if departures:
        return (
            "not confirmed",
            f"this answer departs from the old description elsewhere: {departures[0].message}",
        )
    return "not confirmed", "this answer fits the old description; another may not"
