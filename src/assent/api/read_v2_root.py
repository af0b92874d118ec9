"""Swagger 2.0's `host`, `basePath`, `schemes` and `securityDefinitions`, read as servers and security schemes."""

from __future__ import annotations

from assent.api.keys import In
from assent.api.model import Server
from assent.api.read_alike import chosen, without_end_slash
from assent.api.reading import Fields, Reading
from assent.api.security import Flow, SchemeKind, SecurityScheme
from assent.document import Node

_FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}


def read_servers(fields: Fields) -> tuple[Server, ...]:
    """One server for each of `schemes` on `host`, or a relative one where no host is named.

    An operation may name other schemes for itself. Without schemes a server is relative to the scheme used.
    """
    root = fields.reading.description.root
    whole = fields.node.pointer == () and fields.node.document is root.document
    schemes = fields.texts("schemes")
    if not whole and not schemes:
        return ()
    top = Fields(fields.reading, root)
    host, base = top.text("host"), top.text("basePath") or ""
    fields.gaps += top.gaps
    path = base if base.startswith("/") or not base else "/" + base
    if host is None:
        return (Server(url=without_end_slash(path), node=root),)
    return tuple(
        Server(url=without_end_slash(f"{scheme + ':' if scheme else ''}//{host}{path}"), node=fields.node)
        for scheme in schemes or [""]
    )


def read_schemes(fields: Fields) -> dict[str, SecurityScheme]:
    """The member `securityDefinitions` by name."""
    read = {
        name: fields.part(read_scheme, f"securityDefinitions/{name}", node, name)
        for name, node in fields.members("securityDefinitions")
    }
    return {name: scheme for name, scheme in read.items() if scheme is not None}


def read_scheme(reading: Reading, node: Node, name: str) -> SecurityScheme | None:
    fields = Fields(reading, node)
    extensions = fields.extensions()
    match fields.text("type"):
        case "basic":
            scheme = SecurityScheme(
                name=name, kind=SchemeKind.HTTP, http_scheme="basic", extensions=extensions, node=node
            )
        case "apiKey":
            location = chosen(fields, "in", (In.QUERY, In.HEADER))
            key = fields.text("name")
            scheme = SecurityScheme(
                name=name,
                kind=SchemeKind.API_KEY,
                location=location,
                key_name=key.lower() if key is not None and location is In.HEADER else key,
                extensions=extensions,
                node=node,
            )
            if (location is None or key is None) and not fields.gaps:
                fields.gap("name", node, "missing-field", "An API key must have 'name' and 'in'. Add them.")
        case "oauth2":
            flows = _flows(fields)
            scheme = SecurityScheme(
                name=name, kind=SchemeKind.OAUTH2, flows=flows, extensions=extensions, node=node
            )
        case kind:
            if not fields.gaps:
                message = f"{kind!r} is none of basic, apiKey, oauth2. Write one of them."
                fields.gap("type", node, "unknown-value", message)
            return None
    return None if fields.gaps else scheme


def _flows(fields: Fields) -> dict[str, Flow]:
    """The one flow that a 2.0 scheme has, under its name in OpenAPI 3."""
    flow = fields.text("flow")
    if flow not in _FLOWS:
        message = f"{flow!r} is none of {', '.join(_FLOWS)}. Write one of them."
        fields.gap("flow", fields.node, "unknown-value", message)
        return {}
    return {
        _FLOWS[flow]: Flow(
            authorization_url=fields.url("authorizationUrl"),
            token_url=fields.url("tokenUrl"),
            scopes=frozenset(name for name, _ in fields.members("scopes") if not name.startswith("x-")),
        )
    }
