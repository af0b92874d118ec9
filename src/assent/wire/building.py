"""Whole messages from values: the request that an operation describes, and its response."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assent.api.model import Header, In, MediaType, Operation, ParameterKey
from assent.json import Json
from assent.records import dataclass, field
from assent.spared import regex
from assent.wire.bodies import write_body
from assent.wire.message import Headers, Request, Response
from assent.wire.parameters import write, write_header
from assent.wire.styles import Pair, Unwritable, escape
from assent.wire.views import View

_PLACEHOLDER = regex(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A value to be sent as a body. `content_type` picks one where the description names a range."""

    media: MediaType
    value: Json
    content_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What a request shall say: a value for each parameter that is sent, a body, and fields the description leaves out."""

    parameters: Mapping[ParameterKey, Json] = field(default_factory=dict)
    content: Content | None = None
    headers: Headers = ()
    query: tuple[Pair, ...] = ()


def write_request(operation: Operation, values: Values, *, base: str = "") -> Request:
    """The request as bytes. `base` is the server's URL or base path, without a slash at its end.

    `values.query` are further pairs, percent-encoded already. Raises: Unwritable if a value has no text in its
    place, or a path parameter has no value.
    """
    path: dict[str, str] = {}
    query: list[Pair] = []
    whole_query = ""
    headers: list[tuple[str, str]] = []
    crumbs: list[Pair] = []
    for key, value in values.parameters.items():
        parameter = operation.parameters[key]
        match parameter.location, write(parameter, value):
            case In.PATH, str(text):
                path[parameter.name] = text
            case In.QUERYSTRING, str(text):
                whole_query = text
            case In.HEADER, str(text):
                headers.append((parameter.name, text))
            case In.QUERY | In.QUERYSTRING, list(pairs):
                query += pairs
            case In.COOKIE, list(pairs):
                crumbs += pairs
            case _, str(text):
                query.append((escape(parameter.name), text))
    pieces = [whole_query, *(f"{name}={text}" for name, text in (*query, *values.query))]
    url = (
        base + fill_path(operation.path, path) + ("?" if any(pieces) else "") + "&".join(filter(None, pieces))
    )
    body = b""
    if crumbs:
        headers.append(("Cookie", "; ".join(f"{name}={text}" for name, text in crumbs)))
    if values.content is not None:
        content = values.content
        body, content_type = write_body(content.media, content.value, content_type=content.content_type)
        headers.append(("Content-Type", content_type))
    return Request(operation.method, url, (*headers, *values.headers), body)


def fill_path(template: str, texts: Mapping[str, str]) -> str:
    """The path with the encoded texts in place of `{name}`, without a fragment, which never travels.

    Raises: Unwritable if one is missing.
    """

    def fill(found: re.Match[str]) -> str:
        if found[1] not in texts:
            raise Unwritable(f"the path parameter {found[1]!r} has no value")
        return texts[found[1]]

    return _PLACEHOLDER.sub(fill, template.partition("#")[0])


def write_response(
    status: int,
    *,
    headers: Mapping[str, tuple[Header, Json]] | None = None,
    content: Content | None = None,
    within: View | None = None,
) -> Response:
    """The response as bytes. Raises: Unwritable if a value has no text in its place."""
    fields = [
        (described.name, write_header(described, value)) for described, value in (headers or {}).values()
    ]
    if content is None:
        return Response(status, tuple(fields))
    body, content_type = write_body(
        content.media, content.value, content_type=content.content_type, within=within
    )
    return Response(status, (("Content-Type", content_type), *fields), body)
