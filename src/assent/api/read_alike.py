"""What all versions of OpenAPI write alike, or nearly so, and what reads it: no version needs another's reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from assent.api.content import SchemaUse, Style, Unreadable
from assent.api.keys import In
from assent.api.lazy import Lazy
from assent.api.media_types import is_form, is_json, normalised
from assent.api.model import Response
from assent.api.reading import Fields, Reading, patterned
from assent.document import DanglingReference, Node

E = TypeVar("E", bound=StrEnum)

STYLES = {
    In.PATH: Style.SIMPLE,
    In.QUERY: Style.FORM,
    In.QUERYSTRING: Style.FORM,
    In.HEADER: Style.SIMPLE,
    In.COOKIE: Style.FORM,
}
"""The style of a parameter that names none. Source: OAS 3.2.0 §4.12.2.1."""


def chosen(fields: Fields, key: str, allowed: Iterable[E]) -> E | None:
    """The member as one of the allowed words; None where it is absent or none of them."""
    node = fields.child(key)
    if node is None:
        return None
    for word in allowed:
        if node.value == word:
            return word
    words = ", ".join(allowed)
    fields.gap(key, node, "unknown-value", f"{key!r} is none of {words}. Write one of them.")
    return None


def is_raw(reading: Reading, schema: SchemaUse, name: str) -> bool:
    """Whether the schema only says that a body is bytes, which OpenAPI 3.1 says by having no schema.

    Source: OAS 3.0.4 §4.7.14.2, OAS 3.1.1 §4.8.14.2.
    """
    if not reading.version.binary_format or is_form(normalised(name)) or is_json(normalised(name)):
        return False
    try:
        value = reading.description.follow(schema.node).value
    except DanglingReference:
        return False
    match value:
        case {"type": "file", **rest} | {"type": "string", "format": "binary", **rest}:
            return rest.keys() <= {"format", "description", "title", "example"}
        case _:
            return False


def responses_read_by(
    fields: Fields,
    read: Callable[[Fields, str, Node, str], Response | None],
    *,
    beside: Mapping[str, Node] = MappingProxyType({}),
) -> Lazy[str, Response]:
    """What an operation promises by status, each response read when it is asked for, by what stands `beside` as well.

    One that cannot be read is a gap of its own and none of the operation, so that nothing is missing where it waits.
    """

    def response(status: str, node: Node) -> Response:
        own = Fields(fields.reading, fields.node)
        return read(own, f"responses/{node.pointer[-1]}", node, status) or _unknown_response(
            own, status, node
        )

    return Lazy(dict(statuses(fields)), response, beside=beside)


def statuses(fields: Fields) -> Iterator[tuple[str, Node]]:
    """Each response that an operation promises: its status, and what stands there."""
    held = fields.object("responses")
    for name, node in () if held is None else patterned(held):
        if (status := _status(name)) is not None:
            yield status, node
        else:
            message = f"{name!r} is no status. Write three digits, a class such as '2XX', or 'default'."
            fields.gap(f"responses/{name}", node, "unknown-value", message)


@lru_cache(maxsize=1024)
def _status(name: str) -> str | None:
    """The status in its one spelling; None if the name is none. Every operation has the same few."""
    upper = name.upper()
    if upper == "DEFAULT":
        return "default"
    of_class = len(upper) == 3 and upper[0] in "12345" and (upper[1:] == "XX" or upper[1:].isdecimal())
    return upper if of_class else None


def _unknown_response(fields: Fields, status: str, node: Node) -> Response:
    """A response that is promised but cannot be read; the gap is its own then, not its operation's."""
    gap = fields.gaps.pop()
    whole = Unreadable(part="", why=gap.why, value=gap.value, node=gap.node)
    return Response(status=status, unreadable=(whole,), node=node)


def without_end_slash(url: str) -> str:
    """The URL in one spelling: path templates start with the slash that servers need not end with."""
    return url.rstrip("/") or "/"
