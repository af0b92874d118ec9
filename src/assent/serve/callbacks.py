"""The requests that a provider sends because of an exchange, as its description says (OAS 3.1.1 §4.8.18)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import unquote, urlsplit

from assent.api.model import MediaType, Operation, OperationKey
from assent.api.sides import Side, hidden
from assent.json import Json
from assent.judge.expressions import Unresolved, evaluate
from assent.judge.prepared import Prepared
from assent.judge.subject import Subject
from assent.records import replace
from assent.schema.values import Unsatisfiable, one
from assent.schema.views import View, viewed
from assent.schema.violations import accepts
from assent.wire import Exchange, Request
from assent.wire.building import Content, Values, write_request
from assent.wire.styles import Unwritable

AS_SENT = View(typed=True, without=hidden(Side.REQUEST))


def callbacks(
    prepared: Prepared,
    exchange: Exchange,
    *,
    hosts: frozenset[str],
    refused: Callable[[str], None] = lambda _: None,
) -> Iterator[Request]:
    """The requests to send, only to these hosts (as `hooks.example` or `localhost:9000`); URLs are absolute.

    `refused` is told of URLs elsewhere.
    """
    subject = Subject(prepared, exchange)
    operation, response = subject.operation, exchange.response
    if operation is None or response is None or not 200 <= response.status < 300:
        return
    texts = {name: unquote(text) for name, text in subject.sent.path.items()}
    for callback in operation.callbacks.values():
        for expression, item in callback.items.items():
            url = evaluate(expression, exchange, texts)
            if isinstance(url, Unresolved) or not isinstance(url, str):
                continue
            if not _allowed(url, hosts):
                refused(url)
                continue
            for called in item.operations.values():
                request = _written(called, url)
                if request is not None:
                    yield request


def _allowed(url: str, hosts: frozenset[str]) -> bool:
    try:
        parts = urlsplit(url)
        named = {parts.hostname or "", f"{parts.hostname}:{parts.port}"}
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(named & hosts)


def _value(media: MediaType) -> Json:
    """The author's first example that is valid, else the smallest value."""
    schema = viewed(media.schema.schema, AS_SENT) if media.schema is not None else None
    for example in media.examples:
        if example.value is not None and (schema is None or accepts(schema, example.value.value)):
            return example.value.value
    return {} if schema is None else one(schema)


def _written(operation: Operation, url: str) -> Request | None:
    """The smallest valid request of the callback, without what only its path would say; None if there is none."""
    content = None
    try:
        body = operation.request_body
        if body is not None and body.content:
            media = next(iter(body.content.values()))
            content = Content(media=media, value=_value(media))
        parameters = {
            key: one(viewed(parameter.schema.schema, AS_SENT))
            for key, parameter in operation.parameters.items()
            if parameter.required and parameter.schema is not None and parameter.location.value != "path"
        }
        nowhere = replace(
            operation, key=OperationKey(operation.method, "")
        )  # its path is the expression that gave the URL
        written = write_request(nowhere, Values(parameters=parameters, content=content), base="")
    except (Unsatisfiable, Unwritable):
        return None
    _, question, query = written.url.partition("?")
    joined = url + (("&" if "?" in url else "?") + query if question else "")
    return Request(written.method, joined, written.headers, written.body)
