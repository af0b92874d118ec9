"""A minimal valid request for each operation of a description, and a second opinion on what is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from jsonschema import Draft4Validator, Draft202012Validator
from openapi_schema_validator import OAS30ReadValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from assent.api import Api, In, Operation
from assent.api.model import SchemaUse
from assent.api.routing import Route
from assent.api.security import Need, SchemeKind
from assent.api.servers import base_paths
from assent.json import Json, format_pointer
from assent.schema.values import draw, one
from assent.schema.views import View, viewed
from assent.serve.answer import answer
from assent.serve.provider import Mock
from assent.wire import Request, Response
from assent.wire.building import Content, Values, write_request
from assent.wire.media import described_as

AS_SENT = View(without="readOnly")


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What became of one operation. `wrong` says what is the matter with the answer."""

    operation: str
    status: int
    wrong: str = ""


def sweep(provider: Mock, *, every: int = 1) -> Iterator[Swept]:
    """One minimal valid request to each operation, or to one in so many."""
    api = provider.prepared.api
    for key in list(api.operations)[::every]:
        operation = api.operations[key]
        request = minimal(operation)
        found = answer(provider, request)
        route = provider.prepared.route(request.method, request.path)
        if isinstance(route, Route) and route.operation != key:
            continue  # two operations behind one path, as `/a` and `/a#b`: HTTP can only reach the first
        yield Swept(operation=" ".join(key), status=found.status, wrong=_wrong(api, operation, found))


def minimal(operation: Operation) -> Request:
    """A valid request with only what is required."""
    bases = base_paths(operation.servers)
    parameters = {
        key: _sent(
            parameter.schema or _content_schema(parameter.content), within_path=parameter.location is In.PATH
        )
        for key, parameter in operation.parameters.items()
        if parameter.required or parameter.location is In.PATH
    }
    body, content = operation.request_body, None
    if body is not None and body.required and body.content:
        media = next(iter(body.content.values()))
        sent = one(viewed(media.schema.schema, AS_SENT)) if media.schema else {}
        content = Content(media=media, value=sent)
    headers: list[tuple[str, str]] = []
    query: list[tuple[str, str]] = []
    for need in operation.security[0].needs:
        for place, name, text in _credentials(need):
            (query if place == "query" else headers).append((name, text))
    values = Values(parameters=parameters, content=content, headers=tuple(headers), query=tuple(query))
    return write_request(operation, values, base=bases[0] if bases else "")


def _content_schema(content: Any) -> SchemaUse | None:
    return next(iter(content.values())).schema if content else None


def _sent(use: SchemaUse | None, *, within_path: bool = False) -> Json:
    if use is None:
        return "x"
    schema = viewed(use.schema, AS_SENT)
    value = one(schema)
    chance = Random(0)
    while value in ([], {}):  # which would leave no trace in a query
        value = draw(schema, chance)
    return "x" if within_path and value in ("", ".", "..") else value


def _credentials(need: Need) -> Iterator[tuple[str, str, str]]:
    scheme = need.scheme
    if scheme is None:
        return
    match scheme.kind:
        case SchemeKind.API_KEY if scheme.location == "cookie":
            yield "header", "Cookie", f"{scheme.key_name}=k"
        case SchemeKind.API_KEY:
            yield str(scheme.location), str(scheme.key_name), "k"
        case SchemeKind.HTTP if scheme.http_scheme == "basic":
            yield "header", "Authorization", "Basic YTpi"
        case _:
            yield "header", "Authorization", "Bearer t"


def _wrong(api: Api, operation: Operation, found: Response) -> str:
    keys = (str(found.status), f"{found.status // 100}XX", "default")
    described = next((operation.responses[key] for key in keys if key in operation.responses), None)
    if described is None:
        return "" if not operation.responses else f"status {found.status} is not described"
    kind = found.header("content-type")
    if kind is None:
        return "no body" if described.content and found.status not in (204, 205, 304) else ""
    key = described_as(kind, described.content)
    if key is None:
        return f"{kind} is not described"
    media = described.content[key]
    if media.schema is None or "json" not in kind:
        return ""
    return _second_opinion(api, media.schema, json.loads(found.body))


def _second_opinion(api: Api, use: SchemaUse, value: Json) -> str:
    """What an independent validator holds against the value."""
    document = use.node.document
    if document.uri != api.node.document.uri:
        return ""
    validator = _validator(api.version)
    reference = {"$ref": f"urn:root#{format_pointer(use.node.pointer)}"}
    errors = validator(reference, registry=_registry(id(document), document)).iter_errors(value)
    return next((str(error.message)[:300] for error in errors), "")


def _validator(version: str) -> Any:
    """The validator of the dialect that a version's Schema Object builds on."""
    if version.startswith("2."):
        return Draft4Validator
    return OAS30ReadValidator if version.startswith("3.0") else Draft202012Validator


@lru_cache(maxsize=4)
def _registry(_identity: int, document: Any) -> Any:
    resource: Resource[Any] = DRAFT202012.create_resource(document.tree)
    return Registry().with_resource("urn:root", resource)
