"""Links: the operation that a response leads to."""

from __future__ import annotations

from urllib.parse import unquote

from assent.api.model import Api, Link, Operation, OperationKey
from assent.document.uris import join, split_fragment
from assent.json import parse_pointer


def linked(api: Api, link: Link) -> Operation | None:
    """The operation of the Api that the link leads to; None if it names none, more than one, or another Api's.

    Source: OAS 3.1.1 §4.8.20.
    """
    if link.operation_ref is not None:
        key = _pointed(api, link.operation_ref)
        return None if key is None else api.operations.get(key)
    if link.operation_id is None:
        return None
    found = [key for key in api.operations if _has_id(api, key, link.operation_id)]
    return api.operations[found[0]] if len(found) == 1 else None


def _has_id(api: Api, key: OperationKey, identifier: str) -> bool:
    """Whether the operation has that operationId; only one that stands elsewhere is read for it."""
    match api.operations.nodes[key].value:
        case {"$ref": _}:
            return api.operations[key].operation_id == identifier
        case {"operationId": own}:
            return own == identifier
        case _:
            return False


def _pointed(api: Api, reference: str) -> OperationKey | None:
    """The key of the operation that a URI with a JSON Pointer names, if it leads into the Api's own paths."""
    document, fragment = split_fragment(reference)
    if document and join(api.node.document.uri, document) != api.node.document.uri:
        return None
    try:
        tokens = parse_pointer(unquote(fragment))
    except ValueError:
        return None
    match tokens:
        case ("paths", path, "additionalOperations", method):
            return OperationKey(method, path)
        case ("paths", path, method):
            return OperationKey(method.upper(), path)
        case _:
            return None
