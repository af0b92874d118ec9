"""Text to a tree that remembers where: loading descriptions from anywhere, and following their references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.document.access import Access, Limits
from assent.document.description import Description, from_tree, load
from assent.document.document import Document, Location, Node, Problem
from assent.document.references import DanglingReference
from assent.exports import loaded_on_use

if TYPE_CHECKING:
    from assent.document.bundle import Bundled, bundle
    from assent.document.dereference import dereference
    from assent.document.discovery import find_descriptions
    from assent.document.write import write

__all__ = [
    "Access",
    "Bundled",
    "DanglingReference",
    "Description",
    "Document",
    "Limits",
    "Location",
    "Node",
    "Problem",
    "bundle",
    "dereference",
    "find_descriptions",
    "from_tree",
    "load",
    "write",
]

__getattr__, __dir__ = loaded_on_use(
    __name__,
    {
        "Bundled": "assent.document.bundle",
        "bundle": "assent.document.bundle",
        "dereference": "assent.document.dereference",
        "find_descriptions": "assent.document.discovery",
        "write": "assent.document.write",
    },
)
