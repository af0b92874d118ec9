"""What a URL or an operation's reference is called in the root's document, wherever it stands."""

from __future__ import annotations

import posixpath

from assent.document.description import Description
from assent.document.document import Document, Node
from assent.document.references import DanglingReference, reference_of
from assent.document.uris import as_fragment, join, scheme, split_path
from assent.json import Pointer
from assent.spared import regex

_REST = regex(r"[?#]")


def relocated(description: Description, node: Node, url: str) -> str:
    """A URL that stands at the node, as the root's document would write it: a relative one is relative to the root.

    One that a server's variable may turn into an absolute URL stays as it is.
    Source: OAS 3.1.1 §4.6 Relative References in API URLs.
    """
    first = url.partition("/")[0]
    if node.document is description.root.document or not first or scheme(url) or "{" in first:
        return url
    own, root = (_base(description, each) for each in (node.document, description.root.document))
    (site, path), (root_site, root_path) = split_path(own), split_path(root)
    if site != root_site:
        return join(own, url)
    named = _REST.split(url, maxsplit=1)[0]
    rest = url[len(named) :]
    target = posixpath.join(posixpath.dirname(path), named) if named else path
    moved = posixpath.relpath(target, posixpath.dirname(root_path) or "/")
    return f"{moved}{'/' if named.endswith('/') else ''}{rest}"


def operation_reference(description: Description, node: Node, reference: str) -> str:
    """An `operationRef` that stands at the node, as the root's document would write it."""
    resolver = description.resolver
    try:
        target = resolver.resolve(join(resolver.base(node), reference), node)
    except DanglingReference:
        return relocated(description, node, reference)
    pointer = place_in_root(description, target)
    return relocated(description, node, reference) if pointer is None else as_fragment(pointer)


def place_in_root(description: Description, target: Node) -> Pointer | None:
    """Where the root's document has an object, itself or through a path item's reference; None if nowhere."""
    root = description.root
    if target.document is root.document:
        return target.pointer
    paths = root.get("paths")
    for path, item in paths.members() if paths is not None else ():
        if reference_of(item) is None:
            continue
        try:
            held = description.follow(item)
        except DanglingReference:
            continue
        length = len(held.pointer)
        if held.document is target.document and target.pointer[:length] == held.pointer:
            return ("paths", path, *target.pointer[length:])
    return None


def _base(description: Description, document: Document) -> str:
    return description.resolver.identifiers(document).base
