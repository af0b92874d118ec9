"""Security requirements: alternatives of sets of needs, with their schemes found."""

from __future__ import annotations

from assent.api.reading import Fields
from assent.api.security import ANONYMOUS, Need, SecurityRequirement, SecurityScheme
from assent.document import Node


def read_security(
    fields: Fields, *, inherited: tuple[SecurityRequirement, ...]
) -> tuple[SecurityRequirement, ...]:
    """The member `security`, or what is inherited where there is none; an empty list lets anybody call."""
    if fields.child("security") is None:
        return inherited
    found: dict[tuple[tuple[str, ...], ...], SecurityRequirement] = {}
    elements = list(fields.elements("security"))
    for part, node in elements:
        requirement = _requirement(fields, part, node)
        if requirement is not None:
            found.setdefault(_order(requirement), requirement)
    if found or elements or isinstance(fields.node.get("security"), list):
        return tuple(found[key] for key in sorted(found)) or (() if elements else (ANONYMOUS,))
    return inherited


def _requirement(fields: Fields, part: str, node: Node) -> SecurityRequirement | None:
    target = fields.as_object(part, node)
    if target is None:
        return None
    needs: dict[tuple[str, ...], Need] = {}
    inner = Fields(fields.reading, target)
    for name, held in target.members():
        need = Need(
            name=name,
            scheme=_scheme(fields, f"{part}/{name}", name, held),
            scopes=frozenset(inner.texts(name)),
        )
        needs[_weight(need)] = need
    fields.gaps += inner.gaps
    return SecurityRequirement(needs=tuple(needs[key] for key in sorted(needs)))


def _scheme(fields: Fields, part: str, name: str, node: Node) -> SecurityScheme | None:
    """The scheme of that name, or at that URI where no scheme has the name (OAS 3.2.0 §4.30.1)."""
    reading = fields.reading
    if name in reading.schemes:
        return reading.schemes[name]
    if reading.version.scheme_uris and ("/" in name or "#" in name or "." in name):
        pointed = Node({"$ref": name}, node.document, node.pointer)
        return fields.part(reading.version.read_scheme, part, pointed, name)
    message = f"No security scheme is named {name!r}, or it cannot be read. Declare it."
    fields.gap(part, node, "undeclared-security-scheme", message)
    return None


def _weight(need: Need) -> tuple[str, ...]:
    """What a need asks, as words that sort; the scheme's name counts only where nothing else is known."""
    scheme = need.scheme
    if scheme is None:
        return ("", need.name, *sorted(need.scopes))
    words = (
        scheme.kind.value,
        scheme.location,
        scheme.key_name,
        scheme.http_scheme,
        scheme.open_id_connect_url,
    )
    flows = (
        f"{name} {flow.authorization_url} {flow.device_authorization_url} {flow.token_url} {sorted(flow.scopes)}"
        for name, flow in sorted(scheme.flows.items())
    )
    return (*(word or "" for word in words), *flows, *sorted(need.scopes))


def _order(requirement: SecurityRequirement) -> tuple[tuple[str, ...], ...]:
    return tuple(_weight(need) for need in requirement.needs)
