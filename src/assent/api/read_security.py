"""Security requirements: alternatives of sets of needs, with their schemes found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from assent.api.reading import Fields
from assent.api.security import Need, SecurityRequirement, SecurityScheme
from assent.document import Node
from assent.json import encoded

T = TypeVar("T")


def read_security(
    fields: Fields, *, inherited: tuple[SecurityRequirement, ...]
) -> tuple[SecurityRequirement, ...]:
    """The alternatives of the member `security`; what is inherited where there are none.

    Many operations ask for the same in the same words, which are read once if nothing is wrong with them.
    """
    reading = fields.reading
    text = encoded(fields.present.get("security"))
    words = fields.node.document.uri, text
    if (known := reading.requirements.get(words)) is not None:
        return known
    gaps = len(fields.gaps)
    elements = list(fields.elements("security"))
    if not elements:
        return inherited
    read = [_requirement(fields, part, node) for part, node in elements]
    found = [it for it in reversed(read) if it is not None]  # the first of those that ask the same is kept
    made = _ordered(found, lambda it: tuple(_weight(fields, need) for need in it.needs))
    if text is not None and b"null" not in text and gaps == len(fields.gaps):
        reading.requirements[words] = made
    return made


def _ordered(found: list[T], weight: Callable[[T], tuple[object, ...]]) -> tuple[T, ...]:
    """All by what they ask, whose words need not be had for one alone; the last of those that ask the same."""
    if len(found) < 2:
        return tuple(found)
    weighed = {weight(it): it for it in found}
    return tuple(weighed[key] for key in sorted(weighed))


def _requirement(fields: Fields, part: str, node: Node) -> SecurityRequirement | None:
    """One alternative."""
    target = fields.as_object(part, node)
    if target is None:
        return None
    inner = Fields(fields.reading, target)
    needs = [
        Need(
            name=name,
            scheme=_scheme(fields, f"{part}/{name}", name, held),
            scopes=frozenset(inner.texts(name)),
        )
        for name, held in target.members()
    ]
    fields.gaps += inner.gaps
    return SecurityRequirement(needs=_ordered(needs, lambda need: _weight(fields, need)))


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


def _weight(fields: Fields, need: Need) -> tuple[str, ...]:
    """What a need asks, as words that sort; the scheme's name counts only where nothing else is known."""
    scheme = need.scheme
    if scheme is None:
        return ("", need.name, *sorted(need.scopes))
    known = fields.reading.scheme_words
    if id(scheme) not in known:
        known[id(scheme)] = scheme, tuple(_words(scheme))
    return (*known[id(scheme)][1], *sorted(need.scopes))


def _words(scheme: SecurityScheme) -> Iterator[str]:
    yield scheme.kind.value
    for word in (scheme.location, scheme.key_name, scheme.http_scheme, scheme.open_id_connect_url):
        yield word or ""
    for name, flow in sorted(scheme.flows.items()):
        yield f"{name} {flow.authorization_url} {flow.device_authorization_url} {flow.token_url} {sorted(flow.scopes)}"
