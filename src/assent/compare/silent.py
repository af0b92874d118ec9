"""Whether two revisions of a thing say the same to all rules of a kind, which then have nothing to report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, Final, TypeAlias

from assent.api import Header, MediaType, Operation, Parameter, RequestBody, Response

Words: TypeAlias = Callable[[Any], object]
"""What rules read of a thing."""


def silent(kind: str, old: Any, new: Any) -> bool:
    """Whether rules of the kind need not be asked about the two: nothing differs that any of them reads."""
    compare = _SILENT.get(kind)
    return compare is not None and compare(old, new)


def _in(read: Words) -> Callable[[Any, Any], bool]:
    return lambda old, new: bool(read(old) == read(new))


_served: Words = attrgetter("url", "variables")


def _operations(old: Operation, new: Operation) -> bool:
    if (old.operation_id, old.tags, old.path) != (new.operation_id, new.tags, new.path):
        return False
    return list(map(_served, old.servers)) == list(map(_served, new.servers))


def _statuses(old: Operation, new: Operation) -> bool:
    return old.responses.keys() == new.responses.keys()


def _security(old: Operation, new: Operation) -> bool:
    if old.security == new.security:
        return True
    from assent.compare.credentials import enough_alike  # not needed where none differ

    return enough_alike(old, new)


_written: Words = attrgetter("key", "name", "required", "allow_empty_value", "style", "explode")


def _parameters(old: Parameter, new: Parameter) -> bool:
    return not (old.content or new.content) and bool(_written(old) == _written(new))


_sent: Words = attrgetter("required", "style", "explode")


def _headers(old: Header, new: Header) -> bool:
    return not (old.content or new.content) and bool(_sent(old) == _sent(new))


def _bodies(old: RequestBody, new: RequestBody) -> bool:
    return old.required == new.required and old.content.keys() == new.content.keys()


def _responses(old: Response, new: Response) -> bool:
    return old.content.keys() == new.content.keys() and old.links == new.links


def _media(old: MediaType, new: MediaType) -> bool:
    return not any((it.encoding or it.prefix_encoding or it.item_encoding) for it in (old, new))


_SILENT: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "operation": _operations,
    "lifecycle": _in(attrgetter("deprecated", "extensions")),
    "security": _security,
    "status": _statuses,
    "parameter": _parameters,
    "header": _headers,
    "body": _bodies,
    "response": _responses,
    "media": _media,
    "part": _in(attrgetter("unreadable")),
}
