"""The smallest readable request or response of an operation, made from the description's own examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assent.api import (
    Example,
    Header,
    In,
    MediaType,
    Operation,
    Origin,
    Parameter,
    RequestBody,
    Response,
    SchemaUse,
    SecurityRequirement,
    SecurityScheme,
    Server,
)
from assent.api.security import SchemeKind
from assent.compare.align import askable, receivers
from assent.compare.servers import ANY
from assent.compare.wishes import UNSET, Wishes
from assent.json import Json
from assent.schema.values import Unsatisfiable, fits, one
from assent.wire import Request, Response as Answer
from assent.wire.bodies import concrete, write_body
from assent.wire.media import parse_media_type
from assent.wire.parameters import view_of, write, write_header
from assent.wire.styles import Pair, Unwritable, escape
from assent.wire.views import View


def sample_request(operation: Operation, wishes: Wishes) -> Request | None:
    """A request that the operation's description allows; None where one cannot be written."""
    try:
        return _request(operation, wishes)
    except (Unwritable, Unsatisfiable):
        return None


def _request(operation: Operation, wishes: Wishes) -> Request:
    path, query = operation.path, list[Pair]()
    headers: list[tuple[str, str]] = []
    cookies: list[Pair] = []
    bare = ""
    for key, parameter in operation.parameters.items():
        if key == wishes.empty:
            query.append((escape(parameter.name), ""))
            continue
        if not (parameter.required or key in wishes.parameters or key in wishes.values):
            continue
        value = wishes.values[key] if key in wishes.values else parameter_value(parameter)
        written = write(parameter, value)
        match parameter.location, written:
            case In.PATH, str(text):
                path = path.replace("{" + parameter.name + "}", text)
            case In.HEADER, str(text):
                headers.append((parameter.name, text))
            case In.QUERYSTRING, str(text):
                bare = text
            case In.COOKIE, list(pairs):
                cookies += pairs
            case _, list(pairs):
                query += pairs
            case _, str(text):
                query.append((escape(parameter.name), escape(text)))
    chosen = wishes.security if wishes.security is not None else _cheapest(operation.security)
    for need in chosen.needs:
        if need.scheme is not None:
            _authenticate(need.scheme, headers, query, cookies)
    if cookies:
        headers.append(("Cookie", "; ".join(f"{name}={text}" for name, text in cookies)))
    body = _body(operation.request_body, wishes, headers)
    text = "&".join(
        name if not value and key_only(name, wishes) else f"{name}={value}" for name, value in query
    )
    search = "&".join(part for part in (text, bare) if part)
    url = _base(operation) + path + (f"?{search}" if search else "")
    return Request(operation.method, url, tuple(headers), body)


def key_only(name: str, wishes: Wishes) -> bool:
    """Whether the pair of the query is a bare name."""
    return wishes.empty is not None and escape(wishes.empty.name) == name


def _base(operation: Operation) -> str:
    """The first server's URL; nothing for a webhook or callback, whose path says where it goes."""
    if operation.origin is not Origin.PATH:
        return ""
    server: Server = operation.servers[0]
    url = server.url
    for name, variable in server.variables.items():
        url = url.replace("{" + name + "}", variable.default)
    return url.replace(ANY, "").rstrip("/")


def _cheapest(security: Sequence[SecurityRequirement]) -> SecurityRequirement:
    return min(security, key=lambda it: len(it.needs))


def _authenticate(
    scheme: SecurityScheme, headers: list[tuple[str, str]], query: list[Pair], cookies: list[Pair]
) -> None:
    match scheme.kind:
        case SchemeKind.API_KEY:
            name = scheme.key_name or "key"
            match scheme.location:
                case "query":
                    query.append((escape(name), "secret"))
                case "cookie":
                    cookies.append((escape(name), "secret"))
                case _:
                    headers.append((name.title(), "secret"))
        case SchemeKind.HTTP if scheme.http_scheme == "basic":
            headers.append(("Authorization", "Basic dXNlcjpzZWNyZXQ="))
        case SchemeKind.HTTP if scheme.http_scheme != "bearer":
            headers.append(("Authorization", f"{(scheme.http_scheme or 'token').title()} secret"))
        case SchemeKind.HTTP | SchemeKind.OAUTH2 | SchemeKind.OPEN_ID_CONNECT:
            headers.append(("Authorization", "Bearer token"))
        case SchemeKind.MUTUAL_TLS:
            pass


def _body(described: RequestBody | None, wishes: Wishes, headers: list[tuple[str, str]]) -> bytes:
    if described is None or not described.content:
        return b""
    if not (described.required or wishes.body or wishes.value is not UNSET):
        return b""
    body, content_type = _written(
        described.content, wishes.media, wishes.value, unlike=wishes.unlike, filled=wishes.filled
    )
    headers.append(("Content-Type", content_type))
    return body


def _written(
    content: Mapping[str, MediaType], wanted: str, value: object, *, unlike: Sequence[str], filled: str
) -> tuple[bytes, str]:
    """A body of the wanted media type, or of one in the wanted range, and its content type; of any if there is none."""
    taken = receivers(wanted, content)
    name = taken or askable(wanted, content) or _readable(content)
    media, kind = content[name], concrete(wanted if taken else name, unlike=unlike)
    held = _with_field(media, media_value(media), filled) if value is UNSET else value
    if value is not UNSET and media.schema is None and media.item_schema is not None:
        held = [held]  # the value is one of a sequence
    return write_body(media, held, content_type=kind)  # type: ignore[arg-type]  # a wish for a value is JSON


def _readable(content: Mapping[str, MediaType]) -> str:
    """The media type to show a body in: JSON where there is some, and no name that is none."""

    def rank(name: str) -> int:
        media = parse_media_type(name)
        return 2 if media is None else 0 if media.is_json else 1

    return min(content, key=rank)


def sample_response(
    described: Response,
    *,
    status: str = "",
    leave_out: Header | None = None,
    put_in: Header | None = None,
    header: tuple[str, Json] | None = None,
    media: str = "",
    unlike: Sequence[str] = (),
    filled: str = "",
    value: object = UNSET,
) -> Answer | None:
    """An answer that the description allows, of that status if one is given; None where one cannot be written."""
    try:
        headers = [
            (
                it.name,
                write_header(it, header[1] if header and header[0] == name else header_value(it)),
            )
            for name, it in described.headers.items()
            if it is put_in
            or (header is not None and header[0] == name)
            or (it.required and (leave_out is None or it.name != leave_out.name))
        ]
        body = b""
        if described.content:
            body, content_type = _written(described.content, media, value, unlike=unlike, filled=filled)
            headers.append(("Content-Type", content_type))
    except (Unwritable, Unsatisfiable):
        return None
    return Answer(status_code(status or described.status), tuple(headers), body)


def status_code(status: str) -> int:
    """A status of that name: `2XX` is shown as 200, `default` as 500."""
    if status == "default":
        return 500
    return int(status.replace("X", "0").replace("x", "0"))


def parameter_value(parameter: Parameter) -> Json:
    """A readable value of the parameter."""
    if parameter.content:
        return media_value(next(iter(parameter.content.values())))
    value = _valid(parameter.schema, parameter.examples)
    return value if value not in ([], {}) else fuller_value(parameter)


def fuller_value(parameter: Parameter) -> Json:
    """A value of the parameter with something in it; whether it is valid is for others to say."""
    return _filled(view_of(parameter))


def header_value(header: Header) -> Json:
    """A readable value of the header."""
    if header.content:
        return media_value(next(iter(header.content.values())))
    value = _valid(header.schema, header.examples)
    return value if value not in ([], {}) else _filled(view_of(header))


def _filled(within: View) -> Json:
    """A value with something in it, where the smallest leaves no trace; whether it is valid is for others to say."""
    if "array" in within.shapes:
        return [_of_view(within.item(0)), _of_view(within.item(1))]
    return {name: _of_view(within.member(name)) for name in within.names[:2]}


def _of_view(within: View) -> Json:
    return one(within.roots[0]) if within.roots else "a"


def media_value(media: MediaType) -> Json:
    """A readable value of the body."""
    if media.schema is None and media.item_schema is not None:
        return [_valid(media.item_schema, ())]
    return _valid(media.schema, media.examples)


def _with_field(media: MediaType, value: Json, name: str) -> Json:
    """The value of a form, with something in the field where its schema names one."""
    form = view_of(media)
    if name not in form.names or not isinstance(value, dict):
        return value
    field = form.member(name)
    return value | {name: _of_view(field) if field.shapes == ("scalar",) else _filled(field)}


def _valid(use: SchemaUse | None, examples: Iterable[Example]) -> Json:
    """The first example that is valid, else the schema's smallest readable value.

    Raises: Unsatisfiable if the schema has no value, or none that can be found.
    """
    for example in examples:
        if example.value is not None and (use is None or fits(use.schema, example.value.value)):
            return example.value.value
    return smallest(use) if use is not None else "x"


def smallest(use: SchemaUse) -> Json:
    """The schema's smallest readable value. Raises: Unsatisfiable if there is none, or none can be found."""
    return one(use.schema)
