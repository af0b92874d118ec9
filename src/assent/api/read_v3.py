"""What surrounds bodies and parameters, as OpenAPI 3 writes it: responses, links, servers, security schemes."""

from __future__ import annotations

from assent.api.keys import In, ParameterKey
from assent.api.lazy import Later, Lazy
from assent.api.model import Inputs, Link, RequestBody, Response, Server, ServerVariable
from assent.api.read_alike import chosen, responses_read_by, without_end_slash
from assent.api.read_content import (
    read_content,
    read_headers,
    read_parameter,
)
from assent.api.reading import Fields, Inherited, Listed, Reading, sources
from assent.api.security import Flow, SchemeKind, SecurityScheme
from assent.document import Node
from assent.document.relocation import operation_reference

FLOWS = ("implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization")


def read_inputs(fields: Fields, inherited: Inherited) -> Later[Inputs]:
    """Parameters of the path and the operation, merged by name and place, and the request body."""
    return Later(
        sources(fields, inherited, "parameters", "requestBody"),
        lambda: _inputs(Fields(fields.reading, fields.node), inherited),
    )


def _inputs(fields: Fields, inherited: Inherited) -> Inputs:
    listed = Listed(fields=fields, read=read_parameter)
    ignored: list[Node] = []
    own = list(fields.elements("parameters"))
    for group in (inherited.parameters, own):
        seen: set[ParameterKey] = set()
        for part, node in group:
            key = listed.key(part, node)
            if key is None:
                continue
            if key.location is In.HEADER and key.name in fields.reading.version.ignored_headers:
                ignored.append(node)
                listed.leave(part, node)
                continue
            if key in seen:
                listed.leave(part, node)
                note_duplicate(fields, part, node, key)
                continue
            seen.add(key)
            listed.add(key, part, node)
    held = fields.child("requestBody")
    body = None if held is None else fields.part(read_request_body, "requestBody", held, "")
    return Inputs(
        parameters=listed.parameters(),
        request_body=body,
        ignored=tuple(ignored),
        unreadable=fields.unreadable(),
    )


def note_duplicate(fields: Fields, part: str, node: Node, key: ParameterKey) -> None:
    message = f"The {key.location} parameter {key.name!r} is declared twice. Remove one declaration."
    fields.gap(part, node, "duplicate-parameter", message)


def read_request_body(reading: Reading, node: Node, _name: str) -> RequestBody:
    fields = Fields(reading, node)
    return RequestBody(
        required=fields.flag("required"),
        content=read_content(fields, "content"),
        extensions=fields.extensions(),
        unreadable=fields.unreadable(),
        node=node,
    )


def read_responses(fields: Fields) -> Lazy[str, Response]:
    """The member `responses` by status: exact, `2XX` or `default`."""
    return responses_read_by(
        fields, lambda own, part, node, status: own.part(read_response, part, node, status)
    )


def read_response(reading: Reading, node: Node, status: str) -> Response:
    fields = Fields(reading, node)
    return Response(
        status=status,
        headers=read_headers(fields),
        content=read_content(fields, "content"),
        links=_links(fields),
        description=fields.words("description"),
        extensions=fields.extensions(),
        unreadable=fields.unreadable(),
        node=node,
    )


def _links(fields: Fields) -> dict[str, Link]:
    read = {
        name: fields.part(read_link, f"links/{name}", node, name) for name, node in fields.members("links")
    }
    return {name: link for name, link in read.items() if link is not None}


def read_link(reading: Reading, node: Node, _name: str) -> Link:
    fields = Fields(reading, node)
    server = fields.child("server")
    body = fields.node.get("requestBody")
    pointed = fields.text("operationRef")
    return Link(
        operation_id=fields.text("operationId"),
        operation_ref=None if pointed is None else operation_reference(reading.description, node, pointed),
        parameters={name: value.value for name, value in fields.members("parameters")},
        request_body=None if body is None else body.value,
        server=None if server is None else fields.part(read_server, "server", server, ""),
        extensions=fields.extensions(),
        unreadable=fields.unreadable(),
        node=node,
    )


def read_servers(fields: Fields) -> tuple[Server, ...]:
    """The member `servers` of a description, a path item or an operation; empty where there is none."""
    read = [fields.part(read_server, part, node, "") for part, node in fields.elements("servers")]
    return tuple(server for server in read if server is not None)


def read_server(reading: Reading, node: Node, _name: str) -> Server | None:
    fields = Fields(reading, node)
    url = fields.url("url")
    if url is None:
        if not fields.gaps:
            fields.problem("missing-field", node, "A server must have 'url'. Add it.")
        return None
    variables: dict[str, ServerVariable] = {}
    for name, held in fields.members("variables"):
        variable = fields.part(read_variable, f"variables/{name}", held, "")
        if variable is not None:
            variables[name] = variable
    return Server(
        url=without_end_slash(url),
        variables=variables,
        name=fields.words("name") or None,
        extensions=fields.extensions(),
        unreadable=fields.unreadable(),
        node=node,
    )


def read_variable(reading: Reading, node: Node, _name: str) -> ServerVariable | None:
    fields = Fields(reading, node)
    default = fields.text("default")
    values = fields.texts("enum")
    if fields.gaps:
        return None
    if default is None:
        fields.problem("missing-field", node, "A server variable must have 'default'. Add it.")
        return None
    return ServerVariable(default=default, values=tuple(sorted(set(values))))


def read_schemes(fields: Fields) -> dict[str, SecurityScheme]:
    """The security schemes of a description by name; one that is broken is left out and leaves a gap."""
    components = fields.object("components")
    if components is None:
        return {}
    inner = Fields(fields.reading, components)
    read = {
        name: inner.part(read_scheme, f"components/securitySchemes/{name}", node, name)
        for name, node in inner.members("securitySchemes")
    }
    fields.gaps += inner.gaps
    return {name: scheme for name, scheme in read.items() if scheme is not None}


def read_scheme(reading: Reading, node: Node, name: str) -> SecurityScheme | None:
    """A security scheme; None where it cannot be understood whole, since half a lock is no lock."""
    fields = Fields(reading, node)
    kind = chosen(fields, "type", SchemeKind)
    location = chosen(fields, "in", (In.QUERY, In.HEADER, In.COOKIE)) if kind is SchemeKind.API_KEY else None
    key_name = fields.text("name") if kind is SchemeKind.API_KEY else None
    http_scheme = fields.text("scheme") if kind is SchemeKind.HTTP else None
    bearer_format = fields.words("bearerFormat")
    oauth = kind is SchemeKind.OAUTH2
    scheme = SecurityScheme(
        name=name,
        kind=kind or SchemeKind.HTTP,
        location=location,
        key_name=key_name.lower() if key_name is not None and location is In.HEADER else key_name,
        http_scheme=None if http_scheme is None else http_scheme.lower(),
        bearer_format=bearer_format or None,
        flows=_flows(fields) if oauth else {},
        open_id_connect_url=fields.url("openIdConnectUrl") if kind is SchemeKind.OPEN_ID_CONNECT else None,
        oauth2_metadata_url=fields.url("oauth2MetadataUrl") if oauth else None,
        deprecated=fields.flag("deprecated"),
        extensions=fields.extensions(),
        node=node,
    )
    missing = _missing(scheme, kind)
    if missing and not fields.gaps:
        fields.problem(
            "missing-field", node, f"A security scheme of this type must have {missing!r}. Add it."
        )
    return None if missing or fields.gaps else scheme


def _missing(scheme: SecurityScheme, kind: SchemeKind | None) -> str:
    match kind:
        case None:
            return "type"
        case SchemeKind.API_KEY:
            return "in" if scheme.location is None else "name" if scheme.key_name is None else ""
        case SchemeKind.HTTP:
            return "scheme" if scheme.http_scheme is None else ""
        case SchemeKind.OPEN_ID_CONNECT:
            return "openIdConnectUrl" if scheme.open_id_connect_url is None else ""
        case SchemeKind.OAUTH2 | SchemeKind.MUTUAL_TLS:
            return ""


def _flows(fields: Fields) -> dict[str, Flow]:
    held = fields.object("flows")
    if held is None:
        return {}
    inner = Fields(fields.reading, held)
    flows: dict[str, Flow] = {}
    for name in FLOWS:
        node = inner.child(name)
        flow = None if node is None else inner.part(read_flow, f"flows/{name}", node, name)
        if flow is not None:
            flows[name] = flow
    fields.gaps += inner.gaps
    return flows


def read_flow(reading: Reading, node: Node, _name: str) -> Flow | None:
    fields = Fields(reading, node)
    flow = Flow(
        authorization_url=fields.url("authorizationUrl"),
        device_authorization_url=fields.url("deviceAuthorizationUrl"),
        token_url=fields.url("tokenUrl"),
        refresh_url=fields.url("refreshUrl"),
        scopes=frozenset(name for name, _ in fields.members("scopes")),
    )
    return None if fields.gaps else flow
